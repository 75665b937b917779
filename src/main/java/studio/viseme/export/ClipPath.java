package studio.viseme.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.job.JobException;
import studio.viseme.math.RigidTransform;

/**
 * Which picture of the source is behind each frame of a film. Pictures without a face and those
 * that the user excluded are behind none.
 *
 * <ol>
 *   <li>A stretch without a cut that is as long as the film, the clip's first, runs as it was
 *       filmed.
 *   <li>Else a part of the clip without a gap does, with the clip's own cuts.
 *   <li>Where there is none, the longest stretch without a cut runs forwards and backwards, or, in
 *       a clip of many short shots, the longest part.
 * </ol>
 *
 * <p>It turns where the head is stillest, near the ends: a head that stops in mid-nod and goes back
 * the way it came shows the trick.
 */
final class ClipPath {
  /** A shot that runs to and fro should last as long, seconds; if none does, cuts are better. */
  private static final double LEAST_STRETCH = 10;

  /** How far from its end a stretch may turn, seconds, and at most which share of it. */
  private static final double TURN_WITHIN = 2;

  private static final double TURN_SHARE = 0.25;

  /** Lids that close or open count as a head that turns by so many degrees. */
  private static final double LIDS = 10;

  private final Capture capture;
  private final SourceClock clock;
  private final int frames;
  private final int begin;
  private final int low;
  private final int high;
  private final int reversed;

  /** Frames {@code begin} … {@code end − 1} of the clip. */
  private record Range(int begin, int end) {
    int length() {
      return end - begin;
    }
  }

  /**
   * @param begin the frame of the clip that the film begins with; the same for where it turns
   */
  private ClipPath(Capture capture, SourceClock clock, int frames, int begin, int low, int high) {
    this.capture = capture;
    this.clock = clock;
    this.frames = frames;
    this.begin = clock.picture(begin);
    this.low = clock.picture(low);
    this.high = clock.picture(high);
    int backwards = 0;
    for (int step = 1; step < frames; step++) {
      backwards += picture(step) < picture(step - 1) ? 1 : 0;
    }
    this.reversed = backwards;
  }

  /** For a film at the clip's rate that shows the clip's own frames. */
  static ClipPath of(Capture capture, int frames) {
    return of(capture, SourceClock.OF_CLIP, frames);
  }

  /**
   * @param clock of the source; the film runs at its rate
   * @param frames of the film, at least 1
   * @throws JobException (input) when the clip shows a face nowhere that isn't excluded
   */
  static ClipPath of(Capture capture, SourceClock clock, int frames) {
    List<Range> stretches = ranges(capture, false);
    List<Range> parts = ranges(capture, true);
    if (stretches.isEmpty()) {
      throw JobException.input(
          "No frame of the clip can be used for a film",
          capture.clip().frames() + " frames",
          "exclude less of it, or choose a video that shows a face");
    }
    for (List<Range> ranges : List.of(stretches, parts)) {
      for (Range range : ranges) {
        int pictures = clock.picture(range.end - 1) - clock.picture(range.begin) + 1;
        if (pictures >= frames) {
          return new ClipPath(capture, clock, frames, range.begin, range.begin, range.end - 1);
        }
      }
    }
    Range stretch = longest(stretches);
    Range shown = stretch.length() >= LEAST_STRETCH * ClipInfo.FPS ? stretch : longest(parts);
    return toAndFro(capture, clock, shown, frames);
  }

  private static Range longest(List<Range> ranges) {
    // of equals the first, which a comparator's maximum would not promise
    Range longest = ranges.getFirst();
    for (Range range : ranges) {
      longest = range.length() > longest.length() ? range : longest;
    }
    return longest;
  }

  /**
   * Frames that follow one another with a face and not excluded; the clip's own cuts end a range,
   * or don't.
   */
  private static List<Range> ranges(Capture capture, boolean overCuts) {
    int count = capture.clip().frames();
    List<Range> ranges = new ArrayList<>();
    int begin = 0;
    for (int frame = 0; frame <= count; frame++) {
      boolean ends = frame == count || !capture.showable(frame);
      boolean cut = !ends && frame > 0 && capture.segment(frame) != capture.segment(frame - 1);
      if (ends || (cut && !overCuts)) {
        if (frame > begin) {
          ranges.add(new Range(begin, frame));
        }
        begin = ends ? frame + 1 : frame;
      }
    }
    return ranges;
  }

  private static ClipPath toAndFro(Capture capture, SourceClock clock, Range range, int frames) {
    int within =
        Math.max(1, (int) Math.min(TURN_WITHIN * ClipInfo.FPS, TURN_SHARE * range.length()));
    int low = stillest(capture, range, range.begin, Math.min(range.end, range.begin + within));
    int high = stillest(capture, range, Math.max(range.begin, range.end - within), range.end);
    return new ClipPath(
        capture, clock, frames, range.begin, Math.min(low, high), Math.max(low, high));
  }

  private static int stillest(Capture capture, Range range, int from, int to) {
    List<Integer> candidates = new ArrayList<>();
    for (int frame = from; frame < to; frame++) {
      candidates.add(frame);
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(frame -> motion(capture, range, frame)))
        .orElse(from);
  }

  /** How much head and lids move about a frame: degrees, a millimetre counting as one. */
  private static double motion(Capture capture, Range range, int frame) {
    int before = Math.max(range.begin, frame - 1);
    int after = Math.min(range.end - 1, frame + 1);
    if (before == after) {
      return 0;
    }
    RigidTransform a = capture.head().poses().get(before);
    RigidTransform b = capture.head().poses().get(after);
    UpperFace lidsA = capture.upperFace(before);
    UpperFace lidsB = capture.upperFace(after);
    double degrees = Math.toDegrees(a.rotation().times(b.rotation().inverse()).log().length());
    double millimetres = 10 * a.translation().minus(b.translation()).length();
    double lids =
        Math.abs(lidsA.lidLeft() - lidsB.lidLeft()) + Math.abs(lidsA.lidRight() - lidsB.lidRight());
    return (degrees + millimetres + LIDS * lids) / (after - before);
  }

  /** The clip's frame behind a frame of the film, or the nearest. */
  int frame(int step) {
    return moment(step).nearest();
  }

  /**
   * What is behind a frame of the film. A picture between two shots belongs to one of them, and
   * nobody knows to which: the one before it is shown twice instead.
   */
  ClipMoment moment(int step) {
    int picture = picture(step);
    int before = clock.frameAt(picture);
    int shown = clock.picture(before);
    boolean cut = shown < picture && capture.segment(before) != capture.segment(before + 1);
    if (shown == picture || cut) {
      return new ClipMoment(shown, before, 0);
    }
    double way = clock.picture(before + 1) - shown;
    return new ClipMoment(picture, before, (picture - shown) / way);
  }

  private int picture(int step) {
    if (step <= high - begin) {
      return begin + step;
    }
    if (low == high) {
      return low;
    }
    int span = high - low;
    int phase = (step - (high - begin)) % (2 * span);
    return phase <= span ? high - phase : low + phase - span;
  }

  /** Frames of the film. */
  int frames() {
    return frames;
  }

  /** In how many frames of the film the clip runs backwards. */
  int reversed() {
    return reversed;
  }
}
