package studio.viseme.face.parsing;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Polygon;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * Paints eyes, lips and the mouth's interior into a label map. They come from the landmarks and
 * can't lie outside the head; where the lips end is looked up in the picture.
 */
final class FeaturePainter {
  /** How far the outline of the lips may be off, and how far it is as a rule, in eye distances. */
  private static final double FARTHEST = 0.045;

  private static final double USUAL = 0.012;

  /**
   * Lips that meet still leave an outline of their inner edges, thinner than two pixels, and the
   * edges' landmarks lie in the lips' shadow: no mouth's interior is seen there. Eye distances.
   */
  private static final double LIP_EDGE = 0.015;

  private final LipColours colours;

  FeaturePainter(LipColours colours) {
    this.colours = colours;
  }

  void paint(GrayImage map, RgbImage picture, float[] landmarks) {
    fill(map, landmarks, FaceMesh.eyeLeft(), FaceRegion.EYES);
    fill(map, landmarks, FaceMesh.eyeRight(), FaceRegion.EYES);
    paintLips(map, picture, landmarks);
  }

  private static void fill(GrayImage map, float[] landmarks, int[] outline, FaceRegion region) {
    Rectangle box = box(landmarks, outline, 1, map);
    byte[] inside = inside(landmarks, outline, box);
    for (int i = 0; i < inside.length; i++) {
      int at = (box.y() + i / box.width()) * map.width() + box.x() + i % box.width();
      if (inside[i] != 0 && FaceRegion.of(map.data()[at]).isHead()) {
        map.data()[at] = (byte) region.code();
      }
    }
  }

  private void paintLips(GrayImage map, RgbImage picture, float[] landmarks) {
    double eyes =
        Math.hypot(
            landmarks[3 * FaceMesh.EYE_LEFT_OUTER] - landmarks[3 * FaceMesh.EYE_RIGHT_OUTER],
            landmarks[3 * FaceMesh.EYE_LEFT_OUTER + 1]
                - landmarks[3 * FaceMesh.EYE_RIGHT_OUTER + 1]);
    double reach = Math.max(1.5, FARTHEST * eyes);
    double edge = Math.max(0.75, LIP_EDGE * eyes);
    double usual = Math.max(0.6, USUAL * eyes);
    Rectangle box = box(landmarks, FaceMesh.lipsOuter(), (int) Math.ceil(reach) + 1, map);
    byte[] lips = inside(landmarks, FaceMesh.lipsOuter(), box);
    byte[] mouth = inside(landmarks, FaceMesh.lipsInner(), box);
    float[] outwards = signedDistance(lips, box);
    float[] fromMouth = signedDistance(mouth, box);
    for (int i = 0; i < lips.length; i++) {
      int x = box.x() + i % box.width();
      int y = box.y() + i / box.width();
      int at = y * map.width() + x;
      if (outwards[i] > reach || !FaceRegion.of(map.data()[at]).isHead()) {
        continue;
      }
      FaceRegion region = null;
      double evidence = outwards[i] < -reach ? 0 : colours.evidence(picture, x, y);
      if (fromMouth[i] < -edge) {
        region = FaceRegion.MOUTH_INTERIOR;
      } else if (mouth[i] != 0 || evidence > outwards[i] / usual) {
        region = FaceRegion.LIPS;
      }
      if (region != null) {
        map.data()[at] = (byte) region.code();
      }
    }
  }

  private static Rectangle box(float[] landmarks, int[] outline, int margin, GrayImage map) {
    float left = Float.POSITIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int p : outline) {
      left = Math.min(left, landmarks[3 * p]);
      right = Math.max(right, landmarks[3 * p]);
      top = Math.min(top, landmarks[3 * p + 1]);
      bottom = Math.max(bottom, landmarks[3 * p + 1]);
    }
    int x = Math.clamp((int) Math.floor(left) - margin, 0, map.width() - 1);
    int y = Math.clamp((int) Math.floor(top) - margin, 0, map.height() - 1);
    int endX = Math.clamp((int) Math.ceil(right) + margin, x + 1, map.width());
    int endY = Math.clamp((int) Math.ceil(bottom) + margin, y + 1, map.height());
    return new Rectangle(x, y, endX - x, endY - y);
  }

  private static byte[] inside(float[] landmarks, int[] outline, Rectangle box) {
    double[] x = new double[outline.length];
    double[] y = new double[outline.length];
    for (int k = 0; k < outline.length; k++) {
      x[k] = landmarks[3 * outline[k]] - box.x();
      y[k] = landmarks[3 * outline[k] + 1] - box.y();
    }
    byte[] out = new byte[box.width() * box.height()];
    new Polygon(x, y).fill(out, box.width(), box.height(), -1);
    return out;
  }

  /** Pixels to the outline, positive outside. */
  private static float[] signedDistance(byte[] inside, Rectangle box) {
    byte[] outside = new byte[inside.length];
    for (int i = 0; i < inside.length; i++) {
      outside[i] = (byte) ~inside[i];
    }
    float[] to = DistanceTransform.squared(new GrayImage(box.width(), box.height(), inside));
    float[] from = DistanceTransform.squared(new GrayImage(box.width(), box.height(), outside));
    for (int i = 0; i < to.length; i++) {
      to[i] = inside[i] != 0 ? 0.5f - (float) Math.sqrt(from[i]) : (float) Math.sqrt(to[i]) - 0.5f;
    }
    return to;
  }
}
