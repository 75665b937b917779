package studio.viseme.compositing;

import studio.viseme.image.DistanceTransform;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.math.SmoothStep;

/**
 * Puts a composited head crop back into the full frame it was cut from. Only the head is replaced:
 * pixels farther than {@value #FEATHER} pixels of the crop from the changed region keep the
 * source's own bits.
 *
 * <p>Two things betray a patch: an edge and a step of colour. The edge is feathered outside the
 * mask, where patch and source show the same, and inside a border of the crop that runs through the
 * person. The step is measured where the head's layer runs on past the mask, so that rendered and
 * real pixels overlap; the mean difference there is taken off the head, fading to nothing {@value
 * #COLOUR_REACH} pixels inside.
 */
public final class SourceFrame {
  private static final int FEATHER = 6;

  /**
   * Where the person is cut by the crop's border, real pixels go on beyond it: the patch comes in
   * over this many pixels of the crop.
   */
  private static final float BORDER = 16;

  private static final int COLOUR_REACH = 24;

  /**
   * A seam that differs by more than this (of 255) is not a tint but a fault, and is left to be
   * seen.
   */
  private static final float GREATEST_TINT = 12;

  private SourceFrame() {}

  /**
   * @param source the full frame
   * @param crop the crop's place in the source; the crop's pictures are scaled to it
   * @param head the rendered head at the crop's resolution
   * @param frame the crop of the same source frame at its own resolution
   * @param mask the head mask of the crop
   * @param plate the background of the crop
   * @return a new picture of the source's size
   */
  public static RgbImage paste(
      RgbImage source, Rectangle crop, Layer head, RgbImage frame, GrayImage mask, RgbImage plate) {
    RgbImage patch = Compositor.overFrame(head, frame, mask, plate);
    matchColour(patch, head, frame, mask);
    return insert(source, crop, patch, changed(head, mask));
  }

  /**
   * The same for a head that isn't where it was filmed: no real pixels of it are there to match its
   * colours with.
   *
   * @param behind what is where the head was, of the crop's size
   */
  public static RgbImage pasteMoved(
      RgbImage source,
      Rectangle crop,
      Layer head,
      RgbImage frame,
      GrayImage mask,
      RgbImage behind) {
    RgbImage patch = Compositor.overFrame(head, frame, mask, behind);
    return insert(source, crop, patch, changed(head, mask));
  }

  /**
   * Replaces the lower face alone, for a head that moves as it was filmed. What the head's layer
   * leaves uncovered shows the frame itself: skin, an earring or hair that the model hasn't got is
   * in its right place there.
   *
   * @param lower of the same frame
   */
  public static RgbImage pasteLowerFace(
      RgbImage source,
      Rectangle crop,
      Layer head,
      RgbImage frame,
      GrayImage mask,
      LowerFace lower) {
    GrayImage nowhere = new GrayImage(mask.width(), mask.height());
    FloatPlane shares = lower.shares(frame.width(), frame.height());
    RgbImage patch = lower.blend(Compositor.overFrame(head, frame, nowhere, frame), frame, shares);
    GrayImage changed = changed(head, mask);
    for (int i = 0; i < shares.data().length; i++) {
      if (shares.data()[i] <= 0) {
        changed.data()[i] = 0;
      }
    }
    return insert(source, crop, patch, changed);
  }

  private static RgbImage insert(
      RgbImage source, Rectangle crop, RgbImage patch, GrayImage changed) {
    RgbImage out = source.copy();
    Rectangle near = near(changed);
    if (near.width() <= 0) {
      return out;
    }
    float[] outside = DistanceTransform.squared(part(changed, near));
    double scaleX = (double) patch.width() / crop.width();
    double scaleY = (double) patch.height() / crop.height();
    int left = crop.x() + (int) Math.floor(near.x() / scaleX) - 1;
    int top = crop.y() + (int) Math.floor(near.y() / scaleY) - 1;
    int right = crop.x() + (int) Math.ceil(near.right() / scaleX) + 1;
    int bottom = crop.y() + (int) Math.ceil(near.bottom() / scaleY) + 1;
    left = Math.max(left, Math.max(0, crop.x()));
    top = Math.max(top, Math.max(0, crop.y()));
    right = Math.min(right, Math.min(source.width(), crop.right()));
    bottom = Math.min(bottom, Math.min(source.height(), crop.bottom()));
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double u = (x - crop.x() + 0.5) * scaleX - 0.5;
        double v = (y - crop.y() + 0.5) * scaleY - 0.5;
        int column = Math.clamp(Math.round(u), 0, patch.width() - 1) - near.x();
        int row = Math.clamp(Math.round(v), 0, patch.height() - 1) - near.y();
        if (column < 0 || column >= near.width() || row < 0 || row >= near.height()) {
          continue;
        }
        float distance = (float) Math.sqrt(outside[row * near.width() + column]);
        if (distance >= FEATHER) {
          continue;
        }
        float inward = insideBorders(source, crop, x + 0.5, y + 0.5, scaleX, scaleY);
        float weight = (1 - SmoothStep.of(distance / FEATHER)) * SmoothStep.of(inward / BORDER);
        int at = (y * source.width() + x) * 3;
        for (int c = 0; c < 3; c++) {
          float mixed = (1 - weight) * source.get(x, y, c) + weight * sample(patch, u, v, c);
          out.data()[at + c] = (byte) (int) Math.clamp(mixed + 0.5f, 0, 255);
        }
      }
    }
    return out;
  }

  /** The box of what may be changed: all else is {@link #FEATHER} pixels away, or more. */
  private static Rectangle near(GrayImage changed) {
    int left = changed.width();
    int right = 0;
    int top = changed.height();
    int bottom = 0;
    byte[] data = changed.data();
    for (int y = 0; y < changed.height(); y++) {
      for (int x = 0; x < changed.width(); x++) {
        if (data[y * changed.width() + x] < 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    int x = Math.max(0, left - FEATHER);
    int y = Math.max(0, top - FEATHER);
    return new Rectangle(
        x,
        y,
        Math.min(changed.width(), right + FEATHER) - x,
        Math.min(changed.height(), bottom + FEATHER) - y);
  }

  private static GrayImage part(GrayImage plane, Rectangle box) {
    GrayImage part = new GrayImage(box.width(), box.height());
    for (int y = 0; y < box.height(); y++) {
      int from = (box.y() + y) * plane.width() + box.x();
      System.arraycopy(plane.data(), from, part.data(), y * box.width(), box.width());
    }
    return part;
  }

  /**
   * How far a point lies inside the crop's borders, pixels of the crop. A border that is the
   * source's own doesn't count: nothing lies beyond it that the patch could differ from.
   */
  private static float insideBorders(
      RgbImage source, Rectangle crop, double x, double y, double scaleX, double scaleY) {
    double inward = Double.POSITIVE_INFINITY;
    if (crop.x() > 0) {
      inward = Math.min(inward, (x - crop.x()) * scaleX);
    }
    if (crop.right() < source.width()) {
      inward = Math.min(inward, (crop.right() - x) * scaleX);
    }
    if (crop.y() > 0) {
      inward = Math.min(inward, (y - crop.y()) * scaleY);
    }
    if (crop.bottom() < source.height()) {
      inward = Math.min(inward, (crop.bottom() - y) * scaleY);
    }
    return (float) inward;
  }

  /** Where the patch differs from the frame: in the mask, and where the layer reaches out of it. */
  private static GrayImage changed(Layer head, GrayImage mask) {
    GrayImage changed = mask.copy();
    byte[] data = changed.data();
    for (int i = 0; i < data.length; i++) {
      if (head.rgba()[i * 4 + 3] > 0.02f) {
        data[i] = (byte) 255;
      }
    }
    return changed;
  }

  private static void matchColour(RgbImage patch, Layer head, RgbImage frame, GrayImage mask) {
    double[] step = new double[3];
    int overlap = 0;
    for (int i = 0; i < mask.data().length; i++) {
      if (mask.data()[i] == 0 && head.rgba()[i * 4 + 3] > 0.9f) {
        overlap++;
        for (int c = 0; c < 3; c++) {
          step[c] += (patch.data()[i * 3 + c] & 0xff) - (frame.data()[i * 3 + c] & 0xff);
        }
      }
    }
    if (overlap < 100) {
      return;
    }
    float[] tint = new float[3];
    for (int c = 0; c < 3; c++) {
      tint[c] = (float) Math.clamp(step[c] / overlap, -GREATEST_TINT, GREATEST_TINT);
    }
    float[] inside = DistanceTransform.squared(inverse(mask));
    for (int i = 0; i < inside.length; i++) {
      float opacity = head.rgba()[i * 4 + 3];
      float reach = 1 - (float) Math.sqrt(inside[i]) / COLOUR_REACH;
      if (reach <= 0 || opacity <= 0.02f) {
        continue;
      }
      for (int c = 0; c < 3; c++) {
        float value = (patch.data()[i * 3 + c] & 0xff) - tint[c] * opacity * SmoothStep.of(reach);
        patch.data()[i * 3 + c] = (byte) (int) Math.clamp(value + 0.5f, 0, 255);
      }
    }
  }

  private static GrayImage inverse(GrayImage mask) {
    byte[] data = new byte[mask.data().length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) ~mask.data()[i];
    }
    return new GrayImage(mask.width(), mask.height(), data);
  }

  /** Bilinear; {@code u}, {@code v} count from the centre of the first pixel. */
  private static float sample(RgbImage picture, double u, double v, int channel) {
    double cu = Math.clamp(u, 0, picture.width() - 1);
    double cv = Math.clamp(v, 0, picture.height() - 1);
    int x = Math.min((int) cu, Math.max(0, picture.width() - 2));
    int y = Math.min((int) cv, Math.max(0, picture.height() - 2));
    int right = Math.min(x + 1, picture.width() - 1);
    int below = Math.min(y + 1, picture.height() - 1);
    float fx = (float) (cu - x);
    float fy = (float) (cv - y);
    if (fx == 0 && fy == 0) {
      return picture.get(x, y, channel);
    }
    float top = picture.get(x, y, channel) * (1 - fx) + picture.get(right, y, channel) * fx;
    float bottom =
        picture.get(x, below, channel) * (1 - fx) + picture.get(right, below, channel) * fx;
    return top * (1 - fy) + bottom * fy;
  }
}
