package studio.viseme.compute.reference;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.PointLoss;
import studio.viseme.compute.Shapes;

/** Losses item by item. */
final class ReferencePointLoss implements PointLoss {
  @Override
  public void squaredDistance(Batch a, Batch b, Batch weights, Batch byA, Batch loss) {
    Shapes.squaredDistance(a, b, weights, byA, loss);
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      double weight = ReferenceFloats.get(weights, 0, c) / Math.max(1, a.count());
      for (int i = 0; i < a.count(); i++) {
        double d = ReferenceFloats.get(a, c, i) - ReferenceFloats.get(b, c, i);
        sum += weight * d * d / 2;
        ReferenceFloats.set(byA, c, i, weight * d);
      }
    }
    ReferenceFloats.set(loss, 0, 0, sum);
  }

  @Override
  public void cosine(float factor, Batch a, Batch b, Batch byA, @Nullable Batch byB, Batch loss) {
    Shapes.cosine(a, b, byA, byB, loss);
    double sum = 0;
    double share = factor / (double) Math.max(1, a.count());
    for (int i = 0; i < a.count(); i++) {
      double aa = 0;
      double bb = 0;
      double ab = 0;
      for (int c = 0; c < a.channels(); c++) {
        double x = ReferenceFloats.get(a, c, i);
        double y = ReferenceFloats.get(b, c, i);
        aa += x * x;
        bb += y * y;
        ab += x * y;
      }
      double lengths = Math.sqrt(aa * bb);
      boolean directed = lengths > 0;
      sum += share * (1 - (directed ? ab / lengths : 0));
      for (int c = 0; c < a.channels(); c++) {
        double x = ReferenceFloats.get(a, c, i);
        double y = ReferenceFloats.get(b, c, i);
        ReferenceFloats.set(byA, c, i, directed ? share * (x * ab / aa - y) / lengths : 0);
        if (byB != null) {
          ReferenceFloats.set(byB, c, i, directed ? share * (y * ab / bb - x) / lengths : 0);
        }
      }
    }
    ReferenceFloats.set(loss, 0, 0, sum);
  }
}
