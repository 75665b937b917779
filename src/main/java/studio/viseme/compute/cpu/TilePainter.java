package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import studio.viseme.compute.SplatSettings;

/**
 * Blends a tile as {@link TileRenderer} does, whose expressions it repeats to the letter, for the
 * eye alone: nothing is kept for a gradient, and pixels go where they are wanted, channel beside
 * channel.
 */
final class TilePainter {
  private static final int PIXELS = TileGrid.PIXELS;
  private static final int CHANNELS = 4;

  private final SplatSettings settings;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    /** Planes of red, green, blue and the light that passes, in the order of blocks. */
    final float[] planes = new float[CHANNELS * PIXELS];

    final EntryChunk chunk = new EntryChunk();
  }

  TilePainter(SplatSettings settings) {
    this.settings = settings;
  }

  /**
   * Paints a tile that some entry reaches.
   *
   * @param rgba of a frame {@code width} pixels wide, in which the grid's region lies
   */
  void paint(
      int tile, TileGrid grid, ScreenGaussians screen, TileBins bins, float[] rgba, int width) {
    int begin = bins.start[tile];
    int end = bins.start[tile + 1];
    if (begin == end) {
      return;
    }
    Scratch s = scratch.get();
    Arrays.fill(s.planes, 0, 3 * PIXELS, 0);
    Arrays.fill(s.planes, 3 * PIXELS, 4 * PIXELS, 1);
    float left = grid.region().x() + grid.left(tile);
    float top = grid.region().y() + grid.top(tile);
    float cut = TileRenderer.cut(settings);
    long open = TileBlocks.ALL; // a bit for each block that lets light through
    for (int e = begin; e < end && open != 0; e += EntryChunk.SIZE) {
      int to = Math.min(end, e + EntryChunk.SIZE);
      s.chunk.load(bins.gaussians, e, to, screen.data, left, top, cut);
      long todo = open & s.chunk.touched();
      while (todo != 0) {
        int block = Long.numberOfTrailingZeros(todo);
        todo &= todo - 1;
        if (blend(block, s.chunk, s.planes)) {
          open &= ~(1L << block);
        }
      }
    }
    int first = (grid.region().y() + grid.top(tile)) * width + grid.region().x() + grid.left(tile);
    interleave(s.planes, grid.width(tile), grid.height(tile), rgba, CHANNELS * first, width);
  }

  /** Lays a chunk behind what a block shows already; true where no light is left. */
  private boolean blend(int block, EntryChunk chunk, float[] planes) {
    long entries = chunk.entries[block];
    float[] data = chunk.values;
    float cut = TileRenderer.cut(settings);
    int maxAlpha = Float.floatToRawIntBits(settings.maxAlpha());
    float minTransmittance = settings.minTransmittance();
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector round = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.ROUND);
    FloatVector p3 = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P3);
    FloatVector p2 = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P2);
    FloatVector p1 = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P1);
    FloatVector p0 = FloatVector.broadcast(Lanes.FLOAT, TileRenderer.P0);
    int pixel = block * Lanes.WIDTH;
    FloatVector x = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_X, pixel);
    FloatVector y = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.CENTERS_Y, pixel);
    FloatVector red = FloatVector.fromArray(Lanes.FLOAT, planes, pixel);
    FloatVector green = FloatVector.fromArray(Lanes.FLOAT, planes, PIXELS + pixel);
    FloatVector blue = FloatVector.fromArray(Lanes.FLOAT, planes, 2 * PIXELS + pixel);
    FloatVector light = FloatVector.fromArray(Lanes.FLOAT, planes, 3 * PIXELS + pixel);
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
      FloatVector e = f.mul(TileRenderer.P4).add(p3).fma(f, p2).fma(f, p1).fma(f, p0);
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
    }
    red.intoArray(planes, pixel);
    green.intoArray(planes, PIXELS + pixel);
    blue.intoArray(planes, 2 * PIXELS + pixel);
    light.intoArray(planes, 3 * PIXELS + pixel);
    return light.compare(LT, minTransmittance).allTrue();
  }

  private static void interleave(
      float[] planes, int columns, int rows, float[] rgba, int first, int width) {
    for (int y = 0; y < rows; y++) {
      int to = first + CHANNELS * y * width;
      for (int x = 0; x < columns; x++, to += CHANNELS) {
        int from = TileBlocks.at(x & -TileBlocks.WIDTH, y) + (x & TileBlocks.WIDTH - 1);
        rgba[to] = planes[from];
        rgba[to + 1] = planes[PIXELS + from];
        rgba[to + 2] = planes[2 * PIXELS + from];
        rgba[to + 3] = 1 - planes[3 * PIXELS + from];
      }
    }
  }
}
