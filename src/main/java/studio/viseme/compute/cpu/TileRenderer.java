package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;

/**
 * Blends the Gaussians of one tile, nearest first. The loop is over Gaussians, then over the {@link
 * TileBlocks blocks} of pixels that a Gaussian's box touches, with a block's pixels in the lanes: a
 * Gaussian's numbers are broadcast once and blocks outside its box cost nothing.
 *
 * <p>exp is computed as 2^t, and a Gaussian's conic is in units of t from the start. Whether it
 * reaches a pixel is decided by t alone. A block of the box that the ellipse in it misses is worked
 * on like any other: a branch that guesses wrong costs more. Adding 1.5·2²³ leaves the rounded
 * exponent in the low bits of the sum, a polynomial of degree 5 does the fraction (relative error
 * 2e-6), and an integer addition puts the exponent in place. {@link TileGradient} repeats these
 * expressions to the letter, so that it takes the same decisions at the cut-offs.
 */
final class TileRenderer {
  static final float LOG2_E = 1.44269504f;
  static final float ROUND = 12582912f;
  static final float P5 = 0.00133336f;
  static final float P4 = 0.00961813f;
  static final float P3 = 0.05550411f;
  static final float P2 = 0.24022651f;
  static final float P1 = 0.69314718f;

  private static final int PIXELS = TileGrid.PIXELS;
  private static final float[] NOTHING = new float[TileGrid.SIZE];

  private final SplatSettings settings;

  /** Planes of red, green, blue and opacity in the order of blocks, and room for a row. */
  private final ThreadLocal<float[]> scratch =
      ThreadLocal.withInitial(() -> new float[4 * PIXELS + TileGrid.SIZE]);

  /**
   * Light that passes each pixel in the end; tile after tile in the order of {@link TileBlocks}.
   */
  float[] transmittance = new float[0];

  /** The last entry that added to each pixel, −1 for none. */
  int[] last = new int[0];

  TileRenderer(SplatSettings settings) {
    this.settings = settings;
  }

  void resize(TileGrid grid) {
    int pixels = Math.multiplyExact(grid.tiles(), PIXELS);
    if (transmittance.length < pixels) {
      transmittance = new float[pixels];
      last = new int[pixels];
    }
  }

  void render(int tile, TileGrid grid, ScreenGaussians screen, TileBins bins, Picture rgba) {
    int begin = bins.start[tile];
    int end = bins.start[tile + 1];
    if (begin == end) {
      clear(tile, grid, rgba);
      return;
    }
    float[] rgb = scratch.get();
    Arrays.fill(rgb, 0, 3 * PIXELS, 0);
    int base = tile * PIXELS;
    Arrays.fill(transmittance, base, base + PIXELS, 1f);
    Arrays.fill(last, base, base + PIXELS, -1);
    blend(
        begin,
        end,
        bins.gaussians,
        screen.data,
        grid.region().x() + grid.left(tile),
        grid.region().y() + grid.top(tile),
        base,
        rgb);
    store(tile, grid, rgb, rgba);
  }

  private void blend(
      int begin,
      int end,
      int[] gaussians,
      float[] data,
      float left,
      float top,
      int base,
      float[] rgb) {
    final float[] transmittance = this.transmittance;
    final int[] last = this.last;
    final float maxAlpha = settings.maxAlpha();
    final float minTransmittance = settings.minTransmittance();
    final FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    long open = TileBlocks.ALL; // a bit for each block that lets light through
    for (int e = begin; e < end; e++) {
      int at = gaussians[e] * ScreenGaussians.STRIDE;
      float mx = data[at + ScreenGaussians.X] - left;
      float my = data[at + ScreenGaussians.Y] - top;
      float a = data[at + ScreenGaussians.A];
      float b = data[at + ScreenGaussians.B];
      float c = data[at + ScreenGaussians.C];
      float cut = data[at + ScreenGaussians.CUT];
      float opacity = data[at + ScreenGaussians.OPACITY];
      long todo =
          open
              & TileBlocks.touched(
                  mx, my, data[at + ScreenGaussians.REACH_X], data[at + ScreenGaussians.REACH_Y]);
      FloatVector red = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.RED]);
      FloatVector green = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.GREEN]);
      FloatVector blue = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.BLUE]);
      while (todo != 0) {
        int block = Long.numberOfTrailingZeros(todo);
        todo &= todo - 1;
        int pixel = block * Lanes.WIDTH;
        FloatVector dx = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_X, pixel).sub(mx);
        FloatVector dy = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_Y, pixel).sub(my);
        FloatVector t = dx.fma(dx.mul(a).add(dy.mul(b)), dy.mul(dy).mul(c));
        FloatVector light = FloatVector.fromArray(Lanes.FLOAT, transmittance, base + pixel);
        VectorMask<Float> adds = t.compare(GE, cut).and(light.compare(GE, minTransmittance));
        FloatVector rounded = t.add(ROUND);
        FloatVector f = t.sub(rounded.sub(ROUND));
        FloatVector p =
            f.mul(P5).add(P4).mul(f).add(P3).mul(f).add(P2).mul(f).add(P1).mul(f).add(1f);
        FloatVector alpha =
            p.reinterpretAsInts()
                .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
                .reinterpretAsFloats()
                .mul(opacity);
        FloatVector clamped = alpha.blend(maxAlpha, alpha.compare(GT, maxAlpha));
        FloatVector weight = zero.blend(clamped, adds).mul(light);
        weight.fma(red, FloatVector.fromArray(Lanes.FLOAT, rgb, pixel)).intoArray(rgb, pixel);
        weight
            .fma(green, FloatVector.fromArray(Lanes.FLOAT, rgb, PIXELS + pixel))
            .intoArray(rgb, PIXELS + pixel);
        weight
            .fma(blue, FloatVector.fromArray(Lanes.FLOAT, rgb, 2 * PIXELS + pixel))
            .intoArray(rgb, 2 * PIXELS + pixel);
        FloatVector rest = light.sub(weight);
        rest.intoArray(transmittance, base + pixel);
        // Whole vectors are written where a mask would do: masked stores are slow on some
        // processors.
        IntVector.fromArray(Lanes.INT, last, base + pixel)
            .blend(e, adds.cast(Lanes.INT))
            .intoArray(last, base + pixel);
        if (rest.compare(LT, minTransmittance).allTrue()) {
          open &= ~(1L << block);
          if (open == 0) {
            return;
          }
        }
      }
    }
  }

  private void store(int tile, TileGrid grid, float[] rgba, Picture out) {
    for (int i = 0; i < PIXELS; i += Lanes.WIDTH) {
      FloatVector.broadcast(Lanes.FLOAT, 1f)
          .sub(FloatVector.fromArray(Lanes.FLOAT, transmittance, tile * PIXELS + i))
          .intoArray(rgba, 3 * PIXELS + i);
    }
    int width = grid.width(tile);
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < grid.height(tile); y++) {
        TileBlocks.row(rgba, channel * PIXELS, y, rgba, 4 * PIXELS);
        CpuFloats.store(rgba, 4 * PIXELS, out, channel, grid.left(tile), grid.top(tile) + y, width);
      }
    }
  }

  private static void clear(int tile, TileGrid grid, Picture out) {
    int width = grid.width(tile);
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < grid.height(tile); y++) {
        CpuFloats.store(NOTHING, 0, out, channel, grid.left(tile), grid.top(tile) + y, width);
      }
    }
  }
}
