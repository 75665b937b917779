package studio.viseme.sample;

import studio.viseme.face.FaceRegion;
import studio.viseme.math.Noise;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Ramp;

/** Eyelashes: curved hairs along the margins of the lids. */
final class Lashes {
  private static final int PER_LID = 80;
  private static final int POINTS = 5;

  private Lashes() {}

  /** Curved lashes along the margins; the upper ones sink as the eye closes. */
  static void draw(
      Raster raster,
      FaceState state,
      HeadMesh.Shape shape,
      HeadCage.EyeSocket eye,
      Noise noise,
      PinholeCamera camera) {
    double side = Math.signum(eye.center()[0]);
    for (int lid = 0; lid < 2; lid++) {
      boolean upper = lid == 0;
      int[] margin = upper ? eye.points().upperMargin() : eye.points().lowerMargin();
      int[] row = new int[margin.length + 2];
      row[0] = eye.points().outer();
      row[row.length - 1] = eye.points().inner();
      System.arraycopy(margin, 0, row, 1, margin.length);
      float[] curve = new float[PER_LID * POINTS * 3];
      for (int l = 0; l < PER_LID; l++) {
        long id = 7919L * (eye.points().outer() * 2 + lid) + l;
        double along = Math.clamp((l + 0.8 * noise.uniform(id)) / PER_LID * 0.93 + 0.01, 0, 1);
        double at = along * (row.length - 1);
        int k = (int) Math.min(row.length - 2, at);
        double f = at - k;
        double[] root = new double[3];
        for (int c = 0; c < 3; c++) {
          root[c] =
              Ramp.mix(shape.positions()[3 * row[k] + c], shape.positions()[3 * row[k + 1] + c], f);
        }
        double length =
            (upper ? 0.66 : 0.34) * (0.75 + 0.4 * noise.uniform(id + 5000)) * (1 - 0.35 * along);
        // from straight ahead when open to hanging down when closed
        double raise = upper ? Ramp.mix(-0.75, 0.35, Math.clamp(state.lids(), 0, 1)) : -0.55;
        double curl = upper ? 0.95 : -0.35;
        double fan = side * (0.75 * (0.62 - along)) + 0.25 * noise.gaussian(id + 9000) * 0.3;
        for (int s = 0; s < POINTS; s++) {
          double t = (double) s / (POINTS - 1);
          double angle = raise + curl * t;
          int i = 3 * (l * POINTS + s);
          curve[i] = (float) (root[0] + length * t * fan);
          curve[i + 1] = (float) (root[1] + length * t * Math.sin(angle));
          curve[i + 2] = (float) (root[2] + 0.03 + length * t * Math.cos(angle));
        }
      }
      float[] screen = Vectors.project(curve, state.pose(), camera, Stage.SAMPLES);
      byte region = (byte) FaceRegion.EYES.code();
      float dark = upper ? 0.012f : 0.05f;
      for (int l = 0; l < PER_LID; l++) {
        for (int s = 1; s < POINTS; s++) {
          int p = 3 * (l * POINTS + s);
          raster.line(
              screen[p - 3],
              screen[p - 2],
              screen[p - 1],
              screen[p],
              screen[p + 1],
              screen[p + 2],
              upper ? 0.98f - 0.14f * s : 0.36f - 0.05f * s,
              dark,
              dark * 0.8f,
              dark * 0.7f,
              dark,
              dark * 0.8f,
              dark * 0.7f,
              region);
        }
      }
    }
  }
}
