package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of frames.
 *
 * @param from its first frame
 * @param to the frame after its last
 */
public record FrameRange(int from, int to) {
  public FrameRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(from + " to " + to);
    }
  }

  public int length() {
    return to - from;
  }

  /**
   * The runs of frames that are flagged.
   *
   * @param bridge gaps of at most so many frames between flagged ones belong to the run
   * @param shortest runs of fewer frames than this are left out
   */
  public static List<FrameRange> of(boolean[] flags, int bridge, int shortest) {
    List<FrameRange> runs = new ArrayList<>();
    int start = -1;
    int last = -1;
    for (int i = 0; i <= flags.length; i++) {
      boolean flagged = i < flags.length && flags[i];
      if (start >= 0 && (i == flags.length || flagged && i - last > bridge + 1)) {
        if (last + 1 - start >= shortest) {
          runs.add(new FrameRange(start, last + 1));
        }
        start = -1;
      }
      if (flagged) {
        start = start < 0 ? i : start;
        last = i;
      }
    }
    return runs;
  }

  static int total(List<FrameRange> ranges) {
    return ranges.stream().mapToInt(FrameRange::length).sum();
  }
}
