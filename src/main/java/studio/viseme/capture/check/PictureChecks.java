package studio.viseme.capture.check;

import static studio.viseme.capture.check.Findings.number;

import java.util.Comparator;
import java.util.List;

/**
 * The face as it is pictured: how large, how sharp, in what light, and whether it is the only one.
 */
final class PictureChecks {
  private static final double SMALL_FACE = 128;
  private static final double BLURRED = 0.62;
  private static final double DIRECTED = 0.12;
  private static final double DARK = 50;
  private static final double BURNT = 0.06;
  private static final double FLICKER = 1.2;

  /**
   * Progressive pictures have up to 0.0004 of it, faces moved by one pixel between fields 0.008.
   */
  private static final double COMBED = 0.003;

  private final Footage footage;
  private final Looks looks;
  private final Findings findings;

  private PictureChecks(Footage footage, Looks looks, Findings findings) {
    this.footage = footage;
    this.looks = looks;
    this.findings = findings;
  }

  static void run(Footage footage, Looks looks, Findings findings) {
    PictureChecks checks = new PictureChecks(footage, looks, findings);
    List<Look> seen = looks.withFace();
    if (seen.isEmpty()) {
      for (String id : List.of("face-size", "sharpness", "darkness", "burnt-out")) {
        findings.unmeasured(id, "No face is seen in the pictures that were looked at");
      }
    } else {
      checks.judgeSize(seen);
      checks.judgeSharpness(seen);
      checks.judgeDarkness(seen);
      checks.judgeBurns(seen);
    }
    checks.judgeFlicker();
    checks.judgeInterlacing();
  }

  private void judgeSize(List<Look> seen) {
    double size = Looks.median(seen, Look::faceSize) * footage.scale();
    boolean small = size < SMALL_FACE;
    findings.add(
        "face-size",
        small ? Severity.WARNING : Severity.PASSED,
        small
            ? "The face is only %s pixels large; film closer or at a higher resolution"
                .formatted(number(size, 0))
            : "The face is %s pixels large".formatted(number(size, 0)),
        size,
        SMALL_FACE,
        "px");
  }

  private void judgeSharpness(List<Look> seen) {
    double blur = Looks.median(seen, look -> look.blur().strongest());
    if (blur <= BLURRED) {
      findings.add("sharpness", Severity.PASSED, "The face is sharp", blur, BLURRED, "blur");
      return;
    }
    boolean shaken = Looks.median(seen, look -> look.blur().directed()) > DIRECTED;
    findings.addShown(
        Finding.of(
            "sharpness",
            Severity.WARNING,
            shaken
                ? "The face is smeared by movement; use more light or a shorter exposure"
                : "The face is out of focus or enlarged; set the focus on the eyes",
            blur,
            BLURRED,
            "blur"),
        Looks.typical(seen, look -> look.blur().strongest()).frame());
  }

  private void judgeDarkness(List<Look> seen) {
    double brightness = Looks.median(seen, Look::brightness);
    boolean dark = brightness < DARK;
    findings.addShown(
        Finding.of(
            "darkness",
            dark ? Severity.WARNING : Severity.PASSED,
            dark ? "The face is dark; put more light on it" : "The face is bright enough",
            brightness,
            DARK,
            "grey levels"),
        Looks.typical(seen, Look::brightness).frame());
  }

  private void judgeBurns(List<Look> seen) {
    double burnt = Looks.median(seen, Look::burnt);
    boolean bright = burnt > BURNT;
    findings.addShown(
        Finding.of(
            "burnt-out",
            bright ? Severity.WARNING : Severity.PASSED,
            bright
                ? "Parts of the face are burnt out; lower the exposure or move the light"
                : "The face isn't burnt out",
            burnt,
            BURNT,
            "share"),
        Looks.typical(seen, Look::burnt).frame());
  }

  private void judgeFlicker() {
    double flicker = Flicker.percent(footage.frames(), footage.segments());
    if (Double.isNaN(flicker)) {
      findings.unmeasured("flicker", "The clip is too short or too cut up to see it flicker");
      return;
    }
    boolean flickers = flicker > FLICKER;
    findings.add(
        "flicker",
        flickers ? Severity.WARNING : Severity.PASSED,
        flickers
            ? "The light flickers by %s %%; use daylight or a shutter that suits the mains"
                .formatted(number(flicker, 1))
            : "The light is steady",
        flicker,
        FLICKER,
        "%");
  }

  private void judgeInterlacing() {
    double combed = Looks.quantile(looks.all(), Look::combed, 0.9);
    boolean seen = combed > COMBED;
    boolean mended = footage.source().format().interlaced();
    findings.addShown(
        Finding.of(
            "interlaced",
            seen ? Severity.WARNING : mended ? Severity.INFO : Severity.PASSED,
            seen
                ? "The pictures are combed as interlaced video is; export it progressive"
                : mended
                    ? "The video is interlaced; full pictures are made of its halves"
                    : "The pictures aren't interlaced",
            combed,
            COMBED,
            "share"),
        looks.all().stream().max(Comparator.comparingDouble(Look::combed)).orElseThrow().frame());
  }
}
