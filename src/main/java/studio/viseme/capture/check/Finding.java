package studio.viseme.capture.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check found. The schema of its JSON stands in {@code docs/reference/import-checks.md}.
 *
 * @param id such as {@code face-lost}; one finding an id
 * @param text one line for the person in front of it: what, where, what to do
 * @param picture of the telling frame, relative to the project; null when none tells anything
 * @param frames where, in frames of the clip; empty when it holds for all of it
 * @param measured in {@code unit}; null when it couldn't be measured
 * @param limit beyond which {@code measured} is worse than passed, where there is one
 */
public record Finding(
    String id,
    Severity severity,
    String text,
    @Nullable String picture,
    List<FrameRange> frames,
    @Nullable Double measured,
    @Nullable Double limit,
    String unit,
    Fix fix) {
  public Finding {
    frames = List.copyOf(frames);
  }

  static Finding unmeasured(String id, String why) {
    return new Finding(
        id, Severity.UNMEASURED, why, null, List.of(), null, null, "", new Fix.None());
  }

  /** One that holds for all of the clip, has no picture, and offers nothing. */
  public static Finding of(
      String id, Severity severity, String text, double measured, double limit, String unit) {
    return new Finding(
        id, severity, text, null, List.of(), rounded(measured), limit, unit, new Fix.None());
  }

  /** The same after its fix was applied: no more than worth knowing, and nothing left to do. */
  public Finding settled() {
    Severity less = severity.compareTo(Severity.INFO) > 0 ? Severity.INFO : severity;
    return new Finding(
        id, less, text + " (left out)", picture, frames, measured, limit, unit, new Fix.None());
  }

  public Finding in(List<FrameRange> where) {
    return new Finding(id, severity, text, picture, where, measured, limit, unit, fix);
  }

  public Finding with(Fix remedy) {
    return new Finding(id, severity, text, picture, frames, measured, limit, unit, remedy);
  }

  public Finding shownBy(@Nullable String file) {
    return new Finding(id, severity, text, file, frames, measured, limit, unit, fix);
  }

  /** The frames as seconds, {@code 3.2-4.0 s, 10.0-11.5 s}, at most three of them. */
  static String seconds(List<FrameRange> ranges, double fps) {
    StringBuilder text = new StringBuilder();
    for (FrameRange range : ranges.subList(0, Math.min(3, ranges.size()))) {
      String form = range.length() == 1 ? "%.1f s" : "%.1f-%.1f s";
      text.append(text.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, form, range.from() / fps, range.to() / fps));
    }
    return ranges.size() > 3 ? text + " and " + (ranges.size() - 3) + " more" : text.toString();
  }

  /** More digits than were measured would only make two equal reports differ. */
  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1000) / 1000 : value;
  }
}
