package studio.viseme.viewport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import studio.viseme.image.AffineMap;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Vec3;

/**
 * Lines of one colour and width in a viewport. A pixel is covered by {@code clamp(width / 2 + ½ −
 * distance of its centre to the nearest line, 0, 1)}, however many lines pass it: so neither their
 * order nor how often they cross can be seen, and ends are round.
 *
 * @param ends x, y of one end and x, y of the other for each line, physical pixels
 * @param argb 0xAARRGGBB, not premultiplied
 * @param width in physical pixels
 */
public record Strokes(float[] ends, int argb, double width) {
  private static final int RED = 0xffff4d4f;
  private static final int GREEN = 0xff3ddc61;
  private static final int BLUE = 0xff4d8dff;

  private static final int DIVIDER_RIM = 0x80000000;
  private static final int DIVIDER = 0xffffffff;
  private static final double DIVIDER_WIDTH = 1.5;

  /** Nearer than this, in centimetres, nothing is projected. */
  private static final double NEAREST = 1;

  /** How far a pixel's centre may lie from a line that touches it. */
  public double reach() {
    return width / 2 + 0.5;
  }

  /** Pixels of the viewport: columns left … right−1, rows top … bottom−1. */
  public record Bounds(int left, int top, int right, int bottom) {
    public boolean isEmpty() {
      return right <= left || bottom <= top;
    }
  }

  /** The part of the viewport outside which nothing is covered. */
  public Bounds bounds(int viewportWidth, int viewportHeight) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ends.length; i += 2) {
      left = Math.min(left, ends[i]);
      right = Math.max(right, ends[i]);
      top = Math.min(top, ends[i + 1]);
      bottom = Math.max(bottom, ends[i + 1]);
    }
    return new Bounds(
        (int) Math.clamp(Math.floor(left - reach()), 0, viewportWidth),
        (int) Math.clamp(Math.floor(top - reach()), 0, viewportHeight),
        (int) Math.clamp(Math.ceil(right + reach()), 0, viewportWidth),
        (int) Math.clamp(Math.ceil(bottom + reach()), 0, viewportHeight));
  }

  /** The face mesh or other lines. */
  public static Strokes of(Overlay.Mesh mesh, Placement placement) {
    AffineMap map = placement.toViewport();
    int[] lines = mesh.lines();
    float[] points = mesh.points();
    float[] ends = new float[2 * lines.length];
    int n = 0;
    for (int i = 0; i < lines.length; i += 2) {
      int from = n;
      for (int k = 0; k < 2; k++) {
        double x = points[3 * lines[i + k]];
        double y = points[3 * lines[i + k] + 1];
        ends[n++] = (float) map.applyX(x, y);
        ends[n++] = (float) map.applyY(x, y);
      }
      if (!isFinite(ends, from, n)) {
        n = from;
      }
    }
    double width = mesh.width() * placement.surface().pixelRatio();
    return new Strokes(Arrays.copyOf(ends, n), mesh.argb(), width);
  }

  private static boolean isFinite(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** The axes, the one whose tip is farthest first. */
  public static List<Strokes> of(Overlay.PoseAxes axes, Placement placement) {
    List<Axis> ordered = new ArrayList<>();
    ordered.add(new Axis(axes, new Vec3(1, 0, 0), RED));
    ordered.add(new Axis(axes, new Vec3(0, 1, 0), GREEN));
    ordered.add(new Axis(axes, new Vec3(0, 0, 1), BLUE));
    ordered.sort(Comparator.comparingDouble((Axis axis) -> axis.tip.z()).reversed());
    List<Strokes> strokes = new ArrayList<>();
    for (Axis axis : ordered) {
      if (axis.root.z() > NEAREST) {
        strokes.add(axis.strokes(axes, placement));
      }
    }
    return strokes;
  }

  /** One axis in camera space. */
  private record Axis(Vec3 root, Vec3 tip, int argb) {
    Axis(Overlay.PoseAxes axes, Vec3 direction, int argb) {
      this(axes.pose().apply(Vec3.ZERO), axes.pose().apply(direction.times(axes.length())), argb);
    }

    Strokes strokes(Overlay.PoseAxes axes, Placement placement) {
      Vec3 end = tip;
      if (tip.z() < NEAREST) {
        double visible = (root.z() - NEAREST) / (root.z() - tip.z());
        end = root.plus(tip.minus(root).times(visible));
      }
      PinholeCamera camera = axes.camera();
      double toPicture = (double) placement.pictureWidth() / camera.width();
      AffineMap map = placement.toViewport().times(AffineMap.scaling(toPicture, toPicture));
      float[] ends = new float[4];
      put(ends, 0, map, camera, root);
      put(ends, 2, map, camera, end);
      return new Strokes(ends, argb, axes.width() * placement.surface().pixelRatio());
    }

    private static void put(float[] ends, int at, AffineMap map, PinholeCamera camera, Vec3 point) {
      double x = camera.projectX(point);
      double y = camera.projectY(point);
      ends[at] = (float) map.applyX(x, y);
      ends[at + 1] = (float) map.applyY(x, y);
    }
  }

  /** The divider of a split and its rim; nothing in other modes. */
  public static List<Strokes> divider(Mode mode, Surface surface) {
    if (!(mode instanceof Mode.Split split)) {
      return List.of();
    }
    float x = split.divider(surface.width());
    float[] ends = {x, 0, x, surface.height()};
    double width = DIVIDER_WIDTH * surface.pixelRatio();
    return List.of(new Strokes(ends, DIVIDER_RIM, 2 * width), new Strokes(ends, DIVIDER, width));
  }
}
