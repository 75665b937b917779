package studio.viseme.capture.check;

import java.util.List;
import studio.viseme.image.Rectangle;

/** What the frame shows: one person, and that person's whole head. */
final class FramingChecks {
  /**
   * What a head needs around the centre of the detector's box, in sizes of that box: hair above,
   * ears and hair beside, chin and some neck below.
   */
  private static final double ABOVE = 1.05;

  private static final double BESIDE = 0.8;
  private static final double BELOW = 0.75;

  /** What is cut off in fewer pictures than this isn't worth another import. */
  private static final double SOME = 0.05;

  /** {@code --crop} takes none that is smaller. */
  private static final int SMALLEST_CROP = 128;

  private final Footage footage;
  private final Looks looks;
  private final Findings findings;

  private FramingChecks(Footage footage, Looks looks, Findings findings) {
    this.footage = footage;
    this.looks = looks;
    this.findings = findings;
  }

  static void run(Footage footage, Looks looks, Findings findings) {
    FramingChecks checks = new FramingChecks(footage, looks, findings);
    if (looks.withFace().isEmpty()) {
      findings.unmeasured("one-face", "No face is seen in the pictures that were looked at");
      findings.unmeasured("crop", "No face is seen in the pictures that were looked at");
      return;
    }
    checks.judgeSecondFace();
    checks.judgeCrop();
  }

  private void judgeSecondFace() {
    List<Look> several = looks.all().stream().filter(Look::isShared).toList();
    double share = (double) several.size() / looks.all().size();
    if (several.isEmpty()) {
      findings.add("one-face", Severity.PASSED, "One face is seen", 0, 0, "share");
      return;
    }
    List<FrameRange> where = looks.around(Look::isShared);
    Fix.Crop closer = footage.source().framing().proposal(faces(), false);
    boolean crops =
        closer.size() >= SMALLEST_CROP && several.stream().allMatch(l -> clear(l, closer));
    boolean seldom = share < Footage.OFTEN;
    Finding finding =
        Finding.of(
                "one-face",
                Severity.WARNING,
                "Another face is seen beside the person's at "
                    + Finding.seconds(where, footage.fps())
                    + (crops ? "; crop closer" : seldom ? "; leave that out" : "; film one alone"),
                share,
                0,
                "share")
            .in(where)
            .with(crops ? closer : seldom ? new Fix.Exclude(where) : new Fix.None());
    findings.addShown(finding, several.get(several.size() / 2).frame());
  }

  /** Whether no other face reaches into a square of the source. */
  private boolean clear(Look look, Fix.Crop square) {
    return look.others().stream()
        .map(footage::inSource)
        .noneMatch(
            box ->
                box.right() > square.x()
                    && box.x() < square.x() + square.size()
                    && box.bottom() > square.y()
                    && box.y() < square.y() + square.size());
  }

  private void judgeCrop() {
    Rectangle shown = footage.source().framing().shown();
    List<Look> cut = looks.withFace().stream().filter(look -> isCut(look, shown)).toList();
    double share = (double) cut.size() / looks.withFace().size();
    if (share <= SOME) {
      findings.add(
          "crop",
          Severity.PASSED,
          "The head is in the frame, %d x %d pixels at %d,%d of the video"
              .formatted(shown.width(), shown.height(), shown.x(), shown.y()),
          share,
          SOME,
          "share");
      return;
    }
    Fix.Crop wider = footage.source().framing().proposal(faces(), true);
    Finding finding =
        Finding.of(
                "crop",
                Severity.WARNING,
                "The crop cuts off a part of the head, though the video shows it; take %d,%d,%d"
                    .formatted(wider.x(), wider.y(), wider.size()),
                share,
                SOME,
                "share")
            .in(looks.around(cut::contains))
            .with(wider);
    findings.addShown(finding, cut.get(cut.size() / 2).frame());
  }

  /** Whether a part of the head lies outside the frame and inside the source. */
  private boolean isCut(Look look, Rectangle shown) {
    Rectangle face = footage.inSource(look.faceBox());
    double size = Math.max(face.width(), face.height());
    double x = face.x() + face.width() / 2.0;
    double y = face.y() + face.height() / 2.0;
    double left = Math.max(0, x - BESIDE * size);
    double top = Math.max(0, y - ABOVE * size);
    double right = Math.min(footage.source().width(), x + BESIDE * size);
    double bottom = Math.min(footage.source().height(), y + BELOW * size);
    // The frame is a multiple of 16 and may lack that at the source's own edge.
    double slack = 16;
    return left < shown.x() - slack
        || top < shown.y() - slack
        || right > shown.right() + slack
        || bottom > shown.bottom() + slack;
  }

  private List<Rectangle> faces() {
    return looks.withFace().stream().map(look -> footage.inSource(look.faceBox())).toList();
  }
}
