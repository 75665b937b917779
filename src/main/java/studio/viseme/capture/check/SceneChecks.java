package studio.viseme.capture.check;

import static studio.viseme.capture.check.Findings.number;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.Rectangle;

/** What is around the person: whether it is one take, and whether the camera stands. */
final class SceneChecks {
  private static final double SHORT_TAKE = 10;

  /** A part of the footage that is shorter than this, seconds, is not worth importing alone. */
  private static final double ENOUGH = 30;

  private static final double MOVED = 0.6;

  private final Footage footage;
  private final Looks looks;
  private final Findings findings;

  private SceneChecks(Footage footage, Looks looks, Findings findings) {
    this.footage = footage;
    this.looks = looks;
    this.findings = findings;
  }

  static void run(Footage footage, Looks looks, Findings findings) {
    SceneChecks checks = new SceneChecks(footage, looks, findings);
    checks.judgeCuts();
    checks.judgeCamera();
  }

  private void judgeCuts() {
    List<FrameRange> cuts = new ArrayList<>();
    int[] segments = footage.segments();
    for (int i = 1; i < segments.length; i++) {
      if (segments[i] != segments[i - 1]) {
        cuts.add(new FrameRange(i, i + 1));
      }
    }
    double take = segments.length / footage.fps() / (cuts.size() + 1);
    boolean many = cuts.size() > 2 && take < SHORT_TAKE;
    String text =
        cuts.isEmpty()
            ? "There are no cuts"
            : "There %s at %s; the pictures beside a cut are left out"
                .formatted(
                    cuts.size() == 1 ? "is a cut" : "are " + cuts.size() + " cuts",
                    Finding.seconds(cuts, footage.fps()));
    findings.add(
        Finding.of(
                "cuts",
                many ? Severity.WARNING : cuts.isEmpty() ? Severity.PASSED : Severity.INFO,
                many ? text + "; one take teaches more" : text,
                cuts.size(),
                0,
                "cuts")
            .in(cuts));
  }

  private void judgeCamera() {
    Look first = looks.all().stream().filter(Look::hasFace).findFirst().orElse(null);
    if (first == null) {
      findings.unmeasured("camera", "No face is seen beside which to look");
      return;
    }
    BackgroundMotion motion = new BackgroundMotion(first.small(), smallFace(first));
    if (!motion.canTell()) {
      findings.unmeasured(
          "camera",
          "The background is too plain to tell whether the camera stands still: it shows %d places"
                  .formatted(motion.places())
              + " to hold on to, and %d are needed".formatted(BackgroundMotion.QUORUM));
      return;
    }
    double largest = 0;
    Look worst = first;
    List<Look> moved = new ArrayList<>();
    FollowedFace face = new FollowedFace();
    for (Look look : looks.all()) {
      if (look.frame() > first.frame()) {
        BackgroundMotion.Movement movement = motion.movement(look.small());
        if (look.hasFace()) {
          face.add(movement, smallFace(look));
        }
        double share = movement.corners() / look.small().width() * 100;
        if (share > 0) {
          moved.add(look);
        }
        if (share > largest) {
          largest = share;
          worst = look;
        }
      }
    }
    // One picture alone may err; a camera that moved is found so again.
    if (moved.size() <= 1) {
      findings.add(
          "camera", Severity.PASSED, "The camera stands still", 0, MOVED, "% of the width");
    } else if (face.staysBehind()) {
      findings.add(
          Finding.of(
                  "camera",
                  Severity.INFO,
                  "What is behind the person moves, and the person doesn't move with it: the camera"
                      + " stands still",
                  0,
                  MOVED,
                  "% of the width")
              .in(looks.around(moved::contains)));
    } else {
      findings.addShown(moved(looks.around(moved::contains), largest), worst.frame());
    }
  }

  private Finding moved(List<FrameRange> where, double largest) {
    boolean shortly = FrameRange.total(where) < Footage.OFTEN * looks.frames();
    Fix.@Nullable Trim steady = before(where.getFirst().from());
    String text =
        "The camera moved by %s %% of the picture at %s; %s"
            .formatted(
                number(largest, 1),
                Finding.seconds(where, footage.fps()),
                shortly
                    ? "leave that out"
                    : steady != null ? "use the part before" : "use a tripod");
    return Finding.of("camera", Severity.PROBLEM, text, largest, MOVED, "% of the width")
        .in(where)
        .with(shortly ? new Fix.Exclude(where) : steady != null ? steady : new Fix.None());
  }

  private Rectangle smallFace(Look look) {
    double scale = (double) look.small().width() / footage.frames().width();
    Rectangle face = look.faceBox();
    return new Rectangle(
        (int) (face.x() * scale),
        (int) (face.y() * scale),
        (int) Math.ceil(face.width() * scale),
        (int) Math.ceil(face.height() * scale));
  }

  /** The part of the source before a frame of the clip, where that is long enough to learn from. */
  private Fix.@Nullable Trim before(int frame) {
    double seconds = frame / footage.fps();
    double start = footage.source().startSeconds();
    return seconds >= ENOUGH ? new Fix.Trim(start, start + seconds) : null;
  }
}
