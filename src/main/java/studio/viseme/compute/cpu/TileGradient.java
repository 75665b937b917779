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
 * Each entry owns its nine sums, so tiles don't share anything they write. Moments of the
 * exponent's gradient are taken in p and q, see {@link ScreenGaussians}, and become those in x and
 * y in the end.
 */
final class TileGradient {
  /** Floats an entry: by red, green, blue, exponent, screen x, screen y, conic A, B, C. */
  static final int VALUES = 9;

  private static final int SIZE = TileGrid.SIZE;
  private static final int PIXELS = TileGrid.PIXELS;

  /** Takes an exponent from base 2 to base e. */
  private static final double LN_2 = Math.log(2);

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
    final EntryChunk chunk = new EntryChunk();

    /** The last entry that added to each block. */
    final int[] last = new int[TileBlocks.COUNT];

    /** A bit for each block that an entry from here on may have added to. */
    long open;

    /** The entry from which on another block is open. */
    int next;

    void openUntil(int entry) {
      next = -1;
      for (int block = 0; block < TileBlocks.COUNT; block++) {
        int until = last[block];
        if (until >= entry) {
          open |= 1L << block;
        } else {
          next = Math.max(next, until);
        }
      }
    }
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
    float left = grid.region().x() + grid.left(tile);
    float top = grid.region().y() + grid.top(tile);
    float cut = TileRenderer.cut(settings);
    s.next = lastEntry;
    s.open = 0;
    int chunks = Parts.blocks(lastEntry + 1 - begin, EntryChunk.SIZE);
    for (int chunk = chunks - 1; chunk >= 0; chunk--) {
      int from = begin + chunk * EntryChunk.SIZE;
      int to = Math.min(lastEntry + 1, from + EntryChunk.SIZE);
      s.chunk.load(bins.gaussians, from, to, screen.data, left, top, cut);
      unblend(from, to, forward.last, base, s);
    }
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

  private void unblend(int from, int to, int[] last, int base, Scratch s) {
    final float[] color = s.color;
    final float[] lights = s.light;
    final float[] behind = s.behind;
    final float[] data = s.chunk.values;
    final float cut = TileRenderer.cut(settings);
    final float maxAlpha = settings.maxAlpha();
    final FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    final FloatVector one = FloatVector.broadcast(Lanes.FLOAT, 1f);
    for (int e = to - 1; e >= from; e--) {
      if (e <= s.next) {
        s.openUntil(e);
      }
      int entry = e - from;
      float red = data[EntryChunk.RED + entry];
      float green = data[EntryChunk.GREEN + entry];
      float blue = data[EntryChunk.BLUE + entry];
      long todo = s.open & s.chunk.touched(entry);
      FloatVector sumRed = zero;
      FloatVector sumGreen = zero;
      FloatVector sumBlue = zero;
      FloatVector sumPower = zero;
      FloatVector sumP = zero;
      FloatVector sumQ = zero;
      FloatVector sumPp = zero;
      FloatVector sumPq = zero;
      FloatVector sumQq = zero;
      boolean any = false;
      while (todo != 0) {
        int block = Long.numberOfTrailingZeros(todo);
        todo &= todo - 1;
        int pixel = block * Lanes.WIDTH;
        FloatVector x = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_X, pixel);
        FloatVector y = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_Y, pixel);
        FloatVector p =
            x.fma(
                FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.P_X + entry]),
                y.fma(
                    FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.P_Y + entry]),
                    FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.P + entry])));
        FloatVector q =
            y.fma(
                FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.Q_Y + entry]),
                FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.Q + entry]));
        FloatVector power =
            p.fma(
                p,
                q.fma(q, FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.FAINTNESS + entry])));
        VectorMask<Float> added =
            power
                .compare(LE, cut)
                .and(
                    IntVector.fromArray(Lanes.INT, last, base + pixel)
                        .compare(GE, e)
                        .cast(Lanes.FLOAT));
        if (!added.anyTrue()) {
          continue;
        }
        any = true;
        FloatVector round = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.ROUND);
        FloatVector rounded = round.sub(power);
        FloatVector f = round.sub(rounded).sub(power);
        FloatVector unclamped =
            f.mul(TileRenderer.P4)
                .add(TileRenderer.P3)
                .fma(f, FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P2))
                .fma(f, FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P1))
                .fma(f, FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P0))
                .reinterpretAsInts()
                .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
                .reinterpretAsFloats();
        VectorMask<Float> free = unclamped.compare(LE, maxAlpha);
        FloatVector alpha =
            zero.blend(FloatVector.broadcast(Lanes.FLOAT, maxAlpha).blend(unclamped, free), added);
        FloatVector inverse = one.div(one.sub(alpha));
        FloatVector light = FloatVector.fromArray(Lanes.FLOAT, lights, pixel).mul(inverse);
        light.intoArray(lights, pixel);
        FloatVector weight = alpha.mul(light);
        FloatVector dRed = FloatVector.fromArray(Lanes.FLOAT, color, pixel);
        FloatVector dGreen = FloatVector.fromArray(Lanes.FLOAT, color, PIXELS + pixel);
        FloatVector dBlue = FloatVector.fromArray(Lanes.FLOAT, color, 2 * PIXELS + pixel);
        sumRed = weight.fma(dRed, sumRed);
        sumGreen = weight.fma(dGreen, sumGreen);
        sumBlue = weight.fma(dBlue, sumBlue);
        FloatVector seen =
            dRed.fma(
                FloatVector.broadcast(Lanes.FLOAT, red),
                dGreen.fma(FloatVector.broadcast(Lanes.FLOAT, green), dBlue.mul(blue)));
        FloatVector back = FloatVector.fromArray(Lanes.FLOAT, behind, pixel);
        FloatVector dAlpha = zero.blend(light.mul(seen).sub(back.mul(inverse)), added.and(free));
        weight.fma(seen, back).intoArray(behind, pixel);
        FloatVector dPower = dAlpha.mul(alpha);
        sumPower = sumPower.add(dPower);
        FloatVector dPowerP = dPower.mul(p);
        sumP = sumP.add(dPowerP);
        sumPp = dPowerP.fma(p, sumPp);
        FloatVector dPowerQ = dPower.mul(q);
        sumQ = sumQ.add(dPowerQ);
        sumPq = dPowerP.fma(q, sumPq);
        sumQq = dPowerQ.fma(q, sumQq);
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
      sumP.intoArray(sums, 4 * Lanes.WIDTH);
      sumQ.intoArray(sums, 5 * Lanes.WIDTH);
      sumPp.intoArray(sums, 6 * Lanes.WIDTH);
      sumPq.intoArray(sums, 7 * Lanes.WIDTH);
      sumQq.intoArray(sums, 8 * Lanes.WIDTH);
      finish(sums, e * VALUES, data, entry);
    }
  }

  /**
   * Sums the lanes, and turns moments of the exponent's gradient into gradients by centre and
   * conic: with dy = q / Q_Y and dx = (p − P_Y dy) / P_X.
   */
  private void finish(float[] sums, int to, float[] data, int entry) {
    float[] out = entries;
    for (int k = 0; k < VALUES; k++) {
      out[to + k] = Lanes.sum(FloatVector.fromArray(Lanes.FLOAT, sums, k * Lanes.WIDTH));
    }
    double px = data[EntryChunk.P_X + entry];
    double py = data[EntryChunk.P_Y + entry];
    double qy = data[EntryChunk.Q_Y + entry];
    double byP = 2 * LN_2 * out[to + 4];
    double byQ = 2 * LN_2 * out[to + 5];
    double pp = out[to + 6];
    double pdy = out[to + 7] / qy;
    double dydy = out[to + 8] / (qy * qy);
    double dxdy = (pdy - py * dydy) / px;
    double dxdx = (pp - 2 * py * pdy + py * py * dydy) / (px * px);
    out[to + 4] = (float) (px * byP);
    out[to + 5] = (float) (py * byP + qy * byQ);
    out[to + 6] = (float) (-0.5 * dxdx);
    out[to + 7] = (float) -dxdy;
    out[to + 8] = (float) (-0.5 * dydy);
  }
}
