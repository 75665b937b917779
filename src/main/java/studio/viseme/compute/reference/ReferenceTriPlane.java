package studio.viseme.compute.reference;

import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;

/** The encoder corner by corner. */
final class ReferenceTriPlane implements TriPlane {
  private static final int[][] AXES = {{0, 1}, {1, 2}, {2, 0}};

  private final TriPlaneSpec spec;

  ReferenceTriPlane(TriPlaneSpec spec) {
    this.spec = spec;
  }

  @FunctionalInterface
  private interface Corner {
    /**
     * A corner of a level around an item: channel of the encoding, element of the table, weight.
     */
    void accept(int channel, int element, int item, double weight);
  }

  @Override
  public TriPlaneSpec spec() {
    return spec;
  }

  @Override
  public void forward(Batch positions, Batch table, Batch encoding) {
    Shapes.triPlane(spec, positions, table, encoding);
    new ReferenceBatchOperations().fill(encoding, 0);
    forEachCorner(
        positions,
        (channel, element, item, weight) ->
            ReferenceFloats.add(
                encoding, channel, item, weight * ReferenceFloats.get(table, 0, element)));
  }

  @Override
  public void backward(Batch positions, Batch encodingGradient, Batch tableGradient) {
    Shapes.triPlane(spec, positions, tableGradient, encodingGradient);
    new ReferenceBatchOperations().fill(tableGradient, 0);
    forEachCorner(
        positions,
        (channel, element, item, weight) ->
            ReferenceFloats.add(
                tableGradient,
                0,
                element,
                weight * ReferenceFloats.get(encodingGradient, channel, item)));
  }

  private void forEachCorner(Batch positions, Corner body) {
    double[] center = {spec.center().x(), spec.center().y(), spec.center().z()};
    double[] extent = {spec.extent().x(), spec.extent().y(), spec.extent().z()};
    for (int item = 0; item < positions.count(); item++) {
      double[] unit = ReferenceFloats.item(positions, item);
      for (int axis = 0; axis < 3; axis++) {
        unit[axis] = Math.clamp((unit[axis] - center[axis]) / extent[axis] + 0.5, 0, 1);
      }
      for (int plane = 0; plane < 3; plane++) {
        for (int level = 0; level < spec.levels(); level++) {
          int resolution = spec.resolution(level);
          double u = unit[AXES[plane][0]] * resolution;
          double v = unit[AXES[plane][1]] * resolution;
          int left = Math.min(resolution - 1, (int) u);
          int top = Math.min(resolution - 1, (int) v);
          for (int corner = 0; corner < 4; corner++) {
            int i = left + (corner & 1);
            int j = top + (corner >> 1);
            double weight = (1 - Math.abs(u - i)) * (1 - Math.abs(v - j));
            int base = (int) spec.offset(plane, level) + entry(level, i, j) * spec.features();
            for (int f = 0; f < spec.features(); f++) {
              body.accept(
                  (plane * spec.levels() + level) * spec.features() + f, base + f, item, weight);
            }
          }
        }
      }
    }
  }

  private int entry(int level, int i, int j) {
    if (spec.isDense(level)) {
      return j * (spec.resolution(level) + 1) + i;
    }
    return (int) ((i ^ (j * 2654435761L & 0xffffffffL)) % (1L << spec.logTableSize()));
  }

  @Override
  public void close() {}
}
