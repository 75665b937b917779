package studio.viseme.face.tracking;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Finds the head's pose in every frame, with this person's own face shape and the camera's focal
 * length.
 *
 * <ol>
 *   <li>a rough pose of every frame with the canonical shape;
 *   <li>{@link BundleAdjustment} over at most 80 key frames, once more after the points are weighed
 *       by how rigid they proved;
 *   <li>the pose of every frame with what was fitted, and a light {@link PoseSmoother} over runs
 *       without a cut.
 * </ol>
 *
 * What is fitted (shape, focal length, weights) sees frames before {@code fitFrames} only, and no
 * pose before it is smoothed with one after it. Only points above the nose base are looked at. The
 * gain over the canonical shape is large (1 instead of 3 pixels at 512); over another solver there
 * is none.
 */
public final class HeadFitter {
  /** A head crop's usual focal length, in picture widths. */
  public static final double USUAL_FOCAL = 2.2;

  private static final int KEY_FRAMES = 80;
  private static final int SINGLE_PICTURE_ITERATIONS = 60;

  private final FaceTrack face;
  private final LandmarkTrack track;
  private final Optional<FrameSource> frames;
  private final int fitFrames;
  private final JobContext job;
  private final HeadObservations seen;

  private HeadFitter(FaceTrack face, Optional<FrameSource> frames, int fitFrames, JobContext job) {
    this.face = face;
    this.frames = frames;
    this.track = face.landmarks();
    this.fitFrames = fitFrames;
    this.job = job;
    this.seen = new HeadObservations(track, FaceMesh.rigid());
  }

  /**
   * Fits a clip whose camera isn't known: {@link #fit(FaceTrack, PinholeCamera, boolean, int,
   * JobContext)}.
   */
  public static HeadTrack fit(
      FaceTrack track, int width, int height, int fitFrames, JobContext job) {
    return fit(
        track, PinholeCamera.centered(width, height, USUAL_FOCAL * width), false, fitFrames, job);
  }

  /**
   * Fits a clip.
   *
   * @param track the landmarks, how the skin moved, and where cuts are
   * @param guess the clip's camera; its focal length is where the search starts
   * @param focalKnown true to keep the guessed focal length as it is
   * @param fitFrames the first held-out frame, or the number of frames
   * @throws JobException (input) when no frame to fit on shows a face
   */
  public static HeadTrack fit(
      FaceTrack track, PinholeCamera guess, boolean focalKnown, int fitFrames, JobContext job) {
    return new HeadFitter(track, Optional.empty(), fitFrames, job).run(guess, focalKnown);
  }

  /**
   * The same with a look at the pictures: skin that is recognised corrects what the landmarks get
   * wrong alike in every frame ({@link KeyTerms}).
   */
  public static HeadTrack fit(
      FaceTrack track,
      FrameSource frames,
      PinholeCamera guess,
      boolean focalKnown,
      int fitFrames,
      JobContext job) {
    return new HeadFitter(track, Optional.of(frames), fitFrames, job).run(guess, focalKnown);
  }

  /**
   * The pose that explains one picture's landmarks best, for a head and a camera that are known.
   * Nothing is smoothed, and no other picture is looked at.
   *
   * @param landmarks 478 × (x, y, z), as {@link FaceTracker#rawLandmarks} gives them
   */
  public static RigidTransform pose(float[] landmarks, HeadTrack head) {
    LandmarkTrack picture = new LandmarkTrack(1, landmarks, new float[] {1});
    double[] shape = new double[head.shape().length];
    Arrays.setAll(shape, i -> head.shape()[i]);
    PoseSolver solver =
        new PoseSolver(new HeadObservations(picture, FaceMesh.rigid()), shape, head.camera());
    return solver.solve(0, solver.guess(0), SINGLE_PICTURE_ITERATIONS).pose();
  }

  private HeadTrack run(PinholeCamera guess, boolean focalKnown) {
    int[] keys = keyFrames();
    double[] canonical = new double[FaceMesh.POINTS * 3];
    float[] template = FaceMesh.canonicalShape();
    Arrays.setAll(canonical, i -> template[i]);
    try (JobContext.Task task = job.task("head pose", 4, "steps")) {
      RigidTransform[] poses = roughPoses(canonical, guess);
      task.advance();
      BundleAdjustment.State fitted = adjust(keys, canonical, poses, guess, focalKnown);
      ShapeCompletion.complete(
          fitted.shape(), canonical, track, keys, fitted.poses(), fitted.camera());
      task.advance();
      double[][] hessians = new double[track.frames()][];
      finalPoses(fitted, poses, hessians);
      task.advance();
      FlowTerms flow = new FlowTerms(face.flow(), fitted.shape(), fitted.camera());
      flow.weigh(poses, fitFrames);
      Optional<KeyTerms> terms = frames.map(pictures -> keyTerms(pictures, fitted, poses));
      bridgeGaps(poses);
      smoothRuns(flow, terms, poses, hessians);
      fillGaps(poses);
      task.advance();
      float[] shape = new float[fitted.shape().length];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = (float) fitted.shape()[i];
      }
      List<RigidTransform> all = List.of(poses);
      return new HeadTrack(fitted.camera(), all, shape, rmse(fitted, all));
    }
  }

  /** Frames that show a face, spread evenly over those to fit on. */
  private int[] keyFrames() {
    int[] found =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    if (found.length == 0) {
      throw JobException.input(
          "No face was found in the part of the clip that the head is fitted on",
          "frames 0 to " + (fitFrames - 1),
          "choose a clip that shows the face from the start");
    }
    int n = Math.min(KEY_FRAMES, found.length);
    return IntStream.range(0, n).map(i -> found[(int) ((long) i * found.length / n)]).toArray();
  }

  /** Each frame starts from the one before; null where there is no face. */
  private RigidTransform[] roughPoses(double[] canonical, PinholeCamera camera) {
    RigidTransform[] poses = new RigidTransform[track.frames()];
    PoseSolver solver = new PoseSolver(seen, canonical, camera);
    RigidTransform before = null;
    for (int t = 0; t < poses.length; t++) {
      if (!track.found(t)) {
        continue;
      }
      if (t % 16 == 0) {
        job.checkpoint();
      }
      RigidTransform guess = solver.guess(t);
      boolean follow = before != null && solver.cost(t, before) < solver.cost(t, guess);
      poses[t] = solver.solve(t, follow ? before : guess, follow ? 15 : 60).pose();
      before = poses[t];
    }
    return poses;
  }

  private BundleAdjustment.State adjust(
      int[] keys,
      double[] canonical,
      RigidTransform[] poses,
      PinholeCamera guess,
      boolean focalKnown) {
    RigidTransform[] start = new RigidTransform[keys.length];
    for (int q = 0; q < keys.length; q++) {
      start[q] = poses[keys[q]];
    }
    BundleAdjustment.State state = new BundleAdjustment.State(start, canonical.clone(), guess);
    for (int round = 0; round < 2; round++) {
      state =
          new BundleAdjustment(seen, keys, canonical, state, guess.focal(), focalKnown)
              .solve(job::checkpoint);
      if (round == 0) {
        BundleAdjustment.reweigh(seen, keys, state);
      }
    }
    return state;
  }

  private void finalPoses(
      BundleAdjustment.State fitted, RigidTransform[] poses, double[][] hessians) {
    job.workers()
        .forEach(
            poses.length,
            t -> {
              if (poses[t] != null) {
                job.checkpoint();
                PoseSolver solver = new PoseSolver(seen, fitted.shape(), fitted.camera());
                PoseSolver.Solution solution = solver.solve(t, poses[t], 20);
                poses[t] = solution.pose();
                hessians[t] = solution.hessian();
              }
            });
  }

  private KeyTerms keyTerms(
      FrameSource pictures, BundleAdjustment.State fitted, RigidTransform[] poses) {
    KeyTracks tracks =
        KeyTracker.measure(pictures, track, poses, fitted.shape(), fitted.camera(), fitFrames, job);
    return new KeyTerms(tracks, seen, fitted.shape(), fitted.camera(), poses, fitFrames);
  }

  /** Gives frames whose landmarks are interpolated a pose to start from: halfway is near enough. */
  private void bridgeGaps(RigidTransform[] poses) {
    int last = -1;
    for (int t = 0; t < poses.length; t++) {
      if (poses[t] != null) {
        for (int i = last + 1; last >= 0 && i < t && track.known(i); i++) {
          poses[i] = poses[2 * i < last + t ? last : t];
        }
        last = t;
      }
    }
  }

  /** A run ends where the face is lost, where it jumps (a cut), and where fitting ends. */
  private void smoothRuns(
      FlowTerms flow, Optional<KeyTerms> keys, RigidTransform[] poses, double[][] hessians) {
    int start = 0;
    for (int t = 1; t <= poses.length; t++) {
      boolean ends =
          t == poses.length
              || t == fitFrames
              || face.cutBefore(t)
              || poses[t] == null
              || poses[t - 1] == null
              || isCut(t);
      if (ends) {
        if (poses[start] != null) {
          RigidTransform[] smooth =
              PoseSmoother.smooth(
                  flow,
                  keys,
                  start,
                  Arrays.asList(poses).subList(start, t),
                  Arrays.asList(hessians).subList(start, t));
          System.arraycopy(smooth, 0, poses, start, smooth.length);
        }
        start = t;
      }
    }
  }

  /** True when the eyes jump by more than a head can move in a frame. */
  private boolean isCut(int t) {
    int a = FaceMesh.EYE_LEFT_OUTER;
    int b = FaceMesh.EYE_RIGHT_OUTER;
    double width = Math.hypot(track.x(t, b) - track.x(t, a), track.y(t, b) - track.y(t, a));
    double move =
        Math.hypot(
            (track.x(t, a) + track.x(t, b) - track.x(t - 1, a) - track.x(t - 1, b)) / 2,
            (track.y(t, a) + track.y(t, b) - track.y(t - 1, a) - track.y(t - 1, b)) / 2);
    return move > 0.6 * width;
  }

  private static void fillGaps(RigidTransform[] poses) {
    for (int t = 1; t < poses.length; t++) {
      poses[t] = poses[t] == null ? poses[t - 1] : poses[t];
    }
    for (int t = poses.length - 2; t >= 0; t--) {
      poses[t] = poses[t] == null ? poses[t + 1] : poses[t];
    }
  }

  private double rmse(BundleAdjustment.State fitted, List<RigidTransform> poses) {
    HeadProjection projection = new HeadProjection();
    double sum = 0;
    long n = 0;
    for (int t = 0; t < track.frames(); t++) {
      if (!track.found(t)) {
        continue;
      }
      projection.set(poses.get(t), fitted.camera());
      for (int i = 0; i < seen.count(); i++, n++) {
        int p = 3 * seen.point(i);
        projection.project(fitted.shape()[p], fitted.shape()[p + 1], fitted.shape()[p + 2]);
        double du = seen.x(t, i) - projection.u;
        double dv = seen.y(t, i) - projection.v;
        sum += du * du + dv * dv;
      }
    }
    return Math.sqrt(sum / n);
  }
}
