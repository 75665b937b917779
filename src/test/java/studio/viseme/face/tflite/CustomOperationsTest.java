package studio.viseme.face.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.viseme.face.tflite.CustomOperation.Tensor;

class CustomOperationsTest {
  /** {a: 5, v: [1, 2, 3]}, assembled by hand from the format's description. */
  private static final byte[] SMALL_MAP = {
    'a',
    0,
    'v',
    0, // the keys, at 0 and 2
    3,
    1,
    2,
    3, // a vector of three ints, at 5
    2,
    9,
    8, // two offsets to the keys, at 9
    2,
    1,
    2, // offset of the keys, their width, the map's size
    5,
    10, // the values, at 14: 5 itself, and the offset to the vector
    1 << 2,
    11 << 2, // their types
    4,
    9 << 2,
    1 // the root: its offset, type and width
  };

  @Test
  void flexBufferMapByHand() {
    Map<String, double[]> map = FlexBuffer.readMap(ByteBuffer.wrap(SMALL_MAP));
    assertThat(map).containsOnlyKeys("a", "v");
    assertThat(map.get("a")).containsExactly(5);
    assertThat(map.get("v")).containsExactly(1, 2, 3);
  }

  @Test
  void flexBufferThatIsNoMapIsRefused() {
    assertThatThrownBy(() -> FlexBuffer.readMap(ByteBuffer.wrap(new byte[] {7, 1 << 2, 1})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tensorIsSampledAtPixelCentres() {
    // 2 × 2 pixels, one channel; scale ½ about the corner: the four targets fall on −0.25, 0.25 in
    // each axis.
    Tensor in = new Tensor(new float[] {0, 10, 20, 30}, new int[] {1, 2, 2, 1});
    Tensor half = matrix(0.5f, 0, 0, 0, 0.5f, 0);
    float[] out =
        run(LandmarkOperations::transformTensorBilinear, new int[] {1, 2, 2, 1}, in, half);
    assertThat(out)
        .as("outside is zero, even half a pixel")
        .containsExactly(0, 0, 0, 0.25f * 10 + 0.25f * 20);
  }

  @Test
  void identityMatrixCopiesEveryChannel() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Tensor in = new Tensor(values, new int[] {1, 2, 3, 2});
    float[] out =
        run(
            LandmarkOperations::transformTensorBilinear,
            new int[] {1, 2, 3, 2},
            in,
            matrix(1, 0, 0, 0, 1, 0));
    assertThat(out).containsExactly(values);
  }

  @Test
  void landmarksAreMappedByTheMatrix() {
    Tensor points = new Tensor(new float[] {1, 2, 3, 4}, new int[] {1, 4});
    float[] out =
        run(
            LandmarkOperations::transformLandmarks,
            new int[] {1, 4},
            points,
            matrix(2, 1, 10, 0, -1, 5));
    assertThat(out).containsExactly(2 + 2 + 10, -2 + 5, 6 + 4 + 10, -4 + 5);
  }

  @Test
  void transposedConvolutionByHand() {
    // One input pixel pair, one channel, a 2 × 2 kernel and stride 2: each pixel paints its own
    // block.
    Tensor in = new Tensor(new float[] {2, 3}, new int[] {1, 1, 2, 1});
    Tensor weights = new Tensor(new float[] {1, 10, 100, 1000}, new int[] {1, 2, 2, 1});
    Tensor bias = new Tensor(new float[] {0.5f}, new int[] {1});
    ByteBuffer options =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(2).putInt(2);
    float[] out =
        TransposeConvolution.run(
            new Tensor[] {in, weights, bias}, new int[] {1, 2, 4, 1}, options.flip());
    assertThat(out).containsExactly(2.5f, 20.5f, 3.5f, 30.5f, 200.5f, 2000.5f, 300.5f, 3000.5f);
  }

  @Test
  void regionMatrixMapsTheRegionsCornersOntoTheLandmarks() {
    // The options of the model's own lip region would do as well; these are written out: subset {0,
    // 1, 2, 3}, level, no margin.
    float[] points = {10, 20, 0, 30, 20, 0, 10, 28, 0, 30, 28, 0};
    float[] m =
        LandmarkOperations.landmarksToTransformMatrix(
            new Tensor[] {new Tensor(points, new int[] {1, 12})},
            new int[] {1, 4, 4},
            regionOptions());
    // A region of 4 × 2 pixels on a box from (10, 20) to (30, 28).
    assertThat(apply(m, 0, 0)).containsExactly(new double[] {10, 20}, within(1e-5));
    assertThat(apply(m, 4, 2)).containsExactly(new double[] {30, 28}, within(1e-5));
    assertThat(apply(m, 2, 1)).containsExactly(new double[] {20, 24}, within(1e-5));
  }

  @Test
  void theAttentionMeshRunsWithTheseOperations() {
    try (TfliteModel model = TfliteModel.load("/models/face_landmark_with_attention.tflite")) {
      float[] grey = new float[model.inputLength()];
      Arrays.fill(grey, 0.5f);
      model.run(grey);
      float[] first = model.output(1);
      model.run(grey);
      assertThat(first).hasSize(160);
      assertThat(model.output(1)).as("the same input gives the same bits").isEqualTo(first);
      for (float v : first) {
        assertThat(v).isBetween(-192f, 384f);
      }
    }
  }

  private static double[] apply(float[] m, double x, double y) {
    return new double[] {m[0] * x + m[1] * y + m[3], m[4] * x + m[5] * y + m[7]};
  }

  private static float[] run(CustomOperation operation, int[] shape, Tensor... inputs) {
    return operation.run(inputs, shape, ByteBuffer.allocate(0));
  }

  private static Tensor matrix(float xx, float xy, float x0, float yx, float yy, float y0) {
    float[] m = {xx, xy, 0, x0, yx, yy, 0, y0, 0, 0, 1, 0, 0, 0, 0, 1};
    return new Tensor(m, new int[] {1, 4, 4});
  }

  /** {left_rotation_idx: 0, output_height: 2, …} with all numbers as small ints, keys in order. */
  private static ByteBuffer regionOptions() {
    String[] keys = {
      "left_rotation_idx",
      "output_height",
      "output_width",
      "right_rotation_idx",
      "scale_x",
      "scale_y",
      "subset_idxs",
      "target_rotation_radians"
    };
    int[] values = {0, 2, 4, 1, 1, 1, -1, 0};
    ByteBuffer b = ByteBuffer.allocate(256);
    int[] keyAt = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keyAt[i] = b.position();
      b.put(keys[i].getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    }
    b.put((byte) 4);
    int subset = b.position();
    b.put(new byte[] {0, 1, 2, 3});
    b.put((byte) keys.length);
    int keyVector = b.position();
    for (int at : keyAt) {
      b.put((byte) (b.position() - at));
    }
    b.put((byte) (b.position() - keyVector)).put((byte) 1).put((byte) keys.length);
    int map = b.position();
    for (int v : values) {
      b.put((byte) (v < 0 ? b.position() - subset : v));
    }
    for (int v : values) {
      b.put((byte) ((v < 0 ? 11 : 1) << 2));
    }
    b.put((byte) (b.position() - map)).put((byte) (9 << 2)).put((byte) 1);
    return b.flip();
  }
}
