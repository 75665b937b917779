package studio.viseme.speech.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.viseme.job.JobException;

/**
 * A net from an ONNX file: 32-bit floats in, 32-bit floats out, on the CPU. Each run takes one
 * thread and gives the same numbers for the same input; several may run at once. Thread-safe.
 */
public final class OnnxNet implements AutoCloseable {
  private static final String REMEDY = "take a file that the user guide's table describes";

  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<Port> inputs;

  /**
   * What goes in or comes out.
   *
   * @param shape how many along each dimension, −1 where any number is right
   */
  public record Port(String name, long[] shape) {}

  private OnnxNet(Path file, OrtEnvironment environment, OrtSession session, List<Port> inputs) {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
  }

  /**
   * Reads a net.
   *
   * @throws JobException (input) when the file isn't there, isn't an ONNX net, or takes something
   *     else than 32-bit floats
   */
  public static OnnxNet open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw JobException.input("There is no such file", file, "name an ONNX file");
    }
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        return new OnnxNet(file, environment, session, inputs(session, file));
      } catch (JobException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "This isn't an ONNX net that can be run",
          file.toString(),
          REMEDY,
          e);
    }
  }

  private static List<Port> inputs(OrtSession session, Path file) throws OrtException {
    List<Port> ports = new ArrayList<>();
    for (NodeInfo node : session.getInputInfo().values()) {
      if (!(node.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
        throw JobException.input(
            "The net's input \"%s\" doesn't take 32-bit floats".formatted(node.getName()),
            file,
            REMEDY);
      }
      ports.add(new Port(node.getName(), info.getShape()));
    }
    return List.copyOf(ports);
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** What it takes, in the file's order. */
  public List<Port> inputs() {
    return inputs;
  }

  /**
   * Runs the net.
   *
   * @param values one for each of {@link #inputs()}
   * @return the outputs that are 32-bit floats, in the file's order
   * @throws JobException (input) when the net can't be run on that
   */
  public List<Tensor> run(Tensor... values) {
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    try {
      for (int i = 0; i < values.length; i++) {
        feed.put(
            inputs.get(i).name(),
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(values[i].values()), values[i].shape()));
      }
      try (OrtSession.Result result = session.run(feed)) {
        return outputs(result);
      }
    } catch (OrtException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "The net can't be run on an input of " + Tensor.text(values[0].shape()),
          file.toString(),
          REMEDY,
          e);
    } finally {
      feed.values().forEach(OnnxTensor::close);
    }
  }

  private static List<Tensor> outputs(OrtSession.Result result) {
    List<Tensor> out = new ArrayList<>();
    for (Map.Entry<String, OnnxValue> entry : result) {
      if (entry.getValue() instanceof OnnxTensor tensor
          && tensor.getInfo().type == OnnxJavaType.FLOAT) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        out.add(new Tensor(tensor.getInfo().getShape(), values));
      }
    }
    return out;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + " can't be closed", e);
    }
  }
}
