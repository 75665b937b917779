package studio.viseme.media;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a film is written as.
 *
 * @param width pixels, even
 * @param height the same
 * @param fps pictures a second
 * @param videoBitRate bits a second; of H.264 alone
 * @param metadata keys and values of the file that MP4 has a place for: {@code title}, {@code
 *     comment}, {@code artist}, {@code copyright}, {@code description}, {@code date} …; others are
 *     not written
 */
public record VideoSettings(
    FilmFormat format,
    int width,
    int height,
    double fps,
    long videoBitRate,
    Map<String, String> metadata) {
  private static final double BITS_PER_PIXEL = 0.35;
  private static final double REFERENCE_PIXELS = 512 * 512;
  private static final long MIN_BIT_RATE = 600_000;

  public VideoSettings {
    if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0 || !(fps > 0)) {
      throw new IllegalArgumentException(
          width + "x" + height + " at " + fps + " pictures a second");
    }
    metadata = Map.copyOf(metadata);
  }

  /**
   * An MP4 with the bit rate that looks like the source: 0.35 bits a pixel at 512², less for larger
   * pictures.
   */
  public static VideoSettings of(int width, int height, double fps) {
    double pixels = (double) width * height;
    double bits = BITS_PER_PIXEL * pixels * fps * Math.pow(REFERENCE_PIXELS / pixels, 0.25);
    long rate = Math.max(MIN_BIT_RATE, Math.round(bits));
    return new VideoSettings(FilmFormat.MP4, width, height, fps, rate, Map.of());
  }

  /** The same as another kind of file. */
  public VideoSettings as(FilmFormat other) {
    return new VideoSettings(other, width, height, fps, videoBitRate, metadata);
  }

  /** The same with one key more. */
  public VideoSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new VideoSettings(format, width, height, fps, videoBitRate, more);
  }

  public VideoSettings withVideoBitRate(long bitsPerSecond) {
    return new VideoSettings(format, width, height, fps, bitsPerSecond, metadata);
  }
}
