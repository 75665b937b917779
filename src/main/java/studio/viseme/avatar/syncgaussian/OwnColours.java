package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.face.parsing.Foreground;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.SmoothStep;

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
 * <p>For that reason Gaussians that lie behind others, and were hardly seen through them, take the
 * mean of what was seen where they are. What they learnt is what the others lacked: where a head
 * turns and they come to the front it is specks.
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

  /**
   * A Gaussian of which less is seen than this share of what would be if nothing lay before it is
   * hidden, the more the less is seen.
   */
  private static final double HIDDEN = 0.2;

  private final HeadModel model;
  private final int count;

  /** For each Gaussian, summed over frames and pixels: how much of it is seen. */
  private final double[] seen;

  /** How much of it would be seen if nothing lay before it, summed as well. */
  private final double[] unhidden;

  /** 3 × Gaussians: how much of each is seen, times the person's own colours there. */
  private final double[] meant;

  /** How much of each is seen at the rim alone. */
  private final double[] atRim;

  /** 3 × Gaussians: the same, times the person's own colours there. */
  private final double[] wanted;

  private OwnColours(HeadModel model) {
    this.model = model;
    this.count = model.head.count();
    this.seen = new double[count];
    this.unhidden = new double[count];
    this.meant = new double[3 * count];
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
    float[] rimColours = new float[4 * pixels];
    for (int i = 0; i < pixels; i++) {
      boolean isRim = sample.mask()[i] != 0 && foreground.rim().data()[i] != 0;
      places[i] = 1;
      places[pixels + i] = isRim ? 1 : 0;
      for (int c = 0; c < 3; c++) {
        float colour = (foreground.colours().data()[3 * i + c] & 0xff) / 255f;
        colours[c * pixels + i] = colour;
        rimColours[c * pixels + i] = isRim ? colour : 0;
      }
    }
    Engine engine = model.engine;
    Picture rgba = Picture.allocate(engine, 4, box.width(), box.height());
    Picture asked = Picture.allocate(engine, 4, box.width(), box.height());
    Batch answers = Batch.allocate(engine, Gaussians.CHANNELS, model.count());
    SplatView view = new SplatView(set.camera(), sample.pose(), box);
    model.forward(sample.state(), view, true, rgba);
    double[] sums = answers(places, asked, answers);
    double[] footprints = Footprints.of(model.deformedHead(), view, dilation(scale));
    for (int i = 0; i < count; i++) {
      seen[i] += sums[i];
      atRim[i] += sums[count + i];
      unhidden[i] += footprints[i];
    }
    addTo(meant, answers(colours, asked, answers));
    addTo(wanted, answers(rimColours, asked, answers));
    rgba.buffer().close();
    asked.buffer().close();
    answers.buffer().close();
  }

  private static double dilation(double scale) {
    return HeadModel.blurred(SplatSettings.standard(), scale).dilation();
  }

  private static void addTo(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
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
      if (seen[i] < LEAST_SEEN) {
        continue;
      }
      double own = Palette.sigmoid(learnt[at]);
      double hidden = SmoothStep.of(1 - seen[i] / (HIDDEN * unhidden[i]));
      own += hidden * (meant[at] / seen[i] - own);
      if (atRim[i] > 0) {
        double share = Math.min(1, atRim[i] / seen[i]);
        own += share * (wanted[at] / atRim[i] - own);
      }
      own = Math.clamp(own, 0.01, 0.99);
      more[at] = (float) Math.log(own / (1 - own)) - learnt[at];
    }
    return more;
  }
}
