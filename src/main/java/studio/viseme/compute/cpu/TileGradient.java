package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;

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
  /** Floats an entry: by red, green, blue, exponent, screen x, screen y, conic A, B, C. */
  static final int VALUES = 9;

  private static final int SIZE = TileGrid.SIZE;
  private static final int PIXELS = TileGrid.PIXELS;

  /** Takes a conic from base 2 to base e. */
  private static final float LN_2 = 0.69314718f;

  private final SplatSettings settings;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** {@link #VALUES} floats an entry. */
  float[] entries = new float[0];

  TileGradient(SplatSettings settings) {
    this.settings = settings;
  }

  /** What a thread needs for one tile; pixels in the order of {@link TileBlocks}. */
  private static final class Scratch {
    /** Gradient of the loss by red, green, blue. */
    final float[] color = new float[3 * PIXELS];

    final float[] light = new float[PIXELS];
    final float[] behind = new float[PIXELS];
    final float[] sums = new float[VALUES * Lanes.WIDTH];
    final float[] row = new float[SIZE];

    /** The last entry that added to each block. */
    final int[] last = new int[TileBlocks.COUNT];
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
    for (int block = 0; block < TileBlocks.COUNT; block++) {
      int until = -1;
      for (int i = 0; i < Lanes.WIDTH; i++) {
        until = Math.max(until, forward.last[base + block * Lanes.WIDTH + i]);
      }
      s.last[block] = until;
      lastEntry = Math.max(lastEntry, until);
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
    int width = grid.width(tile);
    int height = grid.height(tile);
    Arrays.fill(s.row, 0);
    if (height < SIZE) {
      Arrays.fill(s.color, 0);
      Arrays.fill(s.behind, 0);
    }
    for (int channel = 0; channel < 4; channel++) {
      float[] to = channel < 3 ? s.color : s.behind;
      for (int y = 0; y < height; y++) {
        CpuFloats.load(gradient, channel, grid.left(tile), grid.top(tile) + y, s.row, 0, width);
        TileBlocks.place(s.row, y, to, channel % 3 * PIXELS);
      }
    }
    System.arraycopy(forward.transmittance, tile * PIXELS, s.light, 0, PIXELS);
    for (int i = 0; i < PIXELS; i += Lanes.WIDTH) {
      FloatVector.fromArray(Lanes.FLOAT, s.behind, i)
          .neg()
          .mul(FloatVector.fromArray(Lanes.FLOAT, s.light, i))
          .intoArray(s.behind, i);
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
    final float maxAlpha = settings.maxAlpha();
    final FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    long open = 0; // a bit for each block that an entry from here on may have added to
    int next = lastEntry;
    for (int e = lastEntry; e >= begin; e--) {
      if (e <= next) {
        next = -1;
        for (int block = 0; block < TileBlocks.COUNT; block++) {
          int until = s.last[block];
          if (until >= e) {
            open |= 1L << block;
          } else {
            next = Math.max(next, until);
          }
        }
      }
      int at = gaussians[e] * ScreenGaussians.STRIDE;
      float mx = data[at + ScreenGaussians.X] - left;
      float my = data[at + ScreenGaussians.Y] - top;
      float a = data[at + ScreenGaussians.A];
      float b = data[at + ScreenGaussians.B];
      float c = data[at + ScreenGaussians.C];
      float cut = data[at + ScreenGaussians.CUT];
      float opacity = data[at + ScreenGaussians.OPACITY];
      float red = data[at + ScreenGaussians.RED];
      float green = data[at + ScreenGaussians.GREEN];
      float blue = data[at + ScreenGaussians.BLUE];
      long todo =
          open
              & TileBlocks.touched(
                  mx, my, data[at + ScreenGaussians.REACH_X], data[at + ScreenGaussians.REACH_Y]);
      FloatVector sumRed = zero;
      FloatVector sumGreen = zero;
      FloatVector sumBlue = zero;
      FloatVector sumPower = zero;
      FloatVector sumX = zero;
      FloatVector sumY = zero;
      FloatVector sumXx = zero;
      FloatVector sumXy = zero;
      FloatVector sumYy = zero;
      boolean any = false;
      while (todo != 0) {
        int block = Long.numberOfTrailingZeros(todo);
        todo &= todo - 1;
        int pixel = block * Lanes.WIDTH;
        FloatVector dx = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_X, pixel).sub(mx);
        FloatVector dy = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_Y, pixel).sub(my);
        FloatVector t = dx.fma(dx.mul(a).add(dy.mul(b)), dy.mul(dy).mul(c));
        VectorMask<Float> added =
            t.compare(GE, cut)
                .and(
                    IntVector.fromArray(Lanes.INT, last, base + pixel)
                        .compare(GE, e)
                        .cast(Lanes.FLOAT));
        if (!added.anyTrue()) {
          continue;
        }
        any = true;
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
        FloatVector unclamped =
            p.reinterpretAsInts()
                .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
                .reinterpretAsFloats()
                .mul(opacity);
        VectorMask<Float> free = unclamped.compare(LE, maxAlpha);
        FloatVector alpha =
            zero.blend(FloatVector.broadcast(Lanes.FLOAT, maxAlpha).blend(unclamped, free), added);
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
        FloatVector dAlpha = zero.blend(light.mul(seen).sub(back.mul(inverse)), added.and(free));
        weight.fma(seen, back).intoArray(behind, pixel);
        FloatVector dPower = dAlpha.mul(alpha);
        sumPower = sumPower.add(dPower);
        FloatVector dPowerX = dPower.mul(dx);
        sumX = sumX.add(dPowerX);
        sumXx = dPowerX.fma(dx, sumXx);
        FloatVector dPowerY = dPower.mul(dy);
        sumY = sumY.add(dPowerY);
        sumXy = dPowerY.fma(dx, sumXy);
        sumYy = dPowerY.fma(dy, sumYy);
      }
      if (!any) {
        Arrays.fill(entries, e * VALUES, e * VALUES + VALUES, 0);
        continue;
      }
      float[] sums = s.sums;
      sumRed.intoArray(sums, 0);
      sumGreen.intoArray(sums, Lanes.WIDTH);
      sumBlue.intoArray(sums, 2 * Lanes.WIDTH);
      sumPower.intoArray(sums, 3 * Lanes.WIDTH);
      sumX.intoArray(sums, 4 * Lanes.WIDTH);
      sumY.intoArray(sums, 5 * Lanes.WIDTH);
      sumXx.intoArray(sums, 6 * Lanes.WIDTH);
      sumXy.intoArray(sums, 7 * Lanes.WIDTH);
      sumYy.intoArray(sums, 8 * Lanes.WIDTH);
      finish(sums, e * VALUES, -2 * LN_2 * a, -LN_2 * b, -2 * LN_2 * c);
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
