package studio.viseme.capture.check;

import static studio.viseme.capture.check.Findings.number;

import studio.viseme.media.DynamicRange;

/** How long the footage is, and how it is stored. */
final class FormatChecks {
  private static final double SHORT = 30;
  private static final double RECOMMENDED = 180;
  private static final double LOW_RESOLUTION = 400;
  private static final double SLOW = 23.5;
  private static final double STALL = 0.2;

  private final Footage footage;
  private final Footage.Source source;
  private final Findings findings;

  private FormatChecks(Footage footage, Findings findings) {
    this.footage = footage;
    this.source = footage.source();
    this.findings = findings;
  }

  static void run(Footage footage, Findings findings) {
    FormatChecks checks = new FormatChecks(footage, findings);
    checks.judgeLength();
    checks.judgeResolution();
    checks.judgeRate();
    checks.judgePictures();
    checks.judgeRange();
  }

  private void judgeLength() {
    double seconds = footage.seconds();
    String length = "The clip lasts %s seconds".formatted(number(seconds, 0));
    findings.add(
        "length",
        seconds < SHORT ? Severity.WARNING : below(seconds, RECOMMENDED),
        seconds < RECOMMENDED
            ? length + "; three minutes of speech teach an avatar far more"
            : length,
        seconds,
        SHORT,
        "s");
  }

  private void judgeResolution() {
    int shorter = Math.min(source.width(), source.height());
    findings.add(
        "resolution",
        below(shorter, LOW_RESOLUTION),
        "The video is %d x %d pixels".formatted(source.width(), source.height()),
        shorter,
        LOW_RESOLUTION,
        "px");
  }

  private void judgeRate() {
    double fps = source.fps();
    boolean slow = fps < SLOW;
    boolean stalls = source.longestInterval() > STALL;
    boolean other = source.variableFrameRate() || Math.abs(fps - footage.fps()) > 0.01;
    String rate =
        "The video has %s pictures a second%s"
            .formatted(number(fps, 2), source.variableFrameRate() ? " at changing intervals" : "");
    String more =
        slow
            ? ", fast lip movements fall between them; record at 25 or more"
            : stalls
                ? ", one stands for %s s; record at a constant rate"
                    .formatted(number(source.longestInterval(), 2))
                : other ? "; 25 of them are used" : "";
    findings.add(
        "frame-rate",
        slow || stalls ? Severity.WARNING : other ? Severity.INFO : Severity.PASSED,
        rate + more,
        fps,
        SLOW,
        "fps");
  }

  private void judgePictures() {
    long damaged = source.damagedPictures();
    findings.add(
        "damaged-pictures",
        damaged > 0 ? Severity.WARNING : Severity.PASSED,
        damaged > 0
            ? damaged + " pictures are damaged and show the one before; copy the video anew"
            : "All pictures could be decoded",
        damaged,
        0,
        "pictures");
  }

  private void judgeRange() {
    boolean bright = source.format().dynamicRange() != DynamicRange.STANDARD;
    findings.add(
        "dynamic-range",
        bright ? Severity.INFO : Severity.PASSED,
        bright
            ? "The video is HDR; its light is mapped to an ordinary display's"
            : "The video has an ordinary display's range",
        source.format().bitDepth(),
        8,
        "bits");
  }

  private static Severity below(double measured, double limit) {
    return measured < limit ? Severity.INFO : Severity.PASSED;
  }
}
