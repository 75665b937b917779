package studio.viseme.compute.cpu;

import java.util.Arrays;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.job.Workers;

/**
 * The encoder, one level of one plane a piece of work: it owns its channels of the encoding and its part of the table's gradient,
 * so corners that items share need no atomics. Scalar: gathers from a table that fits the cache are no faster in vectors.
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
    float[][] rows = new float[0][];

    void resize(int tableSize, int features, int items) {
      if (table.length < tableSize) {
        table = new float[tableSize];
      }
      if (rows.length < features || rows[0].length < items) {
        rows = new float[features][items + items / 4];
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
        piece -> encode(piece / spec.levels(), piece % spec.levels(), positions.count(), table, encoding));
  }

  @Override
  public void backward(Batch positions, Batch encodingGradient, Batch tableGradient) {
    Shapes.triPlane(spec, positions, tableGradient, encodingGradient);
    normalize(positions);
    workers.forEach(
        planes * spec.levels(),
        piece ->
            scatter(piece / spec.levels(), piece % spec.levels(), positions.count(), encodingGradient, tableGradient));
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
    s.resize(size, features, n);
    CpuFloats.load(table, 0, spec.offset(plane, level), s.table, 0, size);
    if (spec.isDense(level)) {
      encodeDense(unit[AXES[plane][0]], unit[AXES[plane][1]], spec.resolution(level), features, n, s);
    } else {
      encodeHashed(
          unit[AXES[plane][0]], unit[AXES[plane][1]], spec.resolution(level), spec.entries(level) - 1, features, n, s);
    }
    for (int f = 0; f < features; f++) {
      CpuFloats.store(s.rows[f], 0, encoding, (plane * spec.levels() + level) * features + f, 0, n);
    }
  }

  private static void encodeDense(float[] us, float[] vs, int resolution, int features, int n, Scratch s) {
    float[] table = s.table;
    int stride = (resolution + 1) * features;
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float fv = v - iv;
      int at = iv * stride + iu * features;
      for (int f = 0; f < features; f++, at++) {
        float near = table[at] + fu * (table[at + features] - table[at]);
        float far = table[at + stride] + fu * (table[at + stride + features] - table[at + stride]);
        s.rows[f][i] = near + fv * (far - near);
      }
    }
  }

  private static void encodeHashed(
      float[] us, float[] vs, int resolution, int mask, int features, int n, Scratch s) {
    float[] table = s.table;
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float fv = v - iv;
      int h0 = iv * PRIME;
      int h1 = h0 + PRIME;
      int a = ((iu ^ h0) & mask) * features;
      int b = ((iu + 1 ^ h0) & mask) * features;
      int c = ((iu ^ h1) & mask) * features;
      int d = ((iu + 1 ^ h1) & mask) * features;
      for (int f = 0; f < features; f++) {
        float near = table[a + f] + fu * (table[b + f] - table[a + f]);
        float far = table[c + f] + fu * (table[d + f] - table[c + f]);
        s.rows[f][i] = near + fv * (far - near);
      }
    }
  }

  private void scatter(int plane, int level, int n, Batch encodingGradient, Batch tableGradient) {
    int features = spec.features();
    int resolution = spec.resolution(level);
    int entries = spec.entries(level);
    boolean dense = spec.isDense(level);
    Scratch s = scratch.get();
    s.resize(entries * features, features, n);
    for (int f = 0; f < features; f++) {
      CpuFloats.load(encodingGradient, (plane * spec.levels() + level) * features + f, 0, s.rows[f], 0, n);
    }
    float[] us = unit[AXES[plane][0]];
    float[] vs = unit[AXES[plane][1]];
    float[] table = s.table;
    Arrays.fill(table, 0, entries * features, 0);
    for (int i = 0; i < n; i++) {
      float u = us[i] * resolution;
      float v = vs[i] * resolution;
      int iu = Math.min(resolution - 1, (int) u);
      int iv = Math.min(resolution - 1, (int) v);
      float fu = u - iu;
      float fv = v - iv;
      int a;
      int b;
      int c;
      int d;
      if (dense) {
        a = iv * (resolution + 1) + iu;
        b = a + 1;
        c = a + resolution + 1;
        d = c + 1;
      } else {
        int h0 = iv * PRIME;
        int h1 = h0 + PRIME;
        a = (iu ^ h0) & entries - 1;
        b = (iu + 1 ^ h0) & entries - 1;
        c = (iu ^ h1) & entries - 1;
        d = (iu + 1 ^ h1) & entries - 1;
      }
      for (int f = 0; f < features; f++) {
        float g = s.rows[f][i];
        float far = g * fv;
        float near = g - far;
        table[a * features + f] += near - near * fu;
        table[b * features + f] += near * fu;
        table[c * features + f] += far - far * fu;
        table[d * features + f] += far * fu;
      }
    }
    CpuFloats.store(table, 0, tableGradient, 0, spec.offset(plane, level), entries * features);
  }

  @Override
  public void close() {
    Arrays.fill(unit, new float[0]);
  }
}
