package studio.viseme.speech.se4lip;

import java.util.List;
import java.util.random.RandomGenerator;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.speech.learning.ConvNet;

/** The net that sees: five frames of lips, one above the other, to an embedding. */
final class LipTower implements AutoCloseable {
  /** Values of what it looks at: five frames of three colours. */
  static final int SIZE = LipPictures.WINDOW * LipPictures.SIZE;

  private static final int CHANNELS = 3 * LipPictures.WINDOW;
  private static final int PIXELS = LipPictures.WIDTH * LipPictures.HEIGHT;

  private final List<ConvNet.Layer> layers;
  private final ConvNet net;
  private final Batch input;

  LipTower(Engine engine, NetSize size, int most) {
    this.layers = size.lipNet();
    this.net = new ConvNet(engine, layers, most);
    this.input = Batch.allocate(engine, CHANNELS, most * PIXELS);
  }

  int parameters() {
    return ConvNet.parameters(layers);
  }

  float[] initialize(RandomGenerator random) {
    return ConvNet.initialize(layers, random);
  }

  /**
   * Puts five frames where {@link #forward} wants them.
   *
   * @param mirrored swaps left and right
   * @param shiftX moves the pictures, pixels; what is beyond a border repeats it
   * @param gain by which every value is multiplied
   * @param columns channels × (count · pixels)
   */
  static void fill(
      LipPictures lips,
      int frame,
      boolean mirrored,
      int shiftX,
      int shiftY,
      float gain,
      float[] columns,
      int place,
      int count) {
    for (int f = 0; f < LipPictures.WINDOW; f++) {
      byte[] picture = lips.pictures()[frame - LipPictures.WINDOW / 2 + f];
      for (int c = 0; c < 3; c++) {
        int to = ((3 * f + c) * count + place) * PIXELS;
        for (int y = 0; y < LipPictures.HEIGHT; y++) {
          int row = Math.clamp(y + shiftY, 0, LipPictures.HEIGHT - 1) * LipPictures.WIDTH;
          for (int x = 0; x < LipPictures.WIDTH; x++) {
            int column = Math.clamp(x + shiftX, 0, LipPictures.WIDTH - 1);
            int from = c * PIXELS + row + (mirrored ? LipPictures.WIDTH - 1 - column : column);
            columns[to++] = gain * (picture[from] & 0xff) / 127.5f - 1;
          }
        }
      }
    }
  }

  /** See {@link ConvNet#forward}. */
  Batch forward(Batch parameters, float[] columns, int count) {
    Batch in = input.first(count * PIXELS);
    in.upload(columns);
    return net.forward(parameters, in);
  }

  void backward(Batch by, Batch parameterGradient) {
    net.backward(by, parameterGradient, null);
  }

  @Override
  public void close() {
    net.close();
    input.buffer().close();
  }
}
