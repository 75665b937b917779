package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.Luma;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Smoothing;

/**
 * What can be told of footage once the head was tracked. Tracks are read frame by frame; pictures
 * are looked at every {@value #STEP} frames.
 */
public final class TrackingChecks {
  private static final int STEP = 10;

  private static final double TURNED = 35;
  private static final double OFTEN_TURNED = 0.05;
  private static final double LOST = 0.02;
  private static final double CLOSED = 0.25;
  private static final double CLOSED_SECONDS = 1;
  private static final double OFTEN_CLOSED = 0.05;
  private static final double LOWERED = 0.55;
  private static final double OFTEN_LOWERED = 0.4;
  private static final double COVERED = 0.12;
  private static final int MOST_KNOWN = 120;
  private static final double APART_SECONDS = 6;
  private static final int FEWEST_SAMPLES = 8;

  /** Beyond this angle points turn away and show something else, which is no occlusion. */
  private static final double COLORS_HOLD = 25;

  private static final double SMEARED = 0.1;
  private static final double SWIFT = 0.012;
  private static final double OFTEN_SMEARED = 0.1;
  private static final double STILL = 0.008;
  private static final double VOICE_SECONDS = 1.2;
  private static final int LIP_UPPER = 13;
  private static final int LIP_LOWER = 14;
  private static final int LIP_LEFT = 61;
  private static final int LIP_RIGHT = 291;

  private final Tracking tracking;
  private final Album album;
  private final int count;
  private final List<Finding> findings = new ArrayList<>();

  /** What one picture tells: its looks and how sharp it is. */
  private record Sample(FaceAppearance.Face face, double blur, double speed, double yaw) {
    int frame() {
      return face.frame();
    }
  }

  private TrackingChecks(Tracking tracking, Album album) {
    this.tracking = tracking;
    this.album = album;
    this.count = tracking.frames().count();
  }

  /** Says what was found, well or not. */
  public static List<Finding> run(Tracking tracking, Album album, JobContext job) {
    TrackingChecks checks = new TrackingChecks(tracking, album);
    checks.judgeLost();
    checks.judgeAngle();
    checks.judgeEyes();
    checks.judgeVoice();
    List<Sample> samples = checks.sample(job);
    checks.judgeOcclusion(samples);
    checks.judgeMovement(samples);
    return List.copyOf(checks.findings);
  }

  private void judgeLost() {
    boolean[] lost = new boolean[count];
    for (int i = 0; i < count; i++) {
      lost[i] = !tracking.landmarks().found(i);
    }
    List<FrameRange> where = FrameRange.of(lost, 2, 1);
    double share = (double) FrameRange.total(where) / count;
    Finding finding =
        Finding.of(
                "face-lost",
                where.isEmpty() ? Severity.PASSED : share > LOST ? Severity.WARNING : Severity.INFO,
                where.isEmpty()
                    ? "The face is seen throughout"
                    : "The face is lost at " + seconds(where) + "; that is left out",
                share,
                LOST,
                "share")
            .in(where)
            .with(where.isEmpty() ? new Fix.None() : new Fix.Exclude(where));
    addShown(finding, where);
  }

  private void judgeAngle() {
    boolean[] turned = new boolean[count];
    double largest = 0;
    for (int i = 0; i < count; i++) {
      double yaw = Math.abs(angles(i).yaw());
      turned[i] = tracking.landmarks().found(i) && yaw > TURNED;
      largest = turned[i] || tracking.landmarks().found(i) ? Math.max(largest, yaw) : largest;
    }
    List<FrameRange> where = FrameRange.of(turned, 5, 3);
    boolean often = FrameRange.total(where) > OFTEN_TURNED * count;
    Finding finding =
        Finding.of(
                "head-turned",
                where.isEmpty() ? Severity.PASSED : often ? Severity.WARNING : Severity.INFO,
                where.isEmpty()
                    ? "The head faces the camera"
                    : "The head is turned away at "
                        + seconds(where)
                        + "; leave that out, or look towards the camera",
                largest,
                TURNED,
                "degrees")
            .in(where)
            .with(where.isEmpty() ? new Fix.None() : new Fix.Exclude(where));
    addShown(finding, where);
  }

  private void judgeEyes() {
    boolean[] closed = new boolean[count];
    int lowered = 0;
    int seen = 0;
    for (int i = 0; i < count; i++) {
      boolean found = tracking.landmarks().found(i);
      closed[i] = found && tracking.lids()[i] < CLOSED;
      lowered += found && tracking.lids()[i] < LOWERED ? 1 : 0;
      seen += found ? 1 : 0;
    }
    List<FrameRange> where =
        FrameRange.of(closed, 3, (int) Math.round(CLOSED_SECONDS * tracking.fps()));
    double share = (double) FrameRange.total(where) / count;
    Finding finding =
        Finding.of(
                "eyes-closed",
                where.isEmpty()
                    ? Severity.PASSED
                    : share > OFTEN_CLOSED ? Severity.WARNING : Severity.INFO,
                where.isEmpty()
                    ? "The eyes are only closed to blink"
                    : "The eyes are closed at " + seconds(where) + "; leave that out",
                share,
                OFTEN_CLOSED,
                "share")
            .in(where)
            .with(where.isEmpty() ? new Fix.None() : new Fix.Exclude(where));
    addShown(finding, where);
    double down = seen == 0 ? 0 : (double) lowered / seen;
    boolean often = down > OFTEN_LOWERED;
    findings.add(
        Finding.of(
            "looking-down",
            often ? Severity.WARNING : Severity.PASSED,
            often
                ? "The eyes are lowered for %s %% of the time; look into the camera"
                    .formatted(percent(down))
                : "The eyes are mostly open",
            down,
            OFTEN_LOWERED,
            "share"));
  }

  /** A voice that goes on while the lips rest is somebody else's. */
  private void judgeVoice() {
    int window = (int) Math.round(VOICE_SECONDS * tracking.fps());
    double[] open = new double[count];
    double[] wide = new double[count];
    for (int i = 0; i < count; i++) {
      double size = Math.max(1, size(i));
      open[i] = distance(i, LIP_UPPER, LIP_LOWER) / size;
      wide[i] = distance(i, LIP_LEFT, LIP_RIGHT) / size;
    }
    boolean[] foreign = new boolean[count];
    int spoken = 0;
    for (int first = 0; first + window <= count; first++) {
      boolean speaks = true;
      for (int i = first; i < first + window && speaks; i++) {
        speaks = tracking.speaks()[i] && tracking.landmarks().found(i);
      }
      spoken += speaks ? 1 : 0;
      if (speaks
          && deviation(open, first, window) < STILL
          && deviation(wide, first, window) < STILL) {
        Arrays.fill(foreign, first, first + window, true);
      }
    }
    if (spoken == 0) {
      findings.add(
          Finding.unmeasured(
              "second-voice", "Nobody speaks long enough to compare voice and lips"));
      return;
    }
    List<FrameRange> where = FrameRange.of(foreign, 5, window);
    double share = (double) FrameRange.total(where) / count;
    Finding finding =
        Finding.of(
                "second-voice",
                where.isEmpty() ? Severity.PASSED : Severity.WARNING,
                where.isEmpty()
                    ? "The lips move when a voice is heard"
                    : "A voice is heard while the lips rest at "
                        + seconds(where)
                        + "; leave that out",
                share,
                0,
                "share")
            .in(where)
            .with(where.isEmpty() ? new Fix.None() : new Fix.Exclude(where));
    addShown(finding, where);
  }

  private List<Sample> sample(JobContext job) {
    List<Integer> frames = new ArrayList<>();
    for (int frame = STEP / 2; frame < count; frame += STEP) {
      if (tracking.landmarks().found(frame)) {
        frames.add(frame);
      }
    }
    Sample[] made = new Sample[frames.size()];
    int batch = 16;
    try (JobContext.Task task = job.task("look at the face", made.length, "pictures")) {
      for (int first = 0; first < made.length; first += batch) {
        int from = first;
        int size = Math.min(batch, made.length - first);
        job.workers().forEach(size, i -> made[from + i] = sample(frames.get(from + i)));
        task.advance(size, "");
      }
    }
    return List.of(made);
  }

  private Sample sample(int frame) {
    RgbImage image = tracking.frames().frame(frame);
    double size = size(frame);
    Rectangle box = box(frame).clip(image.width(), image.height());
    boolean visible = box.width() > 16 && box.height() > 16;
    return new Sample(
        FaceAppearance.sample(frame, image, tracking.landmarks().frame(frame)),
        visible ? Blur.of(Luma.gray(image, box)).strongest() : 0,
        speed(frame) / Math.max(1, size),
        angles(frame).yaw());
  }

  private void judgeOcclusion(List<Sample> samples) {
    List<Sample> frontal =
        samples.stream().filter(sample -> Math.abs(sample.yaw) < COLORS_HOLD).toList();
    List<FaceAppearance.Face> fit =
        frontal.stream()
            .map(Sample::face)
            .filter(face -> face.frame() < tracking.fitFrames())
            .toList();
    if (fit.size() < FEWEST_SAMPLES) {
      findings.add(
          Finding.unmeasured(
              "occlusion", "The clip is too short to tell what hides the face from what it is"));
      return;
    }
    int apart = (int) Math.min(APART_SECONDS * tracking.fps(), tracking.fitFrames() / 4.0);
    FaceAppearance appearance = new FaceAppearance(thinned(fit), apart);
    double[] covered =
        frontal.stream().mapToDouble(sample -> appearance.covered(sample.face)).toArray();
    boolean[] hidden = new boolean[count];
    double largest = 0;
    @Nullable Sample worst = null;
    for (int i = 0; i < covered.length; i++) {
      Sample sample = frontal.get(i);
      if (covered[i] > largest) {
        largest = covered[i];
        worst = sample;
      }
      if (isHidden(covered, i)) {
        int from = Math.max(0, sample.frame() - STEP / 2);
        Arrays.fill(hidden, from, Math.min(count, from + STEP), true);
      }
    }
    List<FrameRange> where = FrameRange.of(hidden, STEP, 1);
    Finding finding =
        Finding.of(
                "occlusion",
                where.isEmpty() ? Severity.PASSED : Severity.WARNING,
                where.isEmpty()
                    ? "Nothing is seen before the face"
                    : "Something seems to hide the face at " + seconds(where) + "; leave that out",
                largest,
                COVERED,
                "share of the face")
            .in(where)
            .with(where.isEmpty() ? new Fix.None() : new Fix.Exclude(where));
    findings.add(
        where.isEmpty() || worst == null
            ? finding
            : finding.shownBy(picture(finding, worst.frame())));
  }

  /**
   * What hides a face is seen at two looks running, or hides much of it: at a single look a shadow
   * or a turn may seem to.
   */
  private static boolean isHidden(double[] covered, int look) {
    boolean before = look > 0 && covered[look - 1] > COVERED;
    boolean after = look + 1 < covered.length && covered[look + 1] > COVERED;
    return covered[look] > (before || after ? COVERED : 2 * COVERED);
  }

  /** At most {@value #MOST_KNOWN} of the faces, evenly chosen. */
  private static List<FaceAppearance.Face> thinned(List<FaceAppearance.Face> faces) {
    int count = Math.min(MOST_KNOWN, faces.size());
    return IntStream.range(0, count)
        .mapToObj(i -> faces.get((int) ((long) i * faces.size() / count)))
        .toList();
  }

  private void judgeMovement(List<Sample> samples) {
    if (samples.size() < FEWEST_SAMPLES) {
      findings.add(Finding.unmeasured("motion-blur", "The clip is too short to tell"));
      return;
    }
    double usual = Smoothing.quantile(samples.stream().mapToDouble(Sample::blur).toArray(), 0.25);
    List<Sample> smeared =
        samples.stream()
            .filter(sample -> sample.blur > usual + SMEARED && sample.speed > SWIFT)
            .toList();
    double share = (double) smeared.size() / samples.size();
    boolean often = share > OFTEN_SMEARED;
    Finding finding =
        Finding.of(
            "motion-blur",
            often ? Severity.WARNING : Severity.PASSED,
            often
                ? "The face is smeared by movement in %s %% of the pictures; use more light"
                    .formatted(percent(share))
                : "Movement doesn't smear the face",
            share,
            OFTEN_SMEARED,
            "share");
    findings.add(
        often
            ? finding.shownBy(
                picture(
                    finding,
                    smeared.stream()
                        .max(Comparator.comparingDouble(Sample::blur))
                        .orElseThrow()
                        .frame()))
            : finding);
  }

  private void addShown(Finding finding, List<FrameRange> where) {
    if (!finding.severity().isTold()) {
      findings.add(finding);
      return;
    }
    FrameRange longest =
        where.stream().max(Comparator.comparingInt(FrameRange::length)).orElseThrow();
    findings.add(finding.shownBy(picture(finding, (longest.from() + longest.to()) / 2)));
  }

  private String picture(Finding finding, int frame) {
    return album.keep(finding.id(), tracking.frames().frame(frame));
  }

  private HeadAngles angles(int frame) {
    return HeadAngles.of(tracking.head().poses().get(frame).rotation());
  }

  /**
   * Breadth between the cheeks, pixels; seen from the side it is the height that tells the size.
   */
  private double size(int frame) {
    return Math.max(
        distance(frame, FaceMesh.CHEEK_LEFT, FaceMesh.CHEEK_RIGHT),
        0.75 * distance(frame, FaceMesh.FOREHEAD, FaceMesh.CHIN));
  }

  private double distance(int frame, int a, int b) {
    LandmarkTrack track = tracking.landmarks();
    return Math.hypot(track.x(frame, a) - track.x(frame, b), track.y(frame, a) - track.y(frame, b));
  }

  /** Pixels a frame by which the nose moves. */
  private double speed(int frame) {
    LandmarkTrack track = tracking.landmarks();
    int before = frame > 0 && track.found(frame - 1) ? frame - 1 : frame;
    int after = frame + 1 < count && track.found(frame + 1) ? frame + 1 : frame;
    if (after == before) {
      return 0;
    }
    return Math.hypot(
            track.x(after, FaceMesh.NOSE_BASE) - track.x(before, FaceMesh.NOSE_BASE),
            track.y(after, FaceMesh.NOSE_BASE) - track.y(before, FaceMesh.NOSE_BASE))
        / (after - before);
  }

  private Rectangle box(int frame) {
    double left = Double.POSITIVE_INFINITY;
    double right = 0;
    double top = Double.POSITIVE_INFINITY;
    double bottom = 0;
    for (int p : FaceMesh.faceOval()) {
      left = Math.min(left, tracking.landmarks().x(frame, p));
      right = Math.max(right, tracking.landmarks().x(frame, p));
      top = Math.min(top, tracking.landmarks().y(frame, p));
      bottom = Math.max(bottom, tracking.landmarks().y(frame, p));
    }
    return new Rectangle((int) left, (int) top, (int) (right - left), (int) (bottom - top));
  }

  private static double deviation(double[] values, int first, int window) {
    double sum = 0;
    double squares = 0;
    for (int i = first; i < first + window; i++) {
      sum += values[i];
      squares += values[i] * values[i];
    }
    return Math.sqrt(Math.max(0, squares / window - sum * sum / window / window));
  }

  private String seconds(List<FrameRange> where) {
    return Finding.seconds(where, tracking.fps());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f", 100 * share);
  }
}
