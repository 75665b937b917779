package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import studio.viseme.image.FrameSource;

/** Findings as they are made, with the pictures that show them. */
final class Findings {
  private final FrameSource frames;
  private final Album album;
  private final List<Finding> made = new ArrayList<>();

  Findings(FrameSource frames, Album album) {
    this.frames = frames;
    this.album = album;
  }

  List<Finding> list() {
    return List.copyOf(made);
  }

  void add(Finding finding) {
    made.add(finding);
  }

  void add(String id, Severity severity, String text, double measured, double limit, String unit) {
    made.add(Finding.of(id, severity, text, measured, limit, unit));
  }

  void unmeasured(String id, String why) {
    made.add(Finding.unmeasured(id, why));
  }

  /** Adds a finding with the picture of a frame, if the user is told of it. */
  void addShown(Finding finding, int frame) {
    boolean told = finding.severity().isTold();
    made.add(told ? finding.shownBy(album.keep(finding.id(), frames.frame(frame))) : finding);
  }

  /** A number in a text. */
  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
