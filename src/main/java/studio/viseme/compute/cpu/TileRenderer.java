package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;

/**
 * Blends the Gaussians of one tile, nearest first, a {@link TileBlocks block} of pixels at a time,
 * with a block's pixels in the lanes. Colours and light of a block stay in registers while the
 * Gaussians pass whose boxes touch it, and its loop ends where no light passes any more.
 *
 * <p>Gaussians come in {@link EntryChunk chunks}, so that what lies behind a dark tile is never
 * looked at.
 *
 * <p>A Gaussian is 2^−s, see {@link ScreenGaussians}, and whether it reaches a pixel is decided by
 * s alone. Taking s off 1.5·2²³ leaves the rounded exponent in the low bits of the difference, a
 * polynomial of degree 4 does the fraction (the best one, relative error 3e-6), and an integer
 * addition puts the exponent in place. Opacities are limited as integers: of positive floats the
 * order is the same, and the minimum of floats minds NaN and signed zeros. {@link TileGradient}
 * repeats these expressions to the letter, so that it takes the same decisions at the cut-offs.
 */
final class TileRenderer {
  static final float LOG2_E = 1.44269504f;
  static final float ROUND = 12582912f;
  static final float P4 = 0.0095701f;
  static final float P3 = 0.05591786f;
  static final float P2 = 0.24024745f;
  static final float P1 = 0.69312181f;
  static final float P0 = 0.99999926f;

  /** Two to the power of minus more is no normal number: it counts for nothing. */
  private static final float MOST_EXPONENT = 126;

  private static final int PIXELS = TileGrid.PIXELS;
  private static final float[] NOTHING = new float[TileGrid.SIZE];

  private final SplatSettings settings;

  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    /** Planes of red, green, blue and opacity in the order of blocks, and room for a row. */
    final float[] rgba = new float[4 * PIXELS + TileGrid.SIZE];

    final EntryChunk chunk = new EntryChunk();
  }

  /**
   * Light that passes each pixel in the end; tile after tile in the order of {@link TileBlocks}.
   */
  float[] transmittance = new float[0];

  /** The last entry that added to each pixel, −1 for none. */
  int[] last = new int[0];

  TileRenderer(SplatSettings settings) {
    this.settings = settings;
  }

  /** A Gaussian adds nothing where its s is more. */
  static float cut(SplatSettings settings) {
    return (float) Math.min(MOST_EXPONENT, -Math.log(settings.minAlpha()) / Math.log(2));
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
    Scratch s = scratch.get();
    Arrays.fill(s.rgba, 0, 3 * PIXELS, 0);
    int base = tile * PIXELS;
    Arrays.fill(transmittance, base, base + PIXELS, 1f);
    Arrays.fill(last, base, base + PIXELS, -1);
    float left = grid.region().x() + grid.left(tile);
    float top = grid.region().y() + grid.top(tile);
    float cut = cut(settings);
    long open = TileBlocks.ALL; // a bit for each block that lets light through
    for (int e = begin; e < end && open != 0; e += EntryChunk.SIZE) {
      s.chunk.load(
          bins.gaussians, e, Math.min(end, e + EntryChunk.SIZE), screen.data, left, top, cut);
      long todo = open & s.chunk.touched();
      while (todo != 0) {
        int block = Long.numberOfTrailingZeros(todo);
        todo &= todo - 1;
        if (blend(block, s.chunk, base, s.rgba)) {
          open &= ~(1L << block);
        }
      }
    }
    store(tile, grid, s.rgba, rgba);
  }

  /** Lays a chunk behind what a block shows already; true where no light is left. */
  private boolean blend(int block, EntryChunk chunk, int base, float[] rgb) {
    long entries = chunk.entries[block];
    int first = chunk.first;
    float[] data = chunk.values;
    float cut = cut(settings);
    int maxAlpha = Float.floatToRawIntBits(settings.maxAlpha());
    float minTransmittance = settings.minTransmittance();
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector round = FloatVector.broadcast(Lanes.FLOAT, ROUND);
    FloatVector p3 = FloatVector.broadcast(Lanes.FLOAT, P3);
    FloatVector p2 = FloatVector.broadcast(Lanes.FLOAT, P2);
    FloatVector p1 = FloatVector.broadcast(Lanes.FLOAT, P1);
    FloatVector p0 = FloatVector.broadcast(Lanes.FLOAT, P0);
    int pixel = block * Lanes.WIDTH;
    FloatVector x = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_X, pixel);
    FloatVector y = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_Y, pixel);
    FloatVector red = FloatVector.fromArray(Lanes.FLOAT, rgb, pixel);
    FloatVector green = FloatVector.fromArray(Lanes.FLOAT, rgb, PIXELS + pixel);
    FloatVector blue = FloatVector.fromArray(Lanes.FLOAT, rgb, 2 * PIXELS + pixel);
    FloatVector light = FloatVector.fromArray(Lanes.FLOAT, transmittance, base + pixel);
    IntVector latest = IntVector.fromArray(Lanes.INT, last, base + pixel);
    while (entries != 0) {
      VectorMask<Float> lit = light.compare(GE, minTransmittance);
      if (!lit.anyTrue()) {
        break;
      }
      int entry = Long.numberOfTrailingZeros(entries);
      entries &= entries - 1;
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
      FloatVector s =
          p.fma(
              p, q.fma(q, FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.FAINTNESS + entry])));
      VectorMask<Float> adds = s.compare(LE, cut).and(lit);
      FloatVector rounded = round.sub(s);
      FloatVector f = round.sub(rounded).sub(s);
      FloatVector e = f.mul(P4).add(p3).fma(f, p2).fma(f, p1).fma(f, p0);
      FloatVector alpha =
          e.reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
              .min(maxAlpha)
              .reinterpretAsFloats();
      FloatVector weight = zero.blend(alpha, adds).mul(light);
      red = weight.fma(FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.RED + entry]), red);
      green = weight.fma(FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.GREEN + entry]), green);
      blue = weight.fma(FloatVector.broadcast(Lanes.FLOAT, data[EntryChunk.BLUE + entry]), blue);
      light = light.sub(weight);
      latest = latest.blend(first + entry, adds.cast(Lanes.INT));
    }
    red.intoArray(rgb, pixel);
    green.intoArray(rgb, PIXELS + pixel);
    blue.intoArray(rgb, 2 * PIXELS + pixel);
    light.intoArray(transmittance, base + pixel);
    latest.intoArray(last, base + pixel);
    return light.compare(LT, minTransmittance).allTrue();
  }

  private void store(int tile, TileGrid grid, float[] rgba, Picture out) {
    for (int i = 0; i < PIXELS; i += Lanes.WIDTH) {
      FloatVector.broadcast(Lanes.FLOAT, 1f)
          .sub(FloatVector.fromArray(Lanes.FLOAT, transmittance, tile * PIXELS + i))
          .intoArray(rgba, 3 * PIXELS + i);
    }
    int width = grid.width(tile);
    MemorySegment memory = CpuFloats.of(out.buffer()).memory();
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < grid.height(tile); y++) {
        int row = grid.top(tile) + y;
        if (width == TileGrid.SIZE) {
          long at = CpuFloats.pixel(out, channel, grid.left(tile), row);
          TileBlocks.row(rgba, channel * PIXELS, y, memory, at);
        } else {
          TileBlocks.row(rgba, channel * PIXELS, y, rgba, 4 * PIXELS);
          CpuFloats.store(rgba, 4 * PIXELS, out, channel, grid.left(tile), row, width);
        }
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
