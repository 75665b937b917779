package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;

/**
 * Blends the Gaussians of one tile, nearest first. The loop is over Gaussians, then rows, with the
 * pixels of a row in the lanes: a Gaussian's numbers are broadcast once and rows outside its box
 * cost nothing.
 *
 * <p>exp is computed as 2^(x log2 e): adding 1.5·2²³ leaves the rounded exponent in the low bits of
 * the sum, a polynomial of degree 5 does the fraction (relative error 2e-6), and an integer
 * addition puts the exponent in place. {@link TileGradient} repeats these expressions to the
 * letter, so that it takes the same decisions at the cut-offs.
 */
final class TileRenderer {
  static final float LOG2_E = 1.44269504f;
  static final float ROUND = 12582912f;
  static final float P5 = 0.00133336f;
  static final float P4 = 0.00961813f;
  static final float P3 = 0.05550411f;
  static final float P2 = 0.24022651f;
  static final float P1 = 0.69314718f;

  private static final int SIZE = TileGrid.SIZE;
  private static final int PIXELS = TileGrid.PIXELS;

  /** x of the centres of a tile's columns. */
  static final float[] CENTERS = new float[SIZE];

  static {
    for (int i = 0; i < SIZE; i++) {
      CENTERS[i] = i + 0.5f;
    }
  }

  /** Whether a row is finished is looked up after every so many Gaussians; a power of two. */
  private static final int CHECK_EVERY = 16;

  private final SplatSettings settings;
  private final ThreadLocal<float[]> colors = ThreadLocal.withInitial(() -> new float[3 * PIXELS]);

  /** Light that passes each pixel in the end, tile-major. */
  float[] transmittance = new float[0];

  /** The last entry that added to each pixel, −1 for none; tile-major. */
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
    float[] rgb = colors.get();
    Arrays.fill(rgb, 0);
    int base = tile * PIXELS;
    Arrays.fill(transmittance, base, base + PIXELS, 1f);
    Arrays.fill(last, base, base + PIXELS, -1);
    blend(
        bins.start[tile],
        bins.start[tile + 1],
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
    final float minAlpha = settings.minAlpha();
    final float maxAlpha = settings.maxAlpha();
    final float minTransmittance = settings.minTransmittance();
    int finishedRows = 0;
    for (int e = begin; e < end; e++) {
      int at = gaussians[e] * ScreenGaussians.STRIDE;
      float mx = data[at + ScreenGaussians.X] - left;
      float my = data[at + ScreenGaussians.Y] - top;
      float a = -0.5f * data[at + ScreenGaussians.A];
      float b = -data[at + ScreenGaussians.B];
      float c = -0.5f * data[at + ScreenGaussians.C];
      float opacity = data[at + ScreenGaussians.OPACITY];
      float reachX = data[at + ScreenGaussians.REACH_X];
      float reachY = data[at + ScreenGaussians.REACH_Y];
      int row0 = (int) Math.ceil(Math.max(0f, my - reachY - 0.5f));
      int row1 = (int) Math.floor(Math.min(SIZE - 1f, my + reachY - 0.5f));
      FloatVector red = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.RED]);
      FloatVector green = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.GREEN]);
      FloatVector blue = FloatVector.broadcast(Lanes.FLOAT, data[at + ScreenGaussians.BLUE]);
      for (int x = 0; x < SIZE; x += Lanes.WIDTH) {
        if (mx + reachX < x || mx - reachX > x + Lanes.WIDTH) {
          continue;
        }
        FloatVector dx = FloatVector.fromArray(Lanes.FLOAT, CENTERS, x).sub(mx);
        FloatVector adx = dx.mul(dx).mul(a);
        FloatVector bdx = dx.mul(b);
        for (int row = row0; row <= row1; row++) {
          if ((finishedRows >>> row & 1) != 0) {
            continue;
          }
          float dy = row + 0.5f - my;
          int pixel = row * SIZE + x;
          FloatVector power = bdx.mul(dy).add(adx).add(c * dy * dy);
          FloatVector t = power.mul(LOG2_E).max(-126f);
          FloatVector rounded = t.add(ROUND);
          FloatVector f = t.sub(rounded.sub(ROUND));
          FloatVector p =
              f.mul(P5).add(P4).mul(f).add(P3).mul(f).add(P2).mul(f).add(P1).mul(f).add(1f);
          FloatVector alpha =
              p.reinterpretAsInts()
                  .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
                  .reinterpretAsFloats()
                  .mul(opacity)
                  .min(maxAlpha);
          FloatVector light = FloatVector.fromArray(Lanes.FLOAT, transmittance, base + pixel);
          VectorMask<Float> adds =
              alpha
                  .compare(GE, minAlpha)
                  .and(power.compare(LE, 0f))
                  .and(light.compare(GE, minTransmittance));
          if (!adds.anyTrue()) {
            continue;
          }
          FloatVector weight = FloatVector.zero(Lanes.FLOAT).blend(alpha, adds).mul(light);
          weight.fma(red, FloatVector.fromArray(Lanes.FLOAT, rgb, pixel)).intoArray(rgb, pixel);
          weight
              .fma(green, FloatVector.fromArray(Lanes.FLOAT, rgb, PIXELS + pixel))
              .intoArray(rgb, PIXELS + pixel);
          weight
              .fma(blue, FloatVector.fromArray(Lanes.FLOAT, rgb, 2 * PIXELS + pixel))
              .intoArray(rgb, 2 * PIXELS + pixel);
          light.sub(weight).intoArray(transmittance, base + pixel);
          IntVector.broadcast(Lanes.INT, e).intoArray(last, base + pixel, adds.cast(Lanes.INT));
        }
      }
      if ((e & CHECK_EVERY - 1) == CHECK_EVERY - 1) {
        finishedRows = finishedRows(base, minTransmittance);
        if (finishedRows == (1 << SIZE) - 1) {
          return;
        }
      }
    }
  }

  /** One bit a row in which no pixel lets through enough light to go on. */
  private int finishedRows(int base, float minTransmittance) {
    int finished = (1 << SIZE) - 1;
    for (int row = 0; row < SIZE; row++) {
      for (int x = 0; x < SIZE; x += Lanes.WIDTH) {
        FloatVector light =
            FloatVector.fromArray(Lanes.FLOAT, transmittance, base + row * SIZE + x);
        if (light.compare(GE, minTransmittance).anyTrue()) {
          finished &= ~(1 << row);
        }
      }
    }
    return finished;
  }

  private void store(int tile, TileGrid grid, float[] rgb, Picture rgba) {
    MemorySegment memory = CpuFloats.of(rgba.buffer()).memory();
    ByteOrder order = ByteOrder.nativeOrder();
    int width = grid.width(tile);
    for (int row = 0; row < grid.height(tile); row++) {
      long at = CpuFloats.pixel(rgba, 0, grid.left(tile), grid.top(tile) + row);
      long plane = (long) rgba.pixels() * Float.BYTES;
      for (int x = 0; x < width; x += Lanes.WIDTH, at += (long) Lanes.WIDTH * Float.BYTES) {
        VectorMask<Float> inside = Lanes.FLOAT.indexInRange(x, width);
        int pixel = row * SIZE + x;
        FloatVector.fromArray(Lanes.FLOAT, rgb, pixel).intoMemorySegment(memory, at, order, inside);
        FloatVector.fromArray(Lanes.FLOAT, rgb, PIXELS + pixel)
            .intoMemorySegment(memory, at + plane, order, inside);
        FloatVector.fromArray(Lanes.FLOAT, rgb, 2 * PIXELS + pixel)
            .intoMemorySegment(memory, at + 2 * plane, order, inside);
        FloatVector.broadcast(Lanes.FLOAT, 1f)
            .sub(FloatVector.fromArray(Lanes.FLOAT, transmittance, tile * PIXELS + pixel))
            .intoMemorySegment(memory, at + 3 * plane, order, inside);
      }
    }
  }
}
