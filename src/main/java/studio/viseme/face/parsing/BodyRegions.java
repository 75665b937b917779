package studio.viseme.face.parsing;

import java.util.function.Predicate;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * Which pixels of a frame show neck or clothes, for whoever continues these where a head hides
 * them: stricter than a parser, whose outlines are some pixels beside what they outline. A strand
 * of hair that is called neck would become a neck with a dark dot, and one that is called torso a
 * crumb in the air.
 */
final class BodyRegions {
  /** How far from hair a neck may be hair, pixels. */
  private static final int NEAR = 24;

  /** So far from hair or from the wall its strands are looked for: a chin's shadow is dark, too. */
  private static final int STRANDS = 8;

  /** As much nearer to the colour of hair than to that of the neck, as a share of the distance. */
  private static final double LIKE_HAIR = 0.5;

  /** What is beside a strand has something of its colour, pixels. */
  private static final int BESIDE = 2;

  /** What is narrower than twice this and a pixel is no part of a body, pixels. */
  private static final int THIN = 2;

  private BodyRegions() {}

  /** 255 where a neck may be hair, else 0. */
  static GrayImage nearHair(Parsing parsing) {
    return HeadMask.dilate(region(parsing, FaceRegion.HAIR), NEAR);
  }

  /** 255 where there is neck, else 0. */
  static GrayImage neck(RgbImage frame, Parsing parsing, GrayImage nearHair) {
    GrayImage neck = region(parsing, FaceRegion.NECK);
    GrayImage hair = region(parsing, FaceRegion.HAIR);
    GrayImage atTheRim = HeadMask.dilate(where(parsing, BodyRegions::isNoSkin), STRANDS);
    GrayImage sure = neck.copy();
    for (int i = 0; i < sure.data().length; i++) {
      sure.data()[i] = nearHair.data()[i] != 0 ? 0 : sure.data()[i];
    }
    double[] neckColour = mean(frame, sure);
    double[] hairColour = mean(frame, hair);
    GrayImage strands = new GrayImage(neck.width(), neck.height());
    for (int i = 0; i < strands.data().length; i++) {
      boolean isStrand =
          neck.data()[i] != 0
              && nearHair.data()[i] != 0
              && atTheRim.data()[i] != 0
              && distance(frame, i, hairColour) < LIKE_HAIR * distance(frame, i, neckColour);
      strands.data()[i] = (byte) (isStrand ? 255 : 0);
    }
    GrayImage besides = HeadMask.dilate(strands, BESIDE);
    for (int i = 0; i < besides.data().length; i++) {
      neck.data()[i] = besides.data()[i] != 0 ? 0 : neck.data()[i];
    }
    return neck;
  }

  /** 255 where there is that region, else 0. */
  static GrayImage region(Parsing parsing, FaceRegion region) {
    return where(parsing, region::equals);
  }

  private static boolean isNoSkin(FaceRegion region) {
    return region == FaceRegion.HAIR || region == FaceRegion.BACKGROUND;
  }

  private static GrayImage where(Parsing parsing, Predicate<FaceRegion> regions) {
    GrayImage labels = parsing.labels();
    GrayImage out = new GrayImage(labels.width(), labels.height());
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) (regions.test(FaceRegion.of(labels.data()[i])) ? 255 : 0);
    }
    return out;
  }

  /** Not a number where there is nothing: then nothing is nearer to it than to anything. */
  private static double[] mean(RgbImage frame, GrayImage where) {
    double[] sum = new double[3];
    int count = 0;
    for (int i = 0; i < where.data().length; i++) {
      if (where.data()[i] != 0) {
        count++;
        for (int c = 0; c < 3; c++) {
          sum[c] += frame.data()[3 * i + c] & 0xff;
        }
      }
    }
    return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
  }

  private static double distance(RgbImage frame, int pixel, double[] colour) {
    double squared = 0;
    for (int c = 0; c < 3; c++) {
      double d = (frame.data()[3 * pixel + c] & 0xff) - colour[c];
      squared += d * d;
    }
    return Math.sqrt(squared);
  }

  /** Takes away what is thin (morphological opening). */
  static GrayImage withoutTips(GrayImage body) {
    return HeadMask.dilate(opposite(HeadMask.dilate(opposite(body), THIN)), THIN);
  }

  private static GrayImage opposite(GrayImage mask) {
    GrayImage out = mask.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) ~out.data()[i];
    }
    return out;
  }

  /**
   * What of the body hangs together with the picture's lower edge; an earring beside the head
   * doesn't.
   */
  static GrayImage standing(GrayImage body) {
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
}
