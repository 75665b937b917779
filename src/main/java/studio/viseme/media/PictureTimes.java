package studio.viseme.media;

import java.util.Arrays;

/**
 * When the pictures of a track are shown, gathered while its packets go by in any order. Eight
 * bytes a picture: two megabytes for an hour at 60 a second.
 */
final class PictureTimes {
  /**
   * Time stamps of some containers are rounded to milliseconds; an interval is another one only
   * when it differs by more than this, seconds, and by more than a tenth.
   */
  private static final double ROUNDING = 0.0025;

  /** A rate is variable when this share of its intervals isn't the usual one. */
  private static final double UNUSUAL_SHARE = 0.01;

  private double[] times = new double[256];
  private int count;

  void add(double seconds) {
    if (count == times.length) {
      times = Arrays.copyOf(times, count * 2);
    }
    times[count++] = seconds;
  }

  /** Intervals between pictures in the order they are shown, seconds, from short to long. */
  private double[] sortedIntervals() {
    double[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    double[] intervals = new double[Math.max(0, count - 1)];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = sorted[i + 1] - sorted[i];
    }
    Arrays.sort(intervals);
    return intervals;
  }

  /** Whether the pictures follow each other at changing intervals. */
  boolean variable() {
    double[] intervals = sortedIntervals();
    if (intervals.length == 0) {
      return false;
    }
    double usual = intervals[intervals.length / 2];
    double tolerance = Math.max(ROUNDING, usual / 10);
    long unusual = Arrays.stream(intervals).filter(i -> Math.abs(i - usual) > tolerance).count();
    return unusual > UNUSUAL_SHARE * intervals.length;
  }

  /** How long one picture stands at most, seconds; 0 with fewer than two. */
  double longestInterval() {
    double[] intervals = sortedIntervals();
    return intervals.length == 0 ? 0 : intervals[intervals.length - 1];
  }
}
