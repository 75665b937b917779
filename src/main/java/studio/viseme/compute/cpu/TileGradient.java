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
 * The gradient of {@link TileRenderer}: walks a tile's entries from the farthest to the nearest,
 * and undoes the light of each pixel as it goes, T ← T / (1 − α). With D the gradient of the loss
 * by the pixel's colour, and S what lies behind as seen by the loss (Σ of weight · c·D over farther
 * entries, and −T_end times the gradient by opacity):
 *
 * <pre>
 *   dL/dc = α T D        dL/dα = T (c·D) − S / (1 − α)
 * </pre>
 *
 * Each entry owns its nine sums, so tiles don't share anything they write.
 */
final class TileGradient {
  /** Floats an entry: by red, green, blue, opacity, screen x, screen y, conic A, B, C. */
  static final int VALUES = 9;

  private static final int SIZE = TileGrid.SIZE;
  private static final int PIXELS = TileGrid.PIXELS;

  private final SplatSettings settings;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** {@link #VALUES} floats an entry. */
  float[] entries = new float[0];

  TileGradient(SplatSettings settings) {
    this.settings = settings;
  }

  /** What a thread needs for one tile; pixels row-major within the tile. */
  private static final class Scratch {
    /** Gradient of the loss by red, green, blue. */
    final float[] color = new float[3 * PIXELS];

    final float[] light = new float[PIXELS];
    final float[] behind = new float[PIXELS];
    final float[] sums = new float[VALUES * Lanes.WIDTH];
  }

  void resize(int count) {
    int size = Math.multiplyExact(count, VALUES);
    if (entries.length < size) {
      entries = new float[size + size / 4];
    }
  }

  void run(
      int tile,
      TileGrid grid,
      ScreenGaussians screen,
      TileBins bins,
      TileRenderer forward,
      Picture rgbaGradient) {
    int begin = bins.start[tile];
    int end = bins.start[tile + 1];
    if (begin == end) {
      return;
    }
    Scratch s = scratch.get();
    int base = tile * PIXELS;
    load(tile, grid, forward, rgbaGradient, s);
    int lastEntry = -1;
    for (int i = base; i < base + PIXELS; i++) {
      lastEntry = Math.max(lastEntry, forward.last[i]);
    }
    Arrays.fill(entries, Math.max(begin, lastEntry + 1) * VALUES, end * VALUES, 0);
    unblend(
        begin,
        lastEntry,
        bins.gaussians,
        screen.data,
        grid.region().x() + grid.left(tile),
        grid.region().y() + grid.top(tile),
        forward.last,
        base,
        s);
  }

  private static void load(
      int tile, TileGrid grid, TileRenderer forward, Picture gradient, Scratch s) {
    int x0 = grid.left(tile);
    int y0 = grid.top(tile);
    int width = grid.width(tile);
    int height = grid.height(tile);
    System.arraycopy(forward.transmittance, tile * PIXELS, s.light, 0, PIXELS);
    if (width < SIZE || height < SIZE) {
      Arrays.fill(s.color, 0);
      Arrays.fill(s.behind, 0);
    }
    MemorySegment memory = CpuFloats.of(gradient.buffer()).memory();
    ByteOrder order = ByteOrder.nativeOrder();
    long plane = (long) gradient.pixels() * Float.BYTES;
    for (int row = 0; row < height; row++) {
      long at = CpuFloats.pixel(gradient, 0, x0, y0 + row);
      for (int x = 0; x < width; x += Lanes.WIDTH, at += (long) Lanes.WIDTH * Float.BYTES) {
        VectorMask<Float> inside = Lanes.FLOAT.indexInRange(x, width);
        int pixel = row * SIZE + x;
        FloatVector.fromMemorySegment(Lanes.FLOAT, memory, at, order, inside)
            .intoArray(s.color, pixel);
        FloatVector.fromMemorySegment(Lanes.FLOAT, memory, at + plane, order, inside)
            .intoArray(s.color, PIXELS + pixel);
        FloatVector.fromMemorySegment(Lanes.FLOAT, memory, at + 2 * plane, order, inside)
            .intoArray(s.color, 2 * PIXELS + pixel);
        FloatVector.fromMemorySegment(Lanes.FLOAT, memory, at + 3 * plane, order, inside)
            .neg()
            .mul(FloatVector.fromArray(Lanes.FLOAT, s.light, pixel))
            .intoArray(s.behind, pixel);
      }
    }
  }

  private void unblend(
      int begin,
      int lastEntry,
      int[] gaussians,
      float[] data,
      float left,
      float top,
      int[] last,
      int base,
      Scratch s) {
    final float[] color = s.color;
    final float[] lights = s.light;
    final float[] behind = s.behind;
    final float minAlpha = settings.minAlpha();
    final float maxAlpha = settings.maxAlpha();
    final FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    for (int e = lastEntry; e >= begin; e--) {
      int at = gaussians[e] * ScreenGaussians.STRIDE;
      float mx = data[at + ScreenGaussians.X] - left;
      float my = data[at + ScreenGaussians.Y] - top;
      float a = -0.5f * data[at + ScreenGaussians.A];
      float b = -data[at + ScreenGaussians.B];
      float c = -0.5f * data[at + ScreenGaussians.C];
      float opacity = data[at + ScreenGaussians.OPACITY];
      float red = data[at + ScreenGaussians.RED];
      float green = data[at + ScreenGaussians.GREEN];
      float blue = data[at + ScreenGaussians.BLUE];
      float reachX = data[at + ScreenGaussians.REACH_X];
      float reachY = data[at + ScreenGaussians.REACH_Y];
      int row0 = (int) Math.ceil(Math.max(0f, my - reachY - 0.5f));
      int row1 = (int) Math.floor(Math.min(SIZE - 1f, my + reachY - 0.5f));
      FloatVector sumRed = zero;
      FloatVector sumGreen = zero;
      FloatVector sumBlue = zero;
      FloatVector sumOpacity = zero;
      FloatVector sumX = zero;
      FloatVector sumY = zero;
      FloatVector sumXx = zero;
      FloatVector sumXy = zero;
      FloatVector sumYy = zero;
      boolean any = false;
      for (int x = 0; x < SIZE; x += Lanes.WIDTH) {
        if (mx + reachX < x || mx - reachX > x + Lanes.WIDTH) {
          continue;
        }
        FloatVector dx = FloatVector.fromArray(Lanes.FLOAT, TileRenderer.CENTERS, x).sub(mx);
        FloatVector adx = dx.mul(dx).mul(a);
        FloatVector bdx = dx.mul(b);
        for (int row = row0; row <= row1; row++) {
          float dy = row + 0.5f - my;
          int pixel = row * SIZE + x;
          FloatVector power = bdx.mul(dy).add(adx).add(c * dy * dy);
          FloatVector t = power.mul(TileRenderer.LOG2_E).max(-126f);
          FloatVector rounded = t.add(TileRenderer.ROUND);
          FloatVector f = t.sub(rounded.sub(TileRenderer.ROUND));
          FloatVector p =
              f.mul(TileRenderer.P5)
                  .add(TileRenderer.P4)
                  .mul(f)
                  .add(TileRenderer.P3)
                  .mul(f)
                  .add(TileRenderer.P2)
                  .mul(f)
                  .add(TileRenderer.P1)
                  .mul(f)
                  .add(1f);
          FloatVector falloff =
              p.reinterpretAsInts()
                  .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
                  .reinterpretAsFloats();
          FloatVector unclamped = falloff.mul(opacity);
          FloatVector clamped = unclamped.min(maxAlpha);
          VectorMask<Float> added =
              clamped
                  .compare(GE, minAlpha)
                  .and(power.compare(LE, 0f))
                  .and(
                      IntVector.fromArray(Lanes.INT, last, base + pixel)
                          .compare(GE, e)
                          .cast(Lanes.FLOAT));
          if (!added.anyTrue()) {
            continue;
          }
          any = true;
          FloatVector alpha = zero.blend(clamped, added);
          FloatVector inverse = FloatVector.broadcast(Lanes.FLOAT, 1f).div(alpha.neg().add(1f));
          FloatVector light = FloatVector.fromArray(Lanes.FLOAT, lights, pixel).mul(inverse);
          light.intoArray(lights, pixel);
          FloatVector weight = alpha.mul(light);
          FloatVector dRed = FloatVector.fromArray(Lanes.FLOAT, color, pixel);
          FloatVector dGreen = FloatVector.fromArray(Lanes.FLOAT, color, PIXELS + pixel);
          FloatVector dBlue = FloatVector.fromArray(Lanes.FLOAT, color, 2 * PIXELS + pixel);
          sumRed = weight.fma(dRed, sumRed);
          sumGreen = weight.fma(dGreen, sumGreen);
          sumBlue = weight.fma(dBlue, sumBlue);
          FloatVector seen = dRed.mul(red).add(dGreen.mul(green)).add(dBlue.mul(blue));
          FloatVector back = FloatVector.fromArray(Lanes.FLOAT, behind, pixel);
          FloatVector dAlpha =
              zero.blend(
                  light.mul(seen).sub(back.mul(inverse)),
                  added.and(unclamped.compare(LE, maxAlpha)));
          weight.fma(seen, back).intoArray(behind, pixel);
          sumOpacity = dAlpha.fma(falloff, sumOpacity);
          FloatVector dPower = dAlpha.mul(alpha);
          FloatVector dPowerX = dPower.mul(dx);
          sumX = sumX.add(dPowerX);
          sumXx = dPowerX.fma(dx, sumXx);
          sumY = sumY.add(dPower.mul(dy));
          sumXy = sumXy.add(dPowerX.mul(dy));
          sumYy = sumYy.add(dPower.mul(dy * dy));
        }
      }
      if (!any) {
        Arrays.fill(entries, e * VALUES, e * VALUES + VALUES, 0);
        continue;
      }
      float[] sums = s.sums;
      sumRed.intoArray(sums, 0);
      sumGreen.intoArray(sums, Lanes.WIDTH);
      sumBlue.intoArray(sums, 2 * Lanes.WIDTH);
      sumOpacity.intoArray(sums, 3 * Lanes.WIDTH);
      sumX.intoArray(sums, 4 * Lanes.WIDTH);
      sumY.intoArray(sums, 5 * Lanes.WIDTH);
      sumXx.intoArray(sums, 6 * Lanes.WIDTH);
      sumXy.intoArray(sums, 7 * Lanes.WIDTH);
      sumYy.intoArray(sums, 8 * Lanes.WIDTH);
      finish(sums, e * VALUES, -2 * a, -b, -2 * c);
    }
  }

  /**
   * Sums the lanes, and turns moments of the exponent's gradient into gradients by centre and
   * conic.
   */
  private void finish(float[] sums, int to, float conicA, float conicB, float conicC) {
    float[] out = entries;
    for (int k = 0; k < VALUES; k++) {
      out[to + k] = Lanes.sum(FloatVector.fromArray(Lanes.FLOAT, sums, k * Lanes.WIDTH));
    }
    float x = out[to + 4];
    float y = out[to + 5];
    out[to + 4] = conicA * x + conicB * y;
    out[to + 5] = conicB * x + conicC * y;
    out[to + 6] *= -0.5f;
    out[to + 7] = -out[to + 7];
    out[to + 8] *= -0.5f;
  }
}
