package studio.viseme.compute.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.job.Workers;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * Takes all Gaussians of a frame to the screen, and the tiles' gradients back to their parameters
 * and to the pose.
 */
final class Projection {
  /** Gaussians a piece of work; pose gradients are summed in pieces of this size. */
  private static final int BLOCK = 256;

  /** A box this wide holds any picture: the reach of a Gaussian without a cut-off. */
  static final float EVERYWHERE = 1e6f;

  private final SplatSettings settings;
  private final Workers workers;
  private final GaussianGeometry.Frame frame = new GaussianGeometry.Frame();
  private final double[] shift = new double[6];
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /**
   * A block's parameters, gradients and statistics, feature-major with {@link #BLOCK} items a row.
   */
  private final class Scratch {
    final GaussianGeometry geometry = new GaussianGeometry(frame);
    final ProjectionLanes lanes = new ProjectionLanes(frame);
    final float[] parameters = new float[Gaussians.CHANNELS * BLOCK];
    final float[] gradients = new float[Gaussians.CHANNELS * BLOCK];
    final float[] statistics = new float[2 * BLOCK];

    /** Zeros, unless Gaussians are set back. */
    final float[] setBack = new float[BLOCK];
  }

  Projection(SplatSettings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
  }

  void project(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      ScreenGaussians screen) {
    setFrame(view, poseShift);
    screen.resize(gaussians.count());
    Parts.forEach(
        workers,
        gaussians.count(),
        BLOCK,
        (block, from, to) -> projectBlock(gaussians, setBack, from, to, screen));
  }

  private void setFrame(SplatView view, @Nullable Batch poseShift) {
    Arrays.fill(shift, 0);
    if (poseShift != null) {
      float[] values = new float[6];
      CpuFloats.load(poseShift, values);
      for (int k = 0; k < 6; k++) {
        shift[k] = values[k];
      }
    }
    Quaternion turned =
        Quaternion.exp(new Vec3(shift[0], shift[1], shift[2])).times(view.pose().rotation());
    System.arraycopy(turned.normalized().matrix(), 0, frame.rotation, 0, 9);
    frame.translation[0] = view.pose().translation().x() + shift[3];
    frame.translation[1] = view.pose().translation().y() + shift[4];
    frame.translation[2] = view.pose().translation().z() + shift[5];
    frame.focal = view.camera().focal();
    frame.centerX = view.camera().centerX();
    frame.centerY = view.camera().centerY();
    frame.nearPlane = settings.nearPlane();
    frame.dilation = settings.dilation();
  }

  private void projectBlock(
      Gaussians gaussians, @Nullable Batch setBack, int from, int to, ScreenGaussians screen) {
    Scratch s = scratch.get();
    Arrays.fill(s.setBack, 0);
    if (setBack != null) {
      CpuFloats.load(setBack, 0, from, s.setBack, 0, to - from);
    }
    loadBlock(gaussians, from, to, s.parameters);
    for (int at = from; at < to; at += ProjectionLanes.SIZE) {
      int n = Math.min(ProjectionLanes.SIZE, to - at);
      s.lanes.project(s.parameters, s.setBack, at - from, BLOCK, n, settings, screen.data, at);
    }
  }

  /**
   * Sums each Gaussian's entries and takes the sums back.
   *
   * @param entryGradients {@link TileGradient#VALUES} floats an entry
   */
  void backward(
      Gaussians gaussians,
      ScreenGaussians screen,
      TileBins bins,
      float[] entryGradients,
      Gaussians gradients,
      @Nullable Batch poseGradient,
      @Nullable Batch screenStatistics) {
    int n = gaussians.count();
    double[][] poses = new double[Parts.blocks(n, BLOCK)][6];
    Parts.forEach(
        workers,
        n,
        BLOCK,
        (block, from, to) ->
            backwardBlock(
                gaussians,
                screen,
                bins,
                entryGradients,
                from,
                to,
                gradients,
                poses[block],
                screenStatistics));
    if (poseGradient != null) {
      double[] sum = new double[6];
      for (double[] part : poses) {
        for (int k = 0; k < 6; k++) {
          sum[k] += part[k];
        }
      }
      CpuFloats.store(throughExponential(sum), poseGradient);
    }
  }

  private void backwardBlock(
      Gaussians gaussians,
      ScreenGaussians screen,
      TileBins bins,
      float[] entryGradients,
      int from,
      int to,
      Gaussians gradients,
      double[] pose,
      @Nullable Batch screenStatistics) {
    int n = to - from;
    Scratch s = scratch.get();
    GaussianGeometry geometry = s.geometry;
    float[] p = s.parameters;
    loadBlock(gaussians, from, to, p);
    float[] g = s.gradients;
    Arrays.fill(g, 0);
    float[] statistics = s.statistics;
    if (screenStatistics != null) {
      CpuFloats.load(screenStatistics, 0, from, statistics, 0, n);
      CpuFloats.load(screenStatistics, 1, from, statistics, BLOCK, n);
    }
    float[] sum = new float[TileGradient.VALUES];
    for (int i = 0; i < n; i++) {
      int first = bins.firstSlot[from + i];
      int end = bins.firstSlot[from + i + 1];
      if (first == end || !project(geometry, p, i)) {
        continue;
      }
      Arrays.fill(sum, 0);
      for (int slot = first; slot < end; slot++) {
        int entry = bins.slots[slot] * TileGradient.VALUES;
        for (int k = 0; k < TileGradient.VALUES; k++) {
          sum[k] += entryGradients[entry + k];
        }
      }
      int at = (from + i) * ScreenGaussians.STRIDE;
      for (int c = 0; c < 3; c++) {
        float color = screen.data[at + ScreenGaussians.RED + c];
        g[(11 + c) * BLOCK + i] = sum[c] * color * (1 - color);
      }
      float opacity = screen.data[at + ScreenGaussians.OPACITY];
      // Where α = opacity · e^power, dα/d(opacity) = α / opacity: the sum over dL/d(power) has it
      // all.
      g[10 * BLOCK + i] = sum[3] * (1 - opacity);
      geometry.backward(sum[4], sum[5], sum[6], sum[7], sum[8]);
      for (int c = 0; c < 3; c++) {
        g[c * BLOCK + i] = (float) geometry.meanGradient[c];
        g[(3 + c) * BLOCK + i] = (float) geometry.logScaleGradient[c];
      }
      for (int c = 0; c < 4; c++) {
        g[(6 + c) * BLOCK + i] = (float) geometry.rotationGradient[c];
      }
      for (int c = 0; c < 6; c++) {
        pose[c] += geometry.poseGradient[c];
      }
      statistics[i] += (float) Math.sqrt(sum[4] * sum[4] + sum[5] * sum[5]);
      statistics[BLOCK + i]++;
    }
    storeBlock(g, gradients, from, n);
    if (screenStatistics != null) {
      CpuFloats.store(statistics, 0, screenStatistics, 0, from, n);
      CpuFloats.store(statistics, BLOCK, screenStatistics, 1, from, n);
    }
  }

  /**
   * exp(r + dr) = exp(Jr dr) exp(r) with the left Jacobian Jr = I + (1 − cos θ)/θ² [r] + (θ − sin
   * θ)/θ³ [r]², so a gradient with respect to a turn on top of exp(r) becomes one with respect to r
   * by Jrᵀ.
   */
  private float[] throughExponential(double[] g) {
    Vec3 r = new Vec3(shift[0], shift[1], shift[2]);
    Vec3 turn = new Vec3(g[0], g[1], g[2]);
    double angle = r.length();
    double a = angle < 1e-4 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
    double b = angle < 1e-4 ? 1 / 6.0 : (angle - Math.sin(angle)) / (angle * angle * angle);
    Vec3 across = r.cross(turn);
    Vec3 result = turn.minus(across.times(a)).plus(r.cross(across).times(b));
    return new float[] {
      (float) result.x(),
      (float) result.y(),
      (float) result.z(),
      (float) g[3],
      (float) g[4],
      (float) g[5]
    };
  }

  private static boolean project(GaussianGeometry geometry, float[] p, int i) {
    return geometry.project(
        p[i],
        p[BLOCK + i],
        p[2 * BLOCK + i],
        p[3 * BLOCK + i],
        p[4 * BLOCK + i],
        p[5 * BLOCK + i],
        p[6 * BLOCK + i],
        p[7 * BLOCK + i],
        p[8 * BLOCK + i],
        p[9 * BLOCK + i]);
  }

  private static void loadBlock(Gaussians gaussians, int from, int to, float[] block) {
    int row = 0;
    for (Batch batch : parts(gaussians)) {
      for (int c = 0; c < batch.channels(); c++) {
        CpuFloats.load(batch, c, from, block, row++ * BLOCK, to - from);
      }
    }
  }

  private static void storeBlock(float[] block, Gaussians gaussians, int from, int n) {
    int row = 0;
    for (Batch batch : parts(gaussians)) {
      for (int c = 0; c < batch.channels(); c++) {
        CpuFloats.store(block, row++ * BLOCK, batch, c, from, n);
      }
    }
  }

  private static Batch[] parts(Gaussians g) {
    return new Batch[] {
      g.means(), g.logScales(), g.rotations(), g.opacityLogits(), g.colorLogits()
    };
  }
}
