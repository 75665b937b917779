package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import studio.viseme.compute.Gaussians;
import studio.viseme.math.Vec3;

/** The colours that learnt Gaussians have, for others that shall look like them. */
final class Palette {
  /** Neighbours whose colours are mixed: single ones are lighter or darker than what is seen. */
  private static final int MIXED = 12;

  private final int count;
  private final int[] among;
  private final float[] means;

  /** 0..1, red, green, blue; planes. */
  private final float[] colors;

  /** How much of a Gaussian is seen: opacity times what it covers. */
  private final double[] weights;

  /**
   * @param among which of the Gaussians to look at
   */
  Palette(Gaussians gaussians, IntPredicate among) {
    this(gaussians, new float[3 * gaussians.count()], among);
  }

  /**
   * @param more what to add to the logits of their colours, see {@link OwnColours}
   * @param among which of the Gaussians to look at
   */
  Palette(Gaussians gaussians, float[] more, IntPredicate among) {
    this.count = gaussians.count();
    this.means = gaussians.means().download();
    this.among = IntStream.range(0, count).filter(among).toArray();
    this.colors = gaussians.colorLogits().download();
    for (int i = 0; i < colors.length; i++) {
      colors[i] = (float) sigmoid(colors[i] + more[i]);
    }
    this.weights = new double[count];
    float[] opacities = gaussians.opacityLogits().download();
    float[] sizes = gaussians.logScales().download();
    for (int i = 0; i < count; i++) {
      double x = sizes[i];
      double y = sizes[count + i];
      double z = sizes[2 * count + i];
      double area = Math.exp(x + y + z - Math.min(x, Math.min(y, z)));
      weights[i] = sigmoid(opacities[i]) * area;
    }
  }

  /** What is seen around a place, 0..1. */
  float[] near(Vec3 place) {
    double[] least = new double[MIXED];
    int[] nearest = new int[MIXED];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(nearest, -1);
    for (int i : among) {
      double x = means[i] - place.x();
      double y = means[count + i] - place.y();
      double z = means[2 * count + i] - place.z();
      double squared = x * x + y * y + z * z;
      int k = MIXED;
      while (k > 0 && squared < least[k - 1]) {
        k--;
      }
      if (k < MIXED) {
        System.arraycopy(least, k, least, k + 1, MIXED - 1 - k);
        System.arraycopy(nearest, k, nearest, k + 1, MIXED - 1 - k);
        least[k] = squared;
        nearest[k] = i;
      }
    }
    return mixed(Arrays.stream(nearest).filter(i -> i >= 0).toArray());
  }

  /** The mean of a share of them, the darkest. */
  float[] darkest(double share) {
    int[] order =
        Arrays.stream(among)
            .boxed()
            .sorted(Comparator.comparingDouble(this::light).thenComparingInt(i -> i))
            .mapToInt(i -> i)
            .toArray();
    return mixed(Arrays.copyOf(order, (int) Math.ceil(share * order.length)));
  }

  private double light(int i) {
    return colors[i] + colors[count + i] + colors[2 * count + i];
  }

  private float[] mixed(int[] which) {
    double[] sum = new double[3];
    double total = 0;
    for (int i : which) {
      for (int c = 0; c < 3; c++) {
        sum[c] += weights[i] * colors[c * count + i];
      }
      total += weights[i];
    }
    float[] rgb = new float[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = (float) (total > 0 ? sum[c] / total : 0);
    }
    return rgb;
  }

  static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
