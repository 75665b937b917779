package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.image.RgbImage;

/**
 * Films whose pictures tell their own number: sixteen black or white blocks along the top, over a
 * colour that drifts.
 */
public final class TestFilms {
  private static final int BITS = 8;

  private TestFilms() {}

  /** A picture that tells {@code number}, 0 … 255. */
  public static RgbImage numbered(int width, int height, int number) {
    RgbImage image = new RgbImage(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y < height / 4) {
          int bit = x * BITS / width;
          int value = (number >> bit & 1) == 1 ? 235 : 20;
          image.set(x, y, value, value, value);
        } else {
          image.set(x, y, 60 + x * 120 / width, 90, 60 + y * 120 / height);
        }
      }
    }
    return image;
  }

  /** The number that a picture tells. */
  public static int number(RgbImage image) {
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      int x = (2 * bit + 1) * image.width() / (2 * BITS);
      if (image.get(x, image.height() / 8, 1) > 127) {
        number |= 1 << bit;
      }
    }
    return number;
  }

  /** A sine of 440 Hz, interleaved. */
  public static float[] tone(double seconds, int rate, int channels) {
    float[] samples = new float[(int) Math.round(seconds * rate) * channels];
    for (int i = 0; i < samples.length / channels; i++) {
      for (int channel = 0; channel < channels; channel++) {
        samples[i * channels + channel] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / rate));
      }
    }
    return samples;
  }

  /** Writes a numbered film; {@code sound} may be null. */
  public static Path write(
      Path file, int width, int height, double fps, int pictures, AudioSource sound) {
    VideoSettings settings = VideoSettings.of(width, height, fps).with("title", "Numbers");
    try (VideoWriter writer =
        sound == null
            ? VideoWriter.silent(file, settings)
            : VideoWriter.withSound(file, settings, sound)) {
      for (int i = 0; i < pictures; i++) {
        writer.write(numbered(width, height, i));
      }
      writer.finish();
    }
    return file;
  }

  /**
   * A film of any codec and size, 25 pictures a second, with an uncompressed tone as long as they.
   *
   * @param encoder FFmpeg's name of it; the container goes by the file's name
   * @param pixelFormat FFmpeg's name
   */
  public static Path encoded(
      Path file, String encoder, String pixelFormat, int width, int height, int pictures) {
    RawFilm.Pictures stored =
        new RawFilm.Pictures(width, height, pictures)
            .encoder(encoder, avutil.av_get_pix_fmt(pixelFormat));
    float[] tone = tone(pictures / 25.0, 44_100, 1);
    return RawFilm.at(file).with(stored).with(tone, 44_100, 1, i -> i * 1024 / 44_100.0).write();
  }

  /** A film with a 440 Hz tone as long as its pictures. */
  public static Path withTone(Path file, int width, int height, double fps, int pictures) {
    return write(
        file,
        width,
        height,
        fps,
        pictures,
        AudioSource.of(tone(pictures / fps, 44_100, 2), 44_100, 2));
  }
}
