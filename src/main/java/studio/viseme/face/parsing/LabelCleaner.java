package studio.viseme.face.parsing;

import java.util.Arrays;

/**
 * Takes islands out of a label map: small connected parts (four neighbours) that lie where their
 * class can't be, or far from its main part. Works on the runs of equal labels in each row, of
 * which there are a hundred times fewer than pixels (He, Chao, Suzuki, "A Run-Based Two-Scan
 * Labeling Algorithm", 2008).
 */
final class LabelCleaner {
  private static final int CLASSES = 16;

  private final int width;
  private final int height;
  private final byte[] labels;

  /** Runs in reading order: first pixel, pixel after the last, and the part they belong to. */
  private int[] from = new int[1024];

  private int[] to = new int[1024];
  private int[] part = new int[1024];
  private final int[] firstOfRow;
  private int parts;
  private int[] size = new int[0];
  private int[] topRow = new int[0];
  private byte[] kind = new byte[0];

  LabelCleaner(byte[] labels, int width, int height) {
    this.labels = labels;
    this.width = width;
    this.height = height;
    this.firstOfRow = new int[height + 1];
    findRuns();
    joinRuns();
    nameParts();
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
    int[] largest = new int[CLASSES];
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
    byte[] replacement = replacements(dropped);
    for (int r = 0; r < firstOfRow[height]; r++) {
      if (dropped[part[r]]) {
        Arrays.fill(labels, from[r], to[r], replacement[part[r]]);
      }
    }
  }

  /**
   * Of each dropped part the label that it shares the most pixel sides with, of the kept ones. A
   * part among parts that are all dropped waits until they have labels; where nothing is kept at
   * all, labels stay.
   */
  private byte[] replacements(boolean[] dropped) {
    byte[] out = kind.clone();
    boolean[] open = dropped.clone();
    boolean found = true;
    while (found) {
      found = false;
      int[] border = borders(open, out);
      for (int k = 0; k < parts; k++) {
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          if (border[k * CLASSES + c] > border[k * CLASSES + best]) {
            best = c;
          }
        }
        if (border[k * CLASSES + best] > 0) {
          out[k] = (byte) best;
          open[k] = false;
          found = true;
        }
      }
    }
    return out;
  }

  /** How many pixel sides each open part shares with each label of those that aren't. */
  private int[] borders(boolean[] open, byte[] label) {
    int[] border = new int[parts * CLASSES];
    for (int y = 0; y < height; y++) {
      int below = y + 1 < height ? firstOfRow[y + 1] : 0;
      for (int r = firstOfRow[y]; r < firstOfRow[y + 1]; r++) {
        if (r + 1 < firstOfRow[y + 1]) {
          count(border, open, label, part[r], part[r + 1], 1);
        }
        if (y + 1 == height) {
          continue;
        }
        int start = from[r] + width;
        int end = to[r] + width;
        while (to[below] <= start) {
          below++;
        }
        for (int b = below; b < firstOfRow[y + 2] && from[b] < end; b++) {
          int shared = Math.min(to[b], end) - Math.max(from[b], start);
          count(border, open, label, part[r], part[b], shared);
        }
      }
    }
    return border;
  }

  private static void count(int[] border, boolean[] open, byte[] label, int a, int b, int sides) {
    if (a != b) {
      if (open[a] && !open[b]) {
        border[a * CLASSES + label[b]] += sides;
      } else if (open[b] && !open[a]) {
        border[b * CLASSES + label[a]] += sides;
      }
    }
  }

  private void findRuns() {
    int runs = 0;
    for (int y = 0; y < height; y++) {
      firstOfRow[y] = runs;
      int end = (y + 1) * width;
      for (int i = y * width; i < end; ) {
        if (runs == from.length) {
          from = Arrays.copyOf(from, 2 * runs);
          to = Arrays.copyOf(to, 2 * runs);
        }
        byte label = labels[i];
        from[runs] = i;
        while (i < end && labels[i] == label) {
          i++;
        }
        to[runs++] = i;
      }
    }
    firstOfRow[height] = runs;
    part = new int[runs];
  }

  /** A forest in which runs that touch hang under the same root, the earliest run. */
  private void joinRuns() {
    for (int r = 0; r < part.length; r++) {
      part[r] = r;
    }
    for (int y = 1; y < height; y++) {
      int above = firstOfRow[y - 1];
      for (int r = firstOfRow[y]; r < firstOfRow[y + 1]; r++) {
        int start = from[r] - width;
        int end = to[r] - width;
        while (to[above] <= start) {
          above++;
        }
        for (int a = above; a < firstOfRow[y] && from[a] < end; a++) {
          if (labels[from[a]] == labels[from[r]]) {
            int one = root(a);
            int other = root(r);
            part[Math.max(one, other)] = Math.min(one, other);
          }
        }
      }
    }
  }

  private int root(int run) {
    int r = run;
    while (part[r] != r) {
      part[r] = part[part[r]];
      r = part[r];
    }
    return r;
  }

  private void nameParts() {
    int runs = part.length;
    size = new int[runs];
    topRow = new int[runs];
    kind = new byte[runs];
    int[] name = new int[runs];
    for (int r = 0; r < runs; r++) {
      // A root comes before all that hang under it, so that its name is there.
      int root = root(r);
      if (root == r) {
        name[r] = parts;
        kind[parts] = labels[from[r]];
        topRow[parts] = from[r] / width;
        parts++;
      }
      size[name[root]] += to[r] - from[r];
    }
    int[] named = new int[runs];
    for (int r = 0; r < runs; r++) {
      named[r] = name[root(r)];
    }
    part = named;
  }
}
