package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatView;
import studio.viseme.face.parsing.Foreground;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;

/**
 * The colours that a head's Gaussians have when it isn't laid over the film that it was learnt
 * from.
 *
 * <p>A film's rim is partly the wall's: colour is stored at half size, and a matte is never quite
 * right. A head that shall look like its film has to learn that, and wears it before other walls
 * and where it turns. So each Gaussian is asked how much of what is seen of it is seen at the rim,
 * and takes that share of the mean {@link Foreground} there. Means don't compensate each other, as
 * fitted colours do: a head that turns shows them one by one.
 *
 * <p>What is seen of a Gaussian in a pixel is its weight w in C = Σ w c. That has no need of a
 * renderer of its own: the gradient of Σ g C with respect to c is Σ w g, for any picture g.
 */
final class OwnColours {
  /** Looked at, evenly taken from the training frames. */
  private static final int FRAMES = 8;

  /** Width of the pictures, pixels. */
  private static final double WIDTH = 256;

  /** Of a colour in its logit: those of black and white are no numbers to divide by. */
  private static final double LEAST_SLOPE = 1e-4;

  /** What is hardly seen in all frames together says nothing, pixels. */
  private static final double LEAST_SEEN = 0.05;

  private final HeadModel model;
  private final int count;

  /** For each Gaussian, summed over frames and pixels: how much of it is seen. */
  private final double[] seen;

  /** The same, at the rim alone. */
  private final double[] atRim;

  /** 3 × Gaussians: the same, times the person's own colours. */
  private final double[] wanted;

  private OwnColours(HeadModel model) {
    this.model = model;
    this.count = model.head.count();
    this.seen = new double[count];
    this.atRim = new double[count];
    this.wanted = new double[3 * count];
  }

  /**
   * Finds them.
   *
   * @param model as learnt
   * @param frames the training frames
   * @param states of a frame, see {@link Layout}
   * @param standing the set with the heads where they are known to stand
   * @return what to add to the logits of the colours of the head's Gaussians, 3 rows
   */
  static float[] of(
      HeadModel model,
      Capture capture,
      int[] frames,
      IntFunction<float[]> states,
      UnaryOperator<TrainingSet> standing,
      JobContext job) {
    double scale = Math.min(1, WIDTH / capture.clip().width());
    List<TrainingSet.Look> looks = List.of(new TrainingSet.Look(TrainingSet.Framing.HEAD, scale));
    TrainingSet set =
        standing.apply(TrainingSet.load(capture, frames, looks, FRAMES, states, job).getFirst());
    OwnColours own = new OwnColours(model);
    model.scale(scale);
    for (int k = 0; k < set.size(); k++) {
      own.look(set.sample(k), set, scale);
    }
    return own.more();
  }

  private void look(TrainingSet.Sample sample, TrainingSet set, double scale) {
    Rectangle box = sample.box();
    int pixels = box.width() * box.height();
    Foreground foreground = foreground(sample, scale);
    float[] places = new float[4 * pixels];
    float[] colours = new float[4 * pixels];
    for (int i = 0; i < pixels; i++) {
      places[i] = 1;
      if (sample.mask()[i] != 0 && foreground.rim().data()[i] != 0) {
        places[pixels + i] = 1;
        for (int c = 0; c < 3; c++) {
          colours[c * pixels + i] = (foreground.colours().data()[3 * i + c] & 0xff) / 255f;
        }
      }
    }
    Engine engine = model.engine;
    Picture rgba = Picture.allocate(engine, 4, box.width(), box.height());
    Picture asked = Picture.allocate(engine, 4, box.width(), box.height());
    Batch answers = Batch.allocate(engine, Gaussians.CHANNELS, model.count());
    SplatView view = new SplatView(set.camera(), sample.pose(), box);
    model.forward(sample.state(), view, true, rgba);
    double[] sums = answers(places, asked, answers);
    for (int i = 0; i < count; i++) {
      seen[i] += sums[i];
      atRim[i] += sums[count + i];
    }
    sums = answers(colours, asked, answers);
    for (int i = 0; i < sums.length; i++) {
      wanted[i] += sums[i];
    }
    rgba.buffer().close();
    asked.buffer().close();
    answers.buffer().close();
  }

  private static Foreground foreground(TrainingSet.Sample sample, double scale) {
    Rectangle box = sample.box();
    int pixels = box.width() * box.height();
    RgbImage filmed = new RgbImage(box.width(), box.height());
    for (int i = 0; i < 3 * pixels; i++) {
      filmed.data()[i] = sample.target()[i % 3 * pixels + i / 3];
    }
    GrayImage person = new GrayImage(box.width(), box.height(), sample.person());
    return Foreground.of(filmed, person, scale);
  }

  /** Σ w g of each channel, for the head's Gaussians as the latest forward shows them. */
  private double[] answers(float[] g, Picture asked, Batch gradients) {
    asked.upload(g);
    model.splatter().backward(asked, Gaussians.of(gradients), null, null);
    float[] logits = model.deformedHead().colorLogits().download();
    float[] slopes = Gaussians.of(gradients).first(count).colorLogits().download();
    double[] sums = new double[3 * count];
    for (int i = 0; i < sums.length; i++) {
      double colour = Palette.sigmoid(logits[i]);
      sums[i] = slopes[i] / Math.max(LEAST_SLOPE, colour * (1 - colour));
    }
    return sums;
  }

  private float[] more() {
    float[] learnt = model.head.gaussians().colorLogits().download();
    float[] more = new float[3 * count];
    for (int at = 0; at < more.length; at++) {
      int i = at % count;
      if (seen[i] < LEAST_SEEN || atRim[i] <= 0) {
        continue;
      }
      double share = Math.min(1, atRim[i] / seen[i]);
      double filmed = Palette.sigmoid(learnt[at]);
      double mean = Math.clamp(wanted[at] / atRim[i], 0, 1);
      double own = Math.clamp(filmed + share * (mean - filmed), 0.01, 0.99);
      more[at] = (float) Math.log(own / (1 - own)) - learnt[at];
    }
    return more;
  }
}
