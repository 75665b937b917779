package studio.viseme.compute.reference;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;

/** Adam, element by element. */
final class ReferenceAdam implements Adam {
  private final AdamSettings settings;

  ReferenceAdam(AdamSettings settings) {
    this.settings = settings;
  }

  @Override
  public void step(
      Batch parameters,
      Batch gradients,
      Batch firstMoment,
      Batch secondMoment,
      double rate,
      int step,
      @Nullable Batch mask) {
    Shapes.adam(parameters, gradients, firstMoment, secondMoment, step, mask);
    double beta1 = settings.beta1();
    double beta2 = settings.beta2();
    for (int c = 0; c < parameters.channels(); c++) {
      for (int i = 0; i < parameters.count(); i++) {
        if (mask != null && ReferenceFloats.get(mask, 0, i) == 0) {
          continue;
        }
        double g = ReferenceFloats.get(gradients, c, i);
        double m = beta1 * ReferenceFloats.get(firstMoment, c, i) + (1 - beta1) * g;
        double v = beta2 * ReferenceFloats.get(secondMoment, c, i) + (1 - beta2) * g * g;
        ReferenceFloats.set(firstMoment, c, i, m);
        ReferenceFloats.set(secondMoment, c, i, v);
        double mean = m / (1 - Math.pow(beta1, step));
        double root = Math.sqrt(v / (1 - Math.pow(beta2, step)));
        ReferenceFloats.add(parameters, c, i, -rate * mean / (root + settings.epsilon()));
      }
    }
  }
}
