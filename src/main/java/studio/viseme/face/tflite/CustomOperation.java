package studio.viseme.face.tflite;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * One operation that TensorFlow Lite calls back for: plain arithmetic over arrays, without a trace
 * of the native library. Stateless; called from several threads at once.
 */
interface CustomOperation {
  /**
   * @param inputs in the operation's order; constant inputs included
   * @param outputShape the shape the model declares for its one output
   * @param options the operation's own options, as stored in the model
   * @return the output's values, row-major
   */
  float[] run(Tensor[] inputs, int[] outputShape, ByteBuffer options);

  /**
   * A tensor's values, valid while the operation runs, and its shape. Feature maps are large and
   * their operations need a part of them: {@link #values} copies all, {@link FloatBuffer#get(int,
   * float[], int, int)} a part.
   */
  record Tensor(FloatBuffer buffer, int[] shape) {
    Tensor(float[] values, int[] shape) {
      this(FloatBuffer.wrap(values), shape);
    }

    float[] values() {
      float[] values = new float[buffer.limit()];
      buffer.get(0, values);
      return values;
    }
  }
}
