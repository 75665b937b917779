package studio.viseme.media;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;

/** What films are written as. */
public enum FilmFormat {
  /** H.264 in an MP4: plays everywhere. */
  MP4(
      "mp4",
      "libopenh264",
      avutil.AV_PIX_FMT_YUV420P,
      Map.of("profile", "high", "rc_mode", "quality", "allow_skip_frames", "0")),

  /**
   * ProRes 4444 with opacity in a QuickTime film, as editing programs take it: straight colour, 10
   * bits, opacity in 16.
   */
  MOV_WITH_ALPHA(
      "mov",
      "prores_ks",
      avutil.AV_PIX_FMT_YUVA444P10LE,
      Map.of("profile", "4444", "alpha_bits", "16", "vendor", "apl0"));

  private final String container;
  private final String encoder;
  private final int pixelFormat;
  private final Map<String, String> options;

  FilmFormat(String container, String encoder, int pixelFormat, Map<String, String> options) {
    this.container = container;
    this.encoder = encoder;
    this.pixelFormat = pixelFormat;
    this.options = options;
  }

  /** How its files end: FFmpeg's name of the container, too. */
  public String ending() {
    return container;
  }

  /** Whether a file is named as one. */
  public boolean names(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("." + container);
  }

  /** Whether its pictures can be seen through. */
  public boolean hasAlpha() {
    return this == MOV_WITH_ALPHA;
  }

  /** FFmpeg's name. */
  String encoder() {
    return encoder;
  }

  /** FFmpeg's number. */
  int pixelFormat() {
    return pixelFormat;
  }

  /** Of the encoder. */
  Map<String, String> options() {
    return options;
  }
}
