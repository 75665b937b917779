package studio.viseme.face;

import java.util.Arrays;

/**
 * Takes islands out of a label map: small connected parts that lie where their class can't be, or
 * far from its main part.
 */
final class LabelCleaner {
  private final int width;
  private final int height;
  private final byte[] labels;
  private final int[] part;
  private final int[] stack;
  private int parts;
  private int[] size = new int[64];
  private int[] topRow = new int[64];
  private byte[] kind = new byte[64];

  LabelCleaner(byte[] labels, int width, int height) {
    this.labels = labels;
    this.width = width;
    this.height = height;
    this.part = new int[labels.length];
    this.stack = new int[labels.length];
    findParts();
  }

  /** A part of a class that may be dropped. */
  interface Test {
    boolean drop(int kind, int size, int topRow, int largestOfKind);
  }

  /**
   * Gives dropped parts the label that borders them most. Repeats nothing: parts are those of the
   * map as it came.
   */
  void clean(Test test) {
    int[] largest = new int[256];
    for (int k = 0; k < parts; k++) {
      largest[kind[k]] = Math.max(largest[kind[k]], size[k]);
    }
    boolean[] dropped = new boolean[parts];
    boolean any = false;
    for (int k = 0; k < parts; k++) {
      dropped[k] = test.drop(kind[k], size[k], topRow[k], largest[kind[k]]);
      any |= dropped[k];
    }
    if (!any) {
      return;
    }
    int classes = 16;
    int[] border = new int[parts * classes];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (x + 1 < width) {
          count(border, classes, dropped, i, i + 1);
        }
        if (y + 1 < height) {
          count(border, classes, dropped, i, i + width);
        }
      }
    }
    byte[] replacement = new byte[parts];
    for (int k = 0; k < parts; k++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (border[k * classes + c] > border[k * classes + best]) {
          best = c;
        }
      }
      replacement[k] = (byte) best;
    }
    for (int i = 0; i < labels.length; i++) {
      if (dropped[part[i]]) {
        labels[i] = replacement[part[i]];
      }
    }
  }

  private void count(int[] border, int classes, boolean[] dropped, int i, int j) {
    int a = part[i];
    int b = part[j];
    if (a != b) {
      if (dropped[a] && !dropped[b]) {
        border[a * classes + kind[b]]++;
      } else if (dropped[b] && !dropped[a]) {
        border[b * classes + kind[a]]++;
      }
    }
  }

  private void findParts() {
    Arrays.fill(part, -1);
    for (int start = 0; start < labels.length; start++) {
      if (part[start] < 0) {
        flood(start);
      }
    }
  }

  private void flood(int start) {
    if (parts == size.length) {
      size = Arrays.copyOf(size, 2 * parts);
      topRow = Arrays.copyOf(topRow, 2 * parts);
      kind = Arrays.copyOf(kind, 2 * parts);
    }
    int id = parts++;
    byte label = labels[start];
    kind[id] = label;
    topRow[id] = start / width;
    size[id] = 0;
    int top = 0;
    stack[top++] = start;
    part[start] = id;
    while (top > 0) {
      int i = stack[--top];
      size[id]++;
      int x = i % width;
      topRow[id] = Math.min(topRow[id], i / width);
      if (x > 0) {
        top = push(i - 1, label, id, top);
      }
      if (x < width - 1) {
        top = push(i + 1, label, id, top);
      }
      if (i >= width) {
        top = push(i - width, label, id, top);
      }
      if (i < labels.length - width) {
        top = push(i + width, label, id, top);
      }
    }
  }

  private int push(int i, byte label, int id, int top) {
    if (part[i] < 0 && labels[i] == label) {
      part[i] = id;
      stack[top] = i;
      return top + 1;
    }
    return top;
  }
}
