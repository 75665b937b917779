package studio.viseme.compute.cpu;

import java.util.Arrays;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.job.Workers;

/**
 * The encoder, one level of one plane a piece of work: it owns its channels of the encoding and its
 * part of the table's gradient, so corners that items share need no atomics. Scalar: gathers from a
 * table that fits the cache are no faster in vectors.
 */
final class CpuTriPlane implements TriPlane {
  private static final int PRIME = (int) 2654435761L;

  /** First and second axis of the planes xy, yz, zx. */
  private static final int[][] AXES = {{0, 1}, {1, 2}, {2, 0}};

  private final TriPlaneSpec spec;
  private final Workers workers;
  private final int planes = AXES.length;
  private final float[][] unit = new float[3][0];
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  CpuTriPlane(TriPlaneSpec spec, Workers workers) {
    this.spec = spec;
    this.workers = workers;
  }

  private static final class Scratch {
    float[] table = new float[0];
    float[] row = new float[0];

    void resize(int tableSize, int items) {
      if (table.length < tableSize) {
        table = new float[tableSize];
      }
      if (row.length < items) {
        row = new float[items + items / 4];
      }
    }
  }

  @Override
  public TriPlaneSpec spec() {
    return spec;
  }

  @Override
  public void forward(Batch positions, Batch table, Batch encoding) {
    Shapes.triPlane(spec, positions, table, encoding);
    normalize(positions);
    workers.forEach(
        planes * spec.levels(),
        piece ->
            encode(
                piece / spec.levels(), piece % spec.levels(), positions.count(), table, encoding));
  }

  @Override
  public void backward(Batch positions, Batch encodingGradient, Batch tableGradient) {
    Shapes.triPlane(spec, positions, tableGradient, encodingGradient);
    normalize(positions);
    workers.forEach(
        planes * spec.levels(),
        piece ->
            scatter(
                piece / spec.levels(),
                piece % spec.levels(),
                positions.count(),
                encodingGradient,
                tableGradient));
  }

  /** Positions to 0..1 along each axis. */
  private void normalize(Batch positions) {
    int n = positions.count();
    double[] center = {spec.center().x(), spec.center().y(), spec.center().z()};
    double[] extent = {spec.extent().x(), spec.extent().y(), spec.extent().z()};
    for (int axis = 0; axis < 3; axis++) {
      if (unit[axis].length < n) {
        unit[axis] = new float[n + n / 4];
      }
      float[] u = unit[axis];
      CpuFloats.load(positions, axis, 0, u, 0, n);
      float scale = (float) (1 / extent[axis]);
      float shift = (float) (0.5 - center[axis] / extent[axis]);
      for (int i = 0; i < n; i++) {
        u[i] = Math.clamp(u[i] * scale + shift, 0f, 1f);
      }
    }
  }

  private void encode(int plane, int level, int n, Batch table, Batch encoding) {
    int features = spec.features();
    int size = spec.entries(level) * features;
    Scratch s = scratch.get();
    s.resize(size, n);
    CpuFloats.load(table, 0, spec.offset(plane, level), s.table, 0, size);
    float[] us = unit[AXES[plane][0]];
    float[] vs = unit[AXES[plane][1]];
    int resolution = spec.resolution(level);
    for (int f = 0; f < features; f++) {
      if (spec.isDense(level)) {
        encodeDense(us, vs, resolution, s.table, f, features, n, s.row);
      } else {
        encodeHashed(us, vs, resolution, s.table, spec.entries(level) - 1, f, features, n, s.row);
      }
      CpuFloats.store(s.row, 0, encoding, (plane * spec.levels() + level) * features + f, 0, n);
    }
  }

  private static void encodeDense(
      float[] us,
      float[] vs,
      int resolution,
      float[] table,
      int feature,
      int features,
      int n,
      float[] row) {
    int stride = (resolution + 1) * features;
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float fv = v - iv;
      int at = iv * stride + iu * features + feature;
      float near = table[at] + fu * (table[at + features] - table[at]);
      float far = table[at + stride] + fu * (table[at + stride + features] - table[at + stride]);
      row[i] = near + fv * (far - near);
    }
  }

  private static void encodeHashed(
      float[] us,
      float[] vs,
      int resolution,
      float[] table,
      int mask,
      int feature,
      int features,
      int n,
      float[] row) {
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float fv = v - iv;
      int h0 = iv * PRIME;
      int h1 = h0 + PRIME;
      float a = table[((iu ^ h0) & mask) * features + feature];
      float b = table[((iu + 1 ^ h0) & mask) * features + feature];
      float c = table[((iu ^ h1) & mask) * features + feature];
      float d = table[((iu + 1 ^ h1) & mask) * features + feature];
      float near = a + fu * (b - a);
      float far = c + fu * (d - c);
      row[i] = near + fv * (far - near);
    }
  }

  private void scatter(int plane, int level, int n, Batch encodingGradient, Batch tableGradient) {
    int features = spec.features();
    int resolution = spec.resolution(level);
    int entries = spec.entries(level);
    Scratch s = scratch.get();
    s.resize(entries * features, n);
    float[] us = unit[AXES[plane][0]];
    float[] vs = unit[AXES[plane][1]];
    Arrays.fill(s.table, 0, entries * features, 0);
    for (int f = 0; f < features; f++) {
      CpuFloats.load(
          encodingGradient, (plane * spec.levels() + level) * features + f, 0, s.row, 0, n);
      if (spec.isDense(level)) {
        scatterDense(us, vs, resolution, s.table, f, features, n, s.row);
      } else {
        scatterHashed(us, vs, resolution, s.table, entries - 1, f, features, n, s.row);
      }
    }
    CpuFloats.store(s.table, 0, tableGradient, 0, spec.offset(plane, level), entries * features);
  }

  private static void scatterDense(
      float[] us,
      float[] vs,
      int resolution,
      float[] table,
      int feature,
      int features,
      int n,
      float[] row) {
    int stride = (resolution + 1) * features;
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float far = row[i] * (v - iv);
      float near = row[i] - far;
      int at = iv * stride + iu * features + feature;
      table[at] += near - near * fu;
      table[at + features] += near * fu;
      table[at + stride] += far - far * fu;
      table[at + stride + features] += far * fu;
    }
  }

  private static void scatterHashed(
      float[] us,
      float[] vs,
      int resolution,
      float[] table,
      int mask,
      int feature,
      int features,
      int n,
      float[] row) {
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float far = row[i] * (v - iv);
      float near = row[i] - far;
      int h0 = iv * PRIME;
      int h1 = h0 + PRIME;
      table[((iu ^ h0) & mask) * features + feature] += near - near * fu;
      table[((iu + 1 ^ h0) & mask) * features + feature] += near * fu;
      table[((iu ^ h1) & mask) * features + feature] += far - far * fu;
      table[((iu + 1 ^ h1) & mask) * features + feature] += far * fu;
    }
  }

  @Override
  public void close() {
    Arrays.fill(unit, new float[0]);
  }
}
