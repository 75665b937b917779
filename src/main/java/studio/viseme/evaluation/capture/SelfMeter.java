package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Smoothing;
import studio.viseme.math.Vec3;

/**
 * What a clip tells of its own capture, where no truth is known.
 *
 * <ul>
 *   <li>Reprojection: the root mean square distance of the rigid landmarks to the projections of
 *       the fitted shape. It tells how well shape, camera and poses explain the landmarks, not how
 *       right those are.
 *   <li>KLT residual: between two frames, the median over {@link FlowPoints} of optical flow less
 *       the displacement that the poses predict, an axis; its root mean square over all pairs of
 *       frames without a cut between them. It doesn't know the landmarks.
 * </ul>
 *
 * Both are scaled to a face that is {@value #FACE_WIDTH} pixels wide from cheek to cheek (points
 * 234 and 454, the clip's median). Frames on both sides of a cut are measured apart.
 */
final class SelfMeter {
  private static final double FACE_WIDTH = 300;

  /** Fewer points than these give no median to trust. */
  private static final int LEAST_POINTS = 20;

  private static final int BATCH = 32;

  private final Capture capture;
  private final LandmarkTrack landmarks;
  private final HeadTrack head;
  private final JobContext job;
  private final int frames;
  private final double scale;

  private SelfMeter(Capture capture, JobContext job) {
    this.capture = capture;
    this.job = job;
    landmarks = capture.landmarks();
    head = capture.head();
    frames = capture.clip().frames();
    scale = FACE_WIDTH / faceWidth();
  }

  /** Adds what can be measured; nothing of poses when there is no face at all. */
  static void measure(Capture capture, CaptureFigures.Builder figures, JobContext job) {
    int frames = capture.clip().frames();
    long lost = IntStream.range(0, frames).filter(t -> !capture.landmarks().found(t)).count();
    figures.put(CaptureFigure.LOST, lost);
    figures.put(CaptureFigure.CUTS, capture.segment(frames - 1));
    if (lost < frames) {
      SelfMeter meter = new SelfMeter(capture, job);
      meter.reprojection(figures);
      meter.flow(figures);
    }
  }

  private double faceWidth() {
    double[] widths =
        IntStream.range(0, frames)
            .filter(landmarks::found)
            .mapToDouble(
                t ->
                    Math.hypot(
                        landmarks.x(t, FaceMesh.CHEEK_LEFT) - landmarks.x(t, FaceMesh.CHEEK_RIGHT),
                        landmarks.y(t, FaceMesh.CHEEK_LEFT) - landmarks.y(t, FaceMesh.CHEEK_RIGHT)))
            .sorted()
            .toArray();
    return widths[widths.length / 2];
  }

  private boolean besideCut(int t) {
    return t > 0 && capture.segment(t) != capture.segment(t - 1)
        || t < frames - 1 && capture.segment(t) != capture.segment(t + 1);
  }

  private void reprojection(CaptureFigures.Builder figures) {
    figures.put(CaptureFigure.REPROJECTION, reprojection(false));
    figures.put(CaptureFigure.REPROJECTION_CUTS, reprojection(true));
  }

  private double reprojection(boolean atCuts) {
    double sum = 0;
    long n = 0;
    for (int t = 0; t < frames; t++) {
      if (!landmarks.found(t) || besideCut(t) != atCuts) {
        continue;
      }
      RigidTransform pose = head.poses().get(t);
      for (int i : FaceMesh.rigid()) {
        Vec3 p =
            pose.apply(
                new Vec3(head.shape()[3 * i], head.shape()[3 * i + 1], head.shape()[3 * i + 2]));
        double dx = landmarks.x(t, i) - head.camera().projectX(p);
        double dy = landmarks.y(t, i) - head.camera().projectY(p);
        sum += dx * dx + dy * dy;
        n++;
      }
    }
    return scale * Math.sqrt(sum / n);
  }

  private void flow(CaptureFigures.Builder figures) {
    List<double[]> inside = new ArrayList<>();
    List<double[]> atCuts = new ArrayList<>();
    FrameSource source = capture.frames();
    List<Vec3> points = FlowPoints.on(head.shape());
    try (JobContext.Task task = job.task("optical flow", frames, "frames")) {
      GrayPyramid last = null;
      for (int first = 0; first < frames; first += BATCH) {
        int from = first;
        int count = Math.min(BATCH, frames - first);
        GrayPyramid[] pictures = new GrayPyramid[count + 1];
        pictures[0] = last == null ? GrayPyramid.of(source.frame(0), PointFlow.LEVELS) : last;
        job.workers()
            .forEach(
                count,
                i -> pictures[i + 1] = GrayPyramid.of(source.frame(from + i), PointFlow.LEVELS));
        double[][] residuals = new double[count][];
        job.workers()
            .forEach(
                count,
                i -> {
                  int t = from + i;
                  if (t > 0 && comparable(t)) {
                    residuals[i] =
                        residual(new PointFlow(pictures[i], pictures[i + 1]), points, t)
                            .orElse(null);
                  }
                });
        for (int i = 0; i < count; i++) {
          if (residuals[i] != null) {
            boolean cut = besideCut(from + i) || besideCut(from + i - 1);
            (cut ? atCuts : inside).add(residuals[i]);
          }
        }
        last = pictures[count];
        task.advance(count, "");
      }
    }
    figures
        .put(CaptureFigure.KLT_X, rms(inside, 0))
        .put(CaptureFigure.KLT_Y, rms(inside, 1))
        .put(CaptureFigure.KLT_CUTS_X, rms(atCuts, 0))
        .put(CaptureFigure.KLT_CUTS_Y, rms(atCuts, 1));
  }

  /** Whether the frame and the one before show the same face without a cut between them. */
  private boolean comparable(int t) {
    return landmarks.found(t)
        && landmarks.found(t - 1)
        && capture.segment(t) == capture.segment(t - 1);
  }

  /** The median of flow less prediction from frame t − 1 to t, pixels of the clip. */
  private Optional<double[]> residual(PointFlow flow, List<Vec3> points, int t) {
    double[] dx = new double[points.size()];
    double[] dy = new double[points.size()];
    int n = 0;
    for (Vec3 point : points) {
      Vec3 from = head.poses().get(t - 1).apply(point);
      Vec3 to = head.poses().get(t).apply(point);
      double x = head.camera().projectX(from);
      double y = head.camera().projectY(from);
      Optional<double[]> seen = flow.at(x, y);
      if (seen.isPresent()) {
        dx[n] = seen.get()[0] - (head.camera().projectX(to) - x);
        dy[n] = seen.get()[1] - (head.camera().projectY(to) - y);
        n++;
      }
    }
    return n < LEAST_POINTS
        ? Optional.empty()
        : Optional.of(new double[] {median(dx, n), median(dy, n)});
  }

  private static double median(double[] values, int n) {
    return Smoothing.quantile(Arrays.copyOf(values, n), 0.5);
  }

  private double rms(List<double[]> residuals, int axis) {
    return scale
        * Math.sqrt(
            residuals.stream().mapToDouble(r -> r[axis] * r[axis]).average().orElse(Double.NaN));
  }
}
