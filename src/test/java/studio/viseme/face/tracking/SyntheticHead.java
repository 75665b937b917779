package studio.viseme.face.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.SkinFlow;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** A made-up person who moves, nods and talks before a known camera: landmarks with their truth. */
public record SyntheticHead(
    PinholeCamera camera, float[] shape, List<RigidTransform> poses, LandmarkTrack track) {
  public static final int SIZE = 512;

  /**
   * @param noise standard deviation of the landmarks, pixels
   */
  public static SyntheticHead talking(int frames, double focal, double noise, long seed) {
    Random random = new Random(seed);
    float[] shape = FaceMesh.canonicalShape();
    // A smooth personal deviation: wider, longer, with a flatter nose.
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      float x = shape[3 * i];
      float y = shape[3 * i + 1];
      float z = shape[3 * i + 2];
      shape[3 * i] = x * 1.03f;
      shape[3 * i + 1] = y * 0.97f + 0.1f * (float) Math.sin(x * 0.5);
      shape[3 * i + 2] = z * 0.95f + 0.15f * (float) Math.cos(y * 0.6);
    }
    PinholeCamera camera = PinholeCamera.centered(SIZE, SIZE, focal);
    List<RigidTransform> poses = new ArrayList<>();
    float[] points = new float[frames * LandmarkTrack.STRIDE];
    HeadProjection projection = new HeadProjection();
    double distance = focal / SIZE * 30;
    for (int t = 0; t < frames; t++) {
      double s = t / 25.0;
      RigidTransform pose =
          new RigidTransform(
              new HeadAngles(
                      12 * Math.sin(1.3 * s), 8 * Math.sin(0.9 * s + 1), 5 * Math.sin(0.7 * s))
                  .toRotation(),
              new Vec3(
                  Math.sin(0.5 * s), 1 + 0.5 * Math.cos(0.8 * s), distance + Math.sin(0.4 * s)));
      poses.add(pose);
      float[] mesh = deformed(shape, jaw(t), lids(t));
      projection.set(pose, camera);
      for (int p = 0; p < LandmarkTrack.POINTS; p++) {
        float[] at =
            p < FaceMesh.POINTS ? Arrays.copyOfRange(mesh, 3 * p, 3 * p + 3) : iris(mesh, p);
        projection.project(at[0], at[1], at[2]);
        int k = t * LandmarkTrack.STRIDE + 3 * p;
        points[k] = (float) (projection.u + noise * random.nextGaussian());
        points[k + 1] = (float) (projection.v + noise * random.nextGaussian());
      }
    }
    float[] score = new float[frames];
    Arrays.fill(score, 1);
    return new SyntheticHead(
        camera, shape, List.copyOf(poses), new LandmarkTrack(frames, points, score));
  }

  /** The landmarks, without a cut, of skin whose motion nobody measured. */
  public FaceTrack face() {
    return FaceTrack.of(track);
  }

  /**
   * How the skin moves.
   *
   * @param noise standard deviation, pixels
   */
  public SkinFlow flow(double noise, long seed) {
    Random random = new Random(seed);
    SkinFlow flow = SkinFlow.unknown(poses.size());
    HeadProjection before = new HeadProjection();
    HeadProjection now = new HeadProjection();
    for (int t = 1; t < poses.size(); t++) {
      before.set(poses.get(t - 1), camera);
      now.set(poses.get(t), camera);
      for (int i = 0; i < SkinFlow.count(); i++) {
        int p = 3 * SkinFlow.point(i);
        before.project(shape[p], shape[p + 1], shape[p + 2]);
        now.project(shape[p], shape[p + 1], shape[p + 2]);
        int at = 2 * (t * SkinFlow.count() + i);
        flow.moves()[at] = (float) (now.u - before.u + noise * random.nextGaussian());
        flow.moves()[at + 1] = (float) (now.v - before.v + noise * random.nextGaussian());
      }
    }
    return flow;
  }

  /** How far the jaw is open, 0..1. */
  public static double jaw(int t) {
    return 0.5 - 0.5 * Math.cos(t * 0.6);
  }

  /** How far the lids are open: shut in every 50th to 53rd frame. */
  public static double lids(int t) {
    return t % 50 < 4 && t >= 50 ? 0 : 1;
  }

  private static float[] deformed(float[] shape, double jaw, double lids) {
    float[] mesh = shape.clone();
    double noseBase = shape[3 * FaceMesh.NOSE_BASE + 1];
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      double below = Math.clamp((noseBase - 1.5 - shape[3 * i + 1]) / 2, 0, 1);
      mesh[3 * i + 1] -= (float) (1.2 * jaw * below);
    }
    for (int[] eye : new int[][] {FaceMesh.eyeLeft(), FaceMesh.eyeRight()}) {
      // Contours run along the lower lid (1 … 7) and back along the upper (9 … 15).
      for (int k = 1; k < 8; k++) {
        int low = 3 * eye[k];
        int up = 3 * eye[16 - k];
        float middle = (mesh[low + 1] + mesh[up + 1]) / 2;
        mesh[low + 1] = middle + (float) lids * (mesh[low + 1] - middle);
        mesh[up + 1] = middle + (float) lids * (mesh[up + 1] - middle);
      }
    }
    return mesh;
  }

  private static float[] iris(float[] mesh, int p) {
    int[] corners =
        p < FaceMesh.IRIS_RIGHT
            ? new int[] {FaceMesh.EYE_LEFT_OUTER, FaceMesh.EYE_LEFT_INNER}
            : new int[] {FaceMesh.EYE_RIGHT_INNER, FaceMesh.EYE_RIGHT_OUTER};
    float[] out = new float[3];
    for (int c = 0; c < 3; c++) {
      out[c] = (mesh[3 * corners[0] + c] + mesh[3 * corners[1] + c]) / 2;
    }
    return out;
  }

  /**
   * The same landmarks, but from {@code firstFrame} on every point below the nose base is somewhere
   * else.
   */
  public LandmarkTrack withLowerFaceScrambled(int firstFrame) {
    float[] points = track.points().clone();
    boolean[] above = new boolean[LandmarkTrack.POINTS];
    for (int i : FaceMesh.aboveNose()) {
      above[i] = true;
    }
    Arrays.fill(above, FaceMesh.POINTS, LandmarkTrack.POINTS, true);
    Random random = new Random(99);
    for (int t = firstFrame; t < track.frames(); t++) {
      for (int p = 0; p < LandmarkTrack.POINTS; p++) {
        if (!above[p]) {
          points[t * LandmarkTrack.STRIDE + 3 * p] = SIZE * random.nextFloat();
          points[t * LandmarkTrack.STRIDE + 3 * p + 1] = SIZE * random.nextFloat();
        }
      }
    }
    return new LandmarkTrack(track.frames(), points, track.score());
  }
}
