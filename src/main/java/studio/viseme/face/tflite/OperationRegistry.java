package studio.viseme.face.tflite;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.TfLiteContext;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteNode;
import org.bytedeco.tensorflowlite.TfLiteRegistration;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * Hands the Java operations to TensorFlow Lite. Registered once for the process and shared by all
 * interpreters: JavaCPP has only about ten native slots for the instances of one callback class.
 */
final class OperationRegistry {
  private static final int CUSTOM = 32;
  private static final int OK = 0;
  private static final int ERROR = 1;

  /** Keeps what native code points to alive. */
  private static final List<Pointer> ALIVE = new ArrayList<>();

  private static final Prepare PREPARE = keep(new Prepare());

  static {
    NativeLog.quieten();
  }

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("Landmarks2TransformMatrix", 2, LandmarkOperations::landmarksToTransformMatrix),
          new Entry("TransformTensorBilinear", 2, LandmarkOperations::transformTensorBilinear),
          new Entry("TransformLandmarks", 2, LandmarkOperations::transformLandmarks),
          new Entry("Convolution2DTransposeBias", 1, TransposeConvolution::run));

  /** Why the last operation on this thread failed: an exception can't pass through native code. */
  private static final ThreadLocal<Throwable> FAILURE = new ThreadLocal<>();

  private OperationRegistry() {}

  static void addTo(BuiltinOpResolver resolver) {
    for (Entry entry : ENTRIES) {
      resolver.AddCustom(entry.name, entry.registration, entry.version);
    }
  }

  /** Takes the failure of this thread's last operation; null when there was none. */
  static Throwable takeFailure() {
    Throwable failure = FAILURE.get();
    FAILURE.remove();
    return failure;
  }

  private static <P extends Pointer> P keep(P pointer) {
    ALIVE.add(pointer);
    return pointer;
  }

  private static final class Entry {
    final String name;
    final int version;
    final TfLiteRegistration registration;

    Entry(String name, int version, CustomOperation operation) {
      this.name = name;
      this.version = version;
      this.registration = keep(new TfLiteRegistration());
      BytePointer.memset(registration, 0, registration.sizeof());
      registration.prepare(PREPARE);
      registration.invoke(keep(new Invoke(operation)));
      registration.builtin_code(CUSTOM);
      registration.custom_name(keep(new BytePointer(name)));
      registration.version(version);
    }
  }

  /** Nothing to prepare: the models declare the shapes of all outputs. */
  private static final class Prepare extends TfLiteRegistration.Prepare_TfLiteContext_TfLiteNode {
    Prepare() {
      super();
    }

    @Override
    public int call(TfLiteContext context, TfLiteNode node) {
      return OK;
    }
  }

  private static final class Invoke extends TfLiteRegistration.Invoke_TfLiteContext_TfLiteNode {
    private final CustomOperation operation;

    Invoke(CustomOperation operation) {
      super();
      this.operation = operation;
    }

    @Override
    public int call(TfLiteContext context, TfLiteNode node) {
      try {
        TfLiteIntArray indices = node.inputs();
        CustomOperation.Tensor[] inputs = new CustomOperation.Tensor[indices.size()];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = read(tensor(context, indices.data(i)));
        }
        TfLiteTensor output = tensor(context, node.outputs().data(0));
        int bytes = node.custom_initial_data_size();
        ByteBuffer options =
            bytes == 0
                ? ByteBuffer.allocate(0)
                : new BytePointer(node.custom_initial_data()).capacity(bytes).asByteBuffer();
        output.data().f().put(operation.run(inputs, shape(output), options));
        return OK;
      } catch (RuntimeException | Error e) {
        FAILURE.set(e);
        return ERROR;
      }
    }

    private static TfLiteTensor tensor(TfLiteContext context, int index) {
      return new TfLiteTensor(context.tensors()).position(index);
    }

    private static CustomOperation.Tensor read(TfLiteTensor tensor) {
      FloatBuffer values =
          new FloatPointer(tensor.data().f()).capacity(tensor.bytes() / Float.BYTES).asBuffer();
      return new CustomOperation.Tensor(values, shape(tensor));
    }

    private static int[] shape(TfLiteTensor tensor) {
      TfLiteIntArray dims = tensor.dims();
      int[] shape = new int[dims.size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dims.data(i);
      }
      return shape;
    }
  }
}
