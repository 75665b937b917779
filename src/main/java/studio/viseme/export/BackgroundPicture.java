package studio.viseme.export;

import java.nio.file.Path;
import studio.viseme.image.Png;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;

/** A picture from a file that fills what is behind a person. */
final class BackgroundPicture {
  private BackgroundPicture() {}

  /**
   * Makes a picture cover a frame: scaled until both sides are long enough, its middle in the
   * middle.
   *
   * @param file PNG, JPEG, BMP or GIF
   * @throws JobException (input) when there is no picture to read
   */
  static RgbImage covering(Path file, int width, int height) {
    RgbImage picture = Png.read(file);
    double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
    int seenWidth = Math.clamp(Math.round(width / scale), 1, picture.width());
    int seenHeight = Math.clamp(Math.round(height / scale), 1, picture.height());
    RgbImage seen =
        Resampling.crop(
            picture,
            new Rectangle(
                (picture.width() - seenWidth) / 2,
                (picture.height() - seenHeight) / 2,
                seenWidth,
                seenHeight));
    return scale < 1
        ? Resampling.area(seen, width, height)
        : Resampling.bilinear(seen, width, height);
  }
}
