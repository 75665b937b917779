package studio.viseme.face.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import studio.viseme.store.Json;

/**
 * The weights of face-api's recognition net as it ships them: a list of tensors, and one file with
 * their values one after another, either as 32-bit floats or as bytes {@code b} that mean {@code b
 * · scale + min}.
 */
final class RecognitionWeights {
  private static final String VALUES = "/models/face_recognition_model.bin";
  private static final String LIST = "/models/face_recognition_model-weights_manifest.json";

  /** One group of the list. */
  record Group(Tensor[] weights, String[] paths) {}

  /** One tensor of the list. */
  record Tensor(String name, int[] shape, String dtype, Quantization quantization) {
    int size() {
      int size = 1;
      for (int side : shape) {
        size *= side;
      }
      return size;
    }
  }

  /** How bytes become numbers; null for 32-bit floats. */
  record Quantization(String dtype, double scale, double min) {}

  private final Map<String, float[]> values = new HashMap<>();
  private final Map<String, int[]> shapes = new HashMap<>();

  /**
   * @throws IllegalStateException when the build didn't put the weights on the class path, or they
   *     aren't the ones that are expected
   */
  static RecognitionWeights load() {
    String list = new String(read(LIST), StandardCharsets.UTF_8);
    RecognitionWeights weights = new RecognitionWeights();
    ByteBuffer bytes = ByteBuffer.wrap(read(VALUES)).order(ByteOrder.LITTLE_ENDIAN);
    for (Group group : Json.parse(list, Group[].class, LIST)) {
      for (Tensor tensor : group.weights) {
        weights.values.put(tensor.name, values(tensor, bytes));
        weights.shapes.put(tensor.name, tensor.shape);
      }
    }
    if (bytes.hasRemaining()) {
      throw new IllegalStateException(bytes.remaining() + " bytes too many in " + VALUES);
    }
    return weights;
  }

  private static float[] values(Tensor tensor, ByteBuffer bytes) {
    float[] out = new float[tensor.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          tensor.quantization == null
              ? bytes.getFloat()
              : (float)
                  ((bytes.get() & 0xff) * tensor.quantization.scale + tensor.quantization.min);
    }
    return out;
  }

  private static byte[] read(String resource) {
    try (InputStream in = RecognitionWeights.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "model " + resource + " isn't on the class path; the build fetches it");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("model " + resource + " can't be read", e);
    }
  }

  float[] values(String name) {
    float[] found = values.get(name);
    if (found == null) {
      throw new IllegalStateException("the recognition net has no tensor " + name);
    }
    return found;
  }

  /**
   * A convolution and the scale and shift of each output channel that follow it, as one
   * convolution.
   */
  Filters filters(String name, int stride, int padding) {
    float[] kernels = values(name + "/conv/filters").clone();
    float[] bias = values(name + "/conv/bias").clone();
    float[] scale = values(name + "/scale/weights");
    float[] shift = values(name + "/scale/biases");
    int[] shape = shapes.get(name + "/conv/filters");
    int outputs = bias.length;
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] *= scale[i % outputs];
    }
    for (int o = 0; o < outputs; o++) {
      bias[o] = bias[o] * scale[o] + shift[o];
    }
    return Filters.of(shape[0], shape[2], stride, padding, kernels, bias);
  }
}
