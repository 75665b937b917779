package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.PushPull;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.math.SmoothStep;

/**
 * Neck and torso of a frame without the head before them. Where the head was, neither was filmed:
 * colours of neck and clothes are continued smoothly under it, and so is the question whether there
 * is body or wall; where that is answered half and half runs the outline. Behind a jaw that a neck
 * meets from below it is skin that goes on: a collar beside it doesn't turn inwards under a chin.
 *
 * @param colours right wherever {@code opacity} isn't 0
 * @param opacity 0..255
 */
public record Body(RgbImage colours, GrayImage opacity) {
  /** The answer passes from wall to body between these, 0..1. */
  private static final float WALL = 0.42f;

  private static final float BODY = 0.58f;

  /** How far a soft edge reaches beyond what is labelled as body, pixels. */
  private static final int EDGE = 3;

  /** Half the width over which neck beside clothes passes into them, pixels. */
  private static final int SEAM = 6;

  /** Paler pixels have some of the wall's colour, of 255. */
  private static final int SOLID = 225;

  /**
   * Takes the head away.
   *
   * @param frame as filmed
   * @param mask where the head was, see {@link HeadMask}
   */
  public static Body of(RgbImage frame, Parsing parsing, GrayImage mask) {
    int width = frame.width();
    int height = frame.height();
    byte[] labels = parsing.labels().data();
    byte[] person = parsing.person().data();
    GrayImage body = new GrayImage(width, height);
    GrayImage told = new GrayImage(width, height);
    GrayImage solid = new GrayImage(width, height);
    for (int i = 0; i < labels.length; i++) {
      boolean isBody = isBody(labels[i]);
      body.data()[i] = (byte) (isBody ? 255 : 0);
      told.data()[i] = (byte) (isBody || mask.data()[i] == 0 ? 255 : 0);
      solid.data()[i] = (byte) (isBody && (person[i] & 0xff) >= SOLID ? 255 : 0);
    }
    GrayImage answers = filled(body, told);
    RgbImage colours = filled(frame, solid);
    continueNeck(colours, frame, parsing, mask, solid);
    GrayImage standing = HeadMask.dilate(standing(body), EDGE);
    GrayImage opacity = parsing.person().copy();
    for (int i = 0; i < labels.length; i++) {
      if (mask.data()[i] != 0) {
        float share = SmoothStep.of(((answers.data()[i] & 0xff) / 255f - WALL) / (BODY - WALL));
        opacity.data()[i] = (byte) Math.round(255 * share);
        continue;
      }
      if (standing.data()[i] == 0) {
        opacity.data()[i] = 0;
      }
      if (solid.data()[i] != 0) {
        System.arraycopy(frame.data(), 3 * i, colours.data(), 3 * i, 3);
      }
    }
    return new Body(colours, opacity);
  }

  /** Gives hidden pixels behind a jaw colours of the neck alone. */
  private static void continueNeck(
      RgbImage colours, RgbImage frame, Parsing parsing, GrayImage mask, GrayImage solid) {
    byte[] labels = parsing.labels().data();
    int width = frame.width();
    GrayImage neck = new GrayImage(width, frame.height());
    for (int i = 0; i < labels.length; i++) {
      boolean isNeck = FaceRegion.of(labels[i]) == FaceRegion.NECK;
      neck.data()[i] = isNeck ? solid.data()[i] : 0;
    }
    int[] chins = chins(labels, mask);
    float[] shares = neckBehind(labels, chins, width);
    RgbImage skin = filled(frame, neck);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y <= chins[x]; y++) {
        int at = y * width + x;
        if (mask.data()[at] != 0 && !isBody(labels[at])) {
          for (int c = 3 * at; c < 3 * at + 3; c++) {
            int clothed = colours.data()[c] & 0xff;
            int bare = skin.data()[c] & 0xff;
            colours.data()[c] = (byte) Math.round(clothed + shares[x] * (bare - clothed));
          }
        }
      }
    }
  }

  /** The lowest row of each column where the head hides what is behind it; −1 for none. */
  private static int[] chins(byte[] labels, GrayImage mask) {
    int[] chins = new int[mask.width()];
    Arrays.fill(chins, -1);
    for (int i = 0; i < labels.length; i++) {
      if (mask.data()[i] != 0 && !isBody(labels[i])) {
        chins[i % mask.width()] = i / mask.width();
      }
    }
    return chins;
  }

  /**
   * How far it is a neck that goes on behind a jaw, for each column, 0..1: where neck meets the
   * head from below, and half as far again to either side, where a collar's edge runs on under the
   * jaw.
   */
  private static float[] neckBehind(byte[] labels, int[] chins, int width) {
    int left = width;
    int right = -1;
    for (int x = 0; x < width; x++) {
      int below = (chins[x] + 1) * width + x;
      if (chins[x] >= 0
          && below < labels.length
          && FaceRegion.of(labels[below]) == FaceRegion.NECK) {
        left = Math.min(left, x);
        right = x;
      }
    }
    float[] shares = new float[width];
    int margin = (right - left + 1) / 2;
    for (int x = Math.max(0, left - margin); x <= Math.min(width - 1, right + margin); x++) {
      boolean isJaw =
          chins[x] >= 0 && FaceRegion.of(labels[chins[x] * width + x]) != FaceRegion.HAIR;
      for (int k = Math.max(0, x - SEAM); isJaw && k <= Math.min(width - 1, x + SEAM); k++) {
        shares[k] += 1f / (2 * SEAM + 1);
      }
    }
    return shares;
  }

  private static boolean isBody(byte label) {
    FaceRegion region = FaceRegion.of(label);
    return region == FaceRegion.TORSO || region == FaceRegion.NECK;
  }

  /**
   * What of the body hangs together with the picture's lower edge; an earring beside the head
   * doesn't.
   */
  private static GrayImage standing(GrayImage body) {
    int width = body.width();
    int height = body.height();
    GrayImage standing = new GrayImage(width, height);
    int[] open = new int[width * height];
    int count = 0;
    for (int x = 0; x < width; x++) {
      count = take(body, standing, x, height - 1, open, count);
    }
    while (count > 0) {
      int at = open[--count];
      int x = at % width;
      int y = at / width;
      count = take(body, standing, x - 1, y, open, count);
      count = take(body, standing, x + 1, y, open, count);
      count = take(body, standing, x, y - 1, open, count);
      count = take(body, standing, x, y + 1, open, count);
    }
    return standing;
  }

  /** Takes a pixel of the body in, once, and puts it on the stack. */
  private static int take(GrayImage body, GrayImage standing, int x, int y, int[] open, int count) {
    if (x < 0 || y < 0 || x >= body.width() || y >= body.height()) {
      return count;
    }
    int at = y * body.width() + x;
    if (body.data()[at] == 0 || standing.data()[at] != 0) {
      return count;
    }
    standing.data()[at] = (byte) 255;
    open[count] = at;
    return count + 1;
  }

  // A guess needs to be no finer than half the size, at which it is filled; known pixels are lost.

  private static RgbImage filled(RgbImage picture, GrayImage known) {
    int width = picture.width();
    int height = picture.height();
    RgbImage half = Resampling.area(picture, width / 2, height / 2);
    return Resampling.bilinear(PushPull.fill(half, half(known)), width, height);
  }

  private static GrayImage filled(GrayImage plane, GrayImage known) {
    int width = plane.width();
    int height = plane.height();
    GrayImage half = Resampling.area(plane, width / 2, height / 2);
    return Resampling.bilinear(PushPull.fill(half, half(known)), width, height);
  }

  /** Where all four pixels are known. */
  private static GrayImage half(GrayImage known) {
    GrayImage half = Resampling.area(known, known.width() / 2, known.height() / 2);
    for (int i = 0; i < half.data().length; i++) {
      half.data()[i] = (byte) (half.data()[i] == -1 ? 255 : 0);
    }
    return half;
  }
}
