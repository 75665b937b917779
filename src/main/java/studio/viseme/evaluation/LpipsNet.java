package studio.viseme.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.speech.onnx.OnnxNet;
import studio.viseme.speech.onnx.OnnxNet.Port;
import studio.viseme.speech.onnx.Tensor;

/**
 * LPIPS (Zhang et al.: The Unreasonable Effectiveness of Deep Features as a Perceptual Metric, CVPR
 * 2018) by a net that the user added: two pictures of {@code 1 × 3 × height × width} in RGB, −1..1,
 * and one number out. Of the whole frame, as the papers have it; the mean over frames.
 */
public final class LpipsNet {
  private static final int TRIAL = 64;
  private static final double ZERO = 1e-3;

  private final OnnxNet net;
  private final int height;
  private final int width;

  private LpipsNet(OnnxNet net, int height, int width) {
    this.net = net;
    this.height = height;
    this.width = width;
  }

  /**
   * Reads the net and tries it: equal pictures must have a distance of nothing, others must not.
   *
   * @throws JobException (input) when it is something else
   */
  public static LpipsNet open(Path file) {
    OnnxNet net = OnnxNet.open(file);
    try {
      List<Port> inputs = net.inputs();
      if (inputs.size() != 2 || !isPicture(inputs.get(0)) || !isPicture(inputs.get(1))) {
        throw wrong(net, "The net doesn't take two pictures of 1 × 3 × height × width");
      }
      long[] shape = inputs.getFirst().shape();
      LpipsNet lpips = new LpipsNet(net, (int) shape[2], (int) shape[3]);
      lpips.tryOut();
      return lpips;
    } catch (JobException e) {
      net.close();
      throw e;
    }
  }

  private static boolean isPicture(Port port) {
    return port.shape().length == 4 && port.shape()[1] == 3;
  }

  private static JobException wrong(OnnxNet net, String what) {
    return JobException.input(
        what, net.file(), "export LPIPS with two inputs in −1..1 and one output");
  }

  private void tryOut() {
    RgbImage grey = new RgbImage(TRIAL, TRIAL);
    RgbImage checks = new RgbImage(TRIAL, TRIAL);
    for (int i = 0; i < TRIAL * TRIAL; i++) {
      int v = (i / 8 + i / TRIAL / 8) % 2 * 255;
      checks.set(i % TRIAL, i / TRIAL, v, v, v);
      grey.set(i % TRIAL, i / TRIAL, 128, 128, 128);
    }
    double same = between(checks, checks);
    double other = between(checks, grey);
    if (!(Math.abs(same) < ZERO && other > ZERO)) {
      throw wrong(
          net,
          String.format(
              Locale.ROOT,
              "The net gives %.3f for equal pictures and %.3f for others: it isn't LPIPS",
              same,
              other));
    }
  }

  /** The distance of two pictures of one size, 0 or more. */
  public double between(RgbImage a, RgbImage b) {
    List<Tensor> out = net.run(tensor(a), tensor(b));
    if (out.size() != 1 || out.getFirst().values().length != 1) {
      throw wrong(net, "The net doesn't give one number");
    }
    return out.getFirst().values()[0];
  }

  private Tensor tensor(RgbImage picture) {
    RgbImage fitting = fitted(picture);
    int pixels = fitting.width() * fitting.height();
    float[] values = new float[pixels * 3];
    for (int i = 0; i < values.length; i++) {
      values[i % 3 * pixels + i / 3] = (fitting.data()[i] & 0xff) / 127.5f - 1;
    }
    return new Tensor(new long[] {1, 3, fitting.height(), fitting.width()}, values);
  }

  /** Of the size that the net wants, if it wants one. */
  private RgbImage fitted(RgbImage picture) {
    if (height <= 0 || width <= 0) {
      return picture;
    }
    boolean shrinks = width <= picture.width() && height <= picture.height();
    return shrinks
        ? Resampling.area(picture, width, height)
        : Resampling.bilinear(picture, width, height);
  }
}
