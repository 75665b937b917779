package studio.viseme.export;

import org.jspecify.annotations.Nullable;
import studio.viseme.compositing.HeadlessFrame;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** What shows where the head was filmed and isn't now. Thread-safe. */
final class UnderHead {
  private final RgbImage wall;
  private int known = -1;
  private @Nullable RgbImage headless;

  /**
   * @param wall what shows where nobody is
   */
  UnderHead(RgbImage wall) {
    this.wall = wall;
  }

  /** Enough for a head that moves as it was filmed, and leaves nothing uncovered but its rim. */
  RgbImage wall() {
    return wall;
  }

  /**
   * The wall, and neck and clothes before it. What was worked out last is kept: a head that moves
   * by itself moves before one frame.
   *
   * @param frame of the clip, by its number and as a picture
   * @param mask where the head was, see {@link studio.viseme.face.parsing.HeadMask}
   */
  synchronized RgbImage of(int number, RgbImage frame, Parsing parsing, GrayImage mask) {
    RgbImage last = headless;
    if (last == null || number != known) {
      last = HeadlessFrame.of(frame, parsing, mask, wall);
      headless = last;
      known = number;
    }
    return last;
  }
}
