package studio.viseme.media;

import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.image.RgbImage;

/**
 * Pictures of high dynamic range or a wide gamut as a display of BT.709 shows them.
 *
 * <p>The numbers become light by the transfer functions of ITU-R BT.2100 (PQ: table 4; HLG: table 5
 * with the reference display's 1000 cd/m², system gamma 1.2), or by BT.1886 for standard range.
 * Diffuse white, 203 cd/m² (ITU-R BT.2408), is the display's white; brighter light is rolled off by
 * the curve of ITU-R BT.2390 (section 5.4.1, EETF) on the luminance, which leaves skin, far below
 * its knee of about 95 cd/m², as it is. A colour outside the gamut of BT.709 is mixed with the grey
 * of its luminance until it fits. The result is encoded for BT.1886, exponent 1/2.4.
 *
 * <p>All of that is one function of three numbers, so it is tabulated once, and pictures are looked
 * up by tetrahedral interpolation.
 */
final class ToneMap {
  /** Points of the table along an axis. */
  private static final int SIDE = 65;

  /** Table values are 8-bit values times this. */
  private static final int SCALE = 128;

  private static final double DISPLAY_GAMMA = 2.4;
  private static final double DIFFUSE_WHITE = 203;
  private static final double PQ_PEAK = 10_000;
  private static final double HLG_PEAK = 1000;
  private static final double HLG_SYSTEM_GAMMA = 1.2;
  private static final double USUAL_PEAK = 1000;

  /** Shares of the primaries in the luminance, of BT.709 and of BT.2020. */
  private static final double[] LUMINANCE_709 = {0.2126, 0.7152, 0.0722};

  private static final double[] LUMINANCE_2020 = {0.2627, 0.6780, 0.0593};

  /** Linear light of BT.2020 to BT.709, ITU-R BT.2087 inverted. */
  private static final double[][] FROM_2020 = {
    {1.660491, -0.587641, -0.072850},
    {-0.124550, 1.132900, -0.008349},
    {-0.018151, -0.100579, 1.118730}
  };

  /** Linear light of P3 (SMPTE EG 432-1, white D65) to BT.709. */
  private static final double[][] FROM_P3 = {
    {1.224940, -0.224940, 0},
    {-0.042057, 1.042057, 0},
    {-0.019638, -0.078636, 1.098274}
  };

  private static final double[][] FROM_709 = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  private final DynamicRange range;
  private final double[][] gamut;
  private final double peak;
  private final short[] table = new short[SIDE * SIDE * SIDE * 3];

  /**
   * @param primaries FFmpeg's number
   * @param peak the brightest light in the source, cd/m²; only for {@link DynamicRange#PQ}
   */
  ToneMap(DynamicRange range, int primaries, double peak) {
    this.range = range;
    this.gamut =
        switch (primaries) {
          case avutil.AVCOL_PRI_SMPTE431, avutil.AVCOL_PRI_SMPTE432 -> FROM_P3;
          case avutil.AVCOL_PRI_BT2020 -> FROM_2020;
          // High range without a word about the gamut is BT.2100, which has but one.
          default -> range == DynamicRange.STANDARD ? FROM_709 : FROM_2020;
        };
    this.peak = range == DynamicRange.HLG ? HLG_PEAK : Math.clamp(peak, DIFFUSE_WHITE, PQ_PEAK);
    double[] rgb = new double[3];
    for (int r = 0, i = 0; r < SIDE; r++) {
      for (int g = 0; g < SIDE; g++) {
        for (int b = 0; b < SIDE; b++) {
          rgb[0] = r / (SIDE - 1.0);
          rgb[1] = g / (SIDE - 1.0);
          rgb[2] = b / (SIDE - 1.0);
          map(rgb);
          for (int c = 0; c < 3; c++) {
            table[i++] = (short) Math.round(255 * SCALE * rgb[c]);
          }
        }
      }
    }
  }

  /** Whether a picture is anything but standard range in about the gamut of BT.709. */
  static boolean isNeededFor(AVFrame frame) {
    return PictureFormat.dynamicRange(frame) != DynamicRange.STANDARD
        || PictureFormat.isWide(frame.color_primaries());
  }

  /** The map for a picture and those after it. */
  static ToneMap of(AVFrame frame) {
    return new ToneMap(PictureFormat.dynamicRange(frame), frame.color_primaries(), peak(frame));
  }

  /** What the file says its brightest pixel, or the display it was graded on, is. */
  private static double peak(AVFrame frame) {
    AVFrameSideData light =
        avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
    if (light != null && !light.isNull()) {
      int brightest = new AVContentLightMetadata(light.data()).MaxCLL();
      if (brightest > 0) {
        return brightest;
      }
    }
    AVFrameSideData display =
        avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
    if (display != null && !display.isNull()) {
      AVMasteringDisplayMetadata graded = new AVMasteringDisplayMetadata(display.data());
      if (graded.has_luminance() != 0) {
        return StreamDecoder.seconds(graded.max_luminance());
      }
    }
    return USUAL_PEAK;
  }

  /** Three numbers of the source, 0..1, to three of the display, 0..1, in place. */
  void map(double[] rgb) {
    double[] light = light(rgb);
    double[] narrow = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        narrow[c] += gamut[c][k] * light[k];
      }
    }
    double brightness = luminance(narrow, LUMINANCE_709);
    double factor = brightness <= 0 ? 0 : rolledOff(brightness) / brightness;
    for (int c = 0; c < 3; c++) {
      narrow[c] *= factor;
    }
    fit(narrow);
    for (int c = 0; c < 3; c++) {
      rgb[c] = Math.pow(narrow[c], 1 / DISPLAY_GAMMA);
    }
  }

  /** Linear light of the source's primaries, 1 at diffuse white. */
  private double[] light(double[] rgb) {
    double[] light = new double[3];
    switch (range) {
      case STANDARD -> {
        for (int c = 0; c < 3; c++) {
          light[c] = Math.pow(rgb[c], DISPLAY_GAMMA);
        }
      }
      case PQ -> {
        for (int c = 0; c < 3; c++) {
          light[c] = pqToLight(rgb[c]) / DIFFUSE_WHITE;
        }
      }
      case HLG -> {
        for (int c = 0; c < 3; c++) {
          light[c] = hlgToScene(rgb[c]);
        }
        double scene = luminance(light, LUMINANCE_2020);
        double gain =
            scene <= 0 ? 0 : HLG_PEAK / DIFFUSE_WHITE * Math.pow(scene, HLG_SYSTEM_GAMMA - 1);
        for (int c = 0; c < 3; c++) {
          light[c] *= gain;
        }
      }
    }
    return light;
  }

  private static double luminance(double[] light, double[] shares) {
    return shares[0] * light[0] + shares[1] * light[1] + shares[2] * light[2];
  }

  /** BT.2390's curve from the source's peak down to diffuse white; 1 is diffuse white. */
  private double rolledOff(double brightness) {
    if (range == DynamicRange.STANDARD) {
      return brightness;
    }
    double top = lightToPq(peak);
    double most = lightToPq(DIFFUSE_WHITE) / top;
    double knee = 1.5 * most - 0.5;
    double in = Math.min(1, lightToPq(brightness * DIFFUSE_WHITE) / top);
    if (in < knee) {
      return brightness;
    }
    double t = knee < 1 ? (in - knee) / (1 - knee) : 0;
    double t2 = t * t;
    double t3 = t2 * t;
    double out =
        (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (-2 * t3 + 3 * t2) * most;
    return pqToLight(out * top) / DIFFUSE_WHITE;
  }

  /** Mixes a colour with the grey of its luminance until no channel lies outside 0..1. */
  private static void fit(double[] light) {
    double grey = Math.clamp(luminance(light, LUMINANCE_709), 0.0, 1.0);
    double share = 1;
    for (double value : light) {
      if (value > 1) {
        share = Math.min(share, (1 - grey) / (value - grey));
      } else if (value < 0) {
        share = Math.min(share, grey / (grey - value));
      }
    }
    for (int c = 0; c < 3; c++) {
      light[c] = Math.clamp(grey + share * (light[c] - grey), 0.0, 1.0);
    }
  }

  private static final double M1 = 2610.0 / 16384;
  private static final double M2 = 2523.0 / 4096 * 128;
  private static final double C1 = 3424.0 / 4096;
  private static final double C2 = 2413.0 / 4096 * 32;
  private static final double C3 = 2392.0 / 4096 * 32;

  /** PQ's EOTF: 0..1 to cd/m². */
  static double pqToLight(double value) {
    double root = Math.pow(Math.max(0, value), 1 / M2);
    return PQ_PEAK * Math.pow(Math.max(0, root - C1) / (C2 - C3 * root), 1 / M1);
  }

  /** The inverse: cd/m² to 0..1. */
  static double lightToPq(double light) {
    double power = Math.pow(Math.max(0, light) / PQ_PEAK, M1);
    return Math.pow((C1 + C2 * power) / (1 + C3 * power), M2);
  }

  /** HLG's inverse OETF: 0..1 to the scene's light, 0..1. */
  private static double hlgToScene(double value) {
    double a = 0.17883277;
    double b = 1 - 4 * a;
    double c = 0.5 - a * Math.log(4 * a);
    return value <= 0.5 ? value * value / 3 : (Math.exp((value - c) / a) + b) / 12;
  }

  /** A step of the table along red, green and blue. */
  private static final int RED = SIDE * SIDE * 3;

  private static final int GREEN = SIDE * 3;
  private static final int BLUE = 3;

  /**
   * @param wide 16-bit RGB, interleaved, without gaps
   */
  RgbImage apply(short[] wide, int width, int height) {
    RgbImage image = new RgbImage(width, height);
    byte[] out = image.data();
    for (int i = 0; i < out.length; i += 3) {
      lookUp(wide[i] & 0xffff, wide[i + 1] & 0xffff, wide[i + 2] & 0xffff, out, i);
    }
    return image;
  }

  /**
   * Sakamoto and Itooka's tetrahedra: from the cell's first corner to its last along its edges, the
   * axis with the largest rest first.
   */
  private void lookUp(int red, int green, int blue, byte[] out, int o) {
    int r = red * (SIDE - 1);
    int g = green * (SIDE - 1);
    int b = blue * (SIDE - 1);
    // 65535 falls onto the last point with a rest of zero.
    int ri = r / 65535;
    int gi = g / 65535;
    int bi = b / 65535;
    int rf = (r - ri * 65535) >> 4;
    int gf = (g - gi * 65535) >> 4;
    int bf = (b - bi * 65535) >> 4;
    int first = ri * RED + gi * GREEN + bi * BLUE;
    int large = Math.max(rf, Math.max(gf, bf));
    int small = Math.min(rf, Math.min(gf, bf));
    int middle = rf + gf + bf - large - small;
    int one = first + (rf == large ? RED : gf == large ? GREEN : BLUE);
    int allButSmall = first + RED + GREEN + BLUE - (bf == small ? BLUE : gf == small ? GREEN : RED);
    int last = first + RED + GREEN + BLUE;
    if (large == 0) {
      one = first;
    }
    if (middle == 0) {
      allButSmall = one;
    }
    if (small == 0) {
      last = allButSmall;
    }
    for (int c = 0; c < 3; c++) {
      int value =
          table[first + c] * (4096 - large)
              + table[one + c] * (large - middle)
              + table[allButSmall + c] * (middle - small)
              + table[last + c] * small;
      out[o + c] = (byte) Math.min(255, (value + SCALE * 2048) / (SCALE * 4096));
    }
  }
}
