package studio.viseme.face.tflite;

import java.io.IOException;
import java.io.InputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * A model ready to run, with one float input and any number of float outputs. One thread, with
 * XNNPACK: on faces' small nets more threads only wait for each other, so run one model a worker
 * instead. Not thread-safe.
 */
public final class TfliteModel implements AutoCloseable {
  private static final int THREADS = 1;

  private final BytePointer bytes;
  private final FlatBufferModel model;
  private final BuiltinOpResolver resolver;
  private final InterpreterBuilder builder;
  private final Interpreter interpreter;
  private final FloatPointer input;
  private final int inputLength;

  /**
   * @param resource a class path resource, such as {@code /models/selfie_segmentation.tflite}
   * @throws IllegalStateException when it isn't there or can't be run
   */
  public static TfliteModel load(String resource) {
    try (InputStream in = TfliteModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "model " + resource + " isn't on the class path; the build fetches it");
      }
      return new TfliteModel(resource, in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("model " + resource + " can't be read", e);
    }
  }

  private TfliteModel(String name, byte[] content) {
    bytes = new BytePointer(content);
    model = FlatBufferModel.BuildFromBuffer(bytes, content.length);
    if (model == null || model.isNull()) {
      throw new IllegalStateException(name + " isn't a model");
    }
    resolver = new BuiltinOpResolver();
    OperationRegistry.addTo(resolver);
    builder = new InterpreterBuilder(model, resolver);
    interpreter = new Interpreter((Pointer) null);
    if (builder.apply(interpreter, THREADS) != 0
        || interpreter.isNull()
        || interpreter.AllocateTensors() != 0) {
      throw new IllegalStateException(name + " can't be built");
    }
    input = interpreter.typed_input_tensor_float(0);
    inputLength = (int) (interpreter.input_tensor(0).bytes() / Float.BYTES);
  }

  /** Runs the model on an input of its own length. */
  public void run(float[] values) {
    if (values.length != inputLength) {
      throw new IllegalArgumentException(values.length + " values for an input of " + inputLength);
    }
    input.put(values);
    if (interpreter.Invoke() != 0) {
      throw new IllegalStateException("model failed", OperationRegistry.takeFailure());
    }
  }

  /** A copy of one output of the last run. */
  public float[] output(int index) {
    float[] out = new float[(int) (interpreter.output_tensor(index).bytes() / Float.BYTES)];
    interpreter.typed_output_tensor_float(index).get(out);
    return out;
  }

  public int inputLength() {
    return inputLength;
  }

  @Override
  public void close() {
    interpreter.close();
    builder.close();
    resolver.close();
    model.close();
    bytes.close();
  }
}
