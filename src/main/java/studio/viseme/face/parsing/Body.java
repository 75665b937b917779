package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Membrane;
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

  /** Of the membranes that go on where neck and clothes end. */
  private static final int SWEEPS = 6;

  /** Half the width over which neck beside clothes passes into them, pixels. */
  private static final int SEAM = 6;

  /** Nobody is where the person's alpha isn't above this, of 255. */
  private static final int NOBODY = 8;

  /** A hidden neck widens by a pixel to either side in so many rows. */
  private static final int STEEP = 8;

  /** Beside a head pixels have something of its colour, pixels. */
  private static final int BESIDE = 2;

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
    byte[] person = parsing.person().data();
    GrayImage nearHair = BodyRegions.nearHair(parsing);
    GrayImage neck = BodyRegions.neck(frame, parsing, nearHair);
    GrayImage clothes = BodyRegions.region(parsing, FaceRegion.TORSO);
    GrayImage body = BodyRegions.standing(BodyRegions.withoutTips(either(neck, clothes)));
    GrayImage besideHead = HeadMask.dilate(HeadMask.labelled(parsing.labels()), BESIDE);
    GrayImage told = new GrayImage(width, height);
    GrayImage unsure = mask.copy();
    GrayImage solid = new GrayImage(width, height);
    for (int i = 0; i < person.length; i++) {
      boolean isBody = body.data()[i] != 0;
      boolean isSeen = isBody || mask.data()[i] == 0 || (person[i] & 0xff) <= NOBODY;
      told.data()[i] = (byte) (isSeen ? 255 : 0);
      boolean isSolid = isBody && (person[i] & 0xff) >= SOLID && besideHead.data()[i] == 0;
      solid.data()[i] = (byte) (isSolid ? 255 : 0);
      boolean isSure = isSolid && (nearHair.data()[i] == 0 || clothes.data()[i] != 0);
      unsure.data()[i] = isSure ? 0 : unsure.data()[i];
    }
    GrayImage answers = filled(body, told);
    RgbImage colours = filled(frame, solid);
    continueNeck(colours, frame, parsing, mask, body, solid, neck);
    GrayImage standing = HeadMask.dilate(body, EDGE);
    GrayImage opacity = parsing.person().copy();
    for (int i = 0; i < person.length; i++) {
      if (solid.data()[i] != 0) {
        System.arraycopy(frame.data(), 3 * i, colours.data(), 3 * i, 3);
      }
      if (mask.data()[i] != 0) {
        float share = SmoothStep.of(((answers.data()[i] & 0xff) / 255f - WALL) / (BODY - WALL));
        opacity.data()[i] = (byte) Math.round(255 * share);
        continue;
      }
      if (standing.data()[i] == 0) {
        opacity.data()[i] = 0;
      }
    }
    stand(opacity, unsure);
    return new Body(colours, opacity);
  }

  private static GrayImage either(GrayImage a, GrayImage b) {
    GrayImage out = a.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] |= b.data()[i];
    }
    return out;
  }

  private static GrayImage both(GrayImage a, GrayImage b) {
    GrayImage out = a.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] &= b.data()[i];
    }
    return out;
  }

  /**
   * Takes away what would hang in the air: a neck that goes on behind a head goes straight on
   * upwards, and hardly widens. Under hair that ends beside it the smooth answer is a lobe, half
   * way to where the hair ends.
   *
   * @param unsure where nothing was seen, or it may have been hair
   */
  private static void stand(GrayImage opacity, GrayImage unsure) {
    int width = opacity.width();
    for (int y = opacity.height() - 2; y >= 0; y--) {
      int lower = Math.min(opacity.height() - 1, y + STEEP);
      for (int x = 0; x < width; x++) {
        if (unsure.get(x, y) != 0) {
          int below = opacity.get(x, y + 1);
          below = Math.max(below, opacity.get(Math.max(0, x - 1), lower));
          below = Math.max(below, opacity.get(Math.min(width - 1, x + 1), lower));
          opacity.set(x, y, Math.min(opacity.get(x, y), below));
        }
      }
    }
  }

  /** Gives hidden pixels behind a jaw colours of the neck alone. */
  private static void continueNeck(
      RgbImage colours,
      RgbImage frame,
      Parsing parsing,
      GrayImage mask,
      GrayImage body,
      GrayImage solid,
      GrayImage neck) {
    byte[] labels = parsing.labels().data();
    int width = frame.width();
    int[] chins = chins(body, mask);
    float[] shares = neckBehind(labels, chins, width);
    RgbImage skin = filled(frame, both(neck, solid));
    for (int x = 0; x < width; x++) {
      for (int y = 0; y <= Math.min(frame.height() - 1, chins[x] + BESIDE); y++) {
        int at = y * width + x;
        boolean isNeck = body.data()[at] != 0 && neck.data()[at] != 0;
        boolean isHidden = mask.data()[at] != 0 && body.data()[at] == 0;
        if (isHidden || (isNeck && solid.data()[at] == 0)) {
          float share = isNeck ? 1 : shares[x];
          for (int c = 3 * at; c < 3 * at + 3; c++) {
            int clothed = colours.data()[c] & 0xff;
            int bare = skin.data()[c] & 0xff;
            colours.data()[c] = (byte) Math.round(clothed + share * (bare - clothed));
          }
        }
      }
    }
  }

  /** The lowest row of each column where the head hides what is behind it; −1 for none. */
  private static int[] chins(GrayImage body, GrayImage mask) {
    int[] chins = new int[mask.width()];
    Arrays.fill(chins, -1);
    for (int i = 0; i < mask.data().length; i++) {
      if (mask.data()[i] != 0 && body.data()[i] == 0) {
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

  // A guess needs to be no finer than half the size, at which it is filled; known pixels are lost.

  private static RgbImage filled(RgbImage picture, GrayImage known) {
    int width = picture.width();
    int height = picture.height();
    RgbImage half = Resampling.area(picture, width / 2, height / 2);
    return Resampling.bilinear(Membrane.fill(half, half(known), SWEEPS), width, height);
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
