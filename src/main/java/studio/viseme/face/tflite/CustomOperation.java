package studio.viseme.face.tflite;

import java.nio.ByteBuffer;

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

  /** A copy of a tensor's values and its shape. */
  record Tensor(float[] values, int[] shape) {}
}
