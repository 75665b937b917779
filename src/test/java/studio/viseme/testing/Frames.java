package studio.viseme.testing;

import java.util.function.IntFunction;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;

/** Pictures that a test makes up. */
public record Frames(int width, int height, int count, IntFunction<RgbImage> pictures)
    implements FrameSource {
  /** As many pictures of the same size, each of them another. */
  public static FrameSource like(FrameSource real, IntFunction<RgbImage> pictures) {
    return new Frames(real.width(), real.height(), real.count(), pictures);
  }

  @Override
  public RgbImage frame(int index) {
    return pictures.apply(index);
  }
}
