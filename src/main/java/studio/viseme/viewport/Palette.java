package studio.viseme.viewport;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;

/** Colours for the values 0..255. */
public final class Palette {
  /** Of {@link FaceRegion}; the background is transparent. */
  public static final Palette REGIONS = regions();

  /** Of a soft mask: blue where it is 255, transparent where it is 0. */
  public static final Palette MASK = mask(0x3d8bff);

  /**
   * Of a heat map, from cold to hot: dark blue, violet, red, orange, pale yellow. Its lightness
   * rises all the way, so that it reads in grey too.
   */
  public static final Palette HEAT =
      ramp(0xff10104a, 0xff5b1d8c, 0xffb42a6a, 0xffe8602c, 0xfff9a825, 0xfffff3b0);

  /** How many colours there are. */
  public static final int SIZE = 256;

  private final int[] argb;

  /**
   * @param argb up to 256 colours 0xAARRGGBB, not premultiplied; values beyond are transparent
   */
  public Palette(int... argb) {
    if (argb.length > SIZE) {
      throw new IllegalArgumentException(argb.length + " colours");
    }
    this.argb = Arrays.copyOf(argb, SIZE);
  }

  /** 0xAARRGGBB, not premultiplied. */
  public int color(int value) {
    return argb[value];
  }

  /** Transparent at 0, the opaque colour 0xRRGGBB at 255. */
  public static Palette mask(int rgb) {
    int[] colors = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      colors[i] = i << 24 | rgb;
    }
    return new Palette(colors);
  }

  /** Evenly spaced colours 0xAARRGGBB with straight lines between them. */
  public static Palette ramp(int... stops) {
    int[] colors = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double at = (double) i / (SIZE - 1) * (stops.length - 1);
      int from = Math.min((int) at, stops.length - 2);
      colors[i] = between(stops[from], stops[from + 1], at - from);
    }
    return new Palette(colors);
  }

  private static int between(int from, int to, double t) {
    int color = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      double a = from >>> shift & 0xff;
      double b = to >>> shift & 0xff;
      color |= (int) Math.round(a + t * (b - a)) << shift;
    }
    return color;
  }

  private static Palette regions() {
    int[] colors = new int[FaceRegion.values().length];
    for (FaceRegion region : FaceRegion.values()) {
      colors[region.code()] =
          switch (region) {
            case BACKGROUND -> 0;
            case HAIR -> 0xff8b5cf6;
            case HEAD_SKIN -> 0xfff2a65a;
            case NECK -> 0xff2fbf9b;
            case TORSO -> 0xff3d8bff;
            case LIPS -> 0xffe5484d;
            case MOUTH_INTERIOR -> 0xff7a1030;
            case EYES -> 0xffffe34d;
          };
    }
    return new Palette(colors);
  }
}
