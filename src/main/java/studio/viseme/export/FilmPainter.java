package studio.viseme.export;

import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.compositing.LowerFace;
import studio.viseme.compositing.SourceFrame;
import studio.viseme.face.HeadMask;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/** Makes a film's picture out of the rendered head and the clip's frame behind it. Thread-safe. */
interface FilmPainter {
  /** Pixels, even. */
  int width();

  /** Pixels, even. */
  int height();

  /**
   * @param behind the picture that is behind
   * @param source that picture out of the {@link SourceFilm}: at full size, or the crop where only
   *     the crop is shown; not written
   */
  RgbImage paint(Layer head, ClipMoment behind, RgbImage source);

  static FilmPainter of(Capture capture, DubOptions options) {
    boolean onlyMouthIsNew =
        options.pose() == DubOptions.Pose.SOURCE && options.blink() == DubOptions.Blink.SOURCE;
    return switch (options.background()) {
      case DubOptions.Background.Source source -> new IntoSource(capture, onlyMouthIsNew);
      case DubOptions.Background.Plate plate ->
          new OverPicture(capture, empty(capture, options.background()));
      case DubOptions.Background.Colour colour ->
          new OverPicture(capture, empty(capture, options.background()));
    };
  }

  /**
   * Puts the head, or its lower face alone, back into the filmed frame; the rest of it stays what
   * it was.
   */
  final class IntoSource implements FilmPainter {
    private final Capture capture;
    private final boolean lowerFaceOnly;
    private final boolean cropIsFrame;
    private final Rectangle crop;
    private final RgbImage plate;
    private final int width;
    private final int height;

    IntoSource(Capture capture, boolean lowerFaceOnly) {
      ClipInfo clip = capture.clip();
      this.capture = capture;
      this.lowerFaceOnly = lowerFaceOnly;
      this.cropIsFrame = SourceFilm.cropIsFrame(clip);
      this.crop = clip.crop();
      this.plate = capture.plate();
      this.width = clip.sourceWidth() & ~1;
      this.height = clip.sourceHeight() & ~1;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public RgbImage paint(Layer head, ClipMoment behind, RgbImage source) {
      GrayImage mask = HeadMask.of(capture.parsing(behind.nearest()));
      RgbImage frame = crop(behind, source);
      RgbImage full =
          lowerFaceOnly && behind.hasLandmarks(capture)
              ? SourceFrame.pasteLowerFace(
                  source, crop, head, frame, mask, LowerFace.of(behind.landmarks(capture)))
              : SourceFrame.paste(source, crop, head, frame, mask, plate);
      boolean odd = full.width() != width || full.height() != height;
      return odd ? Resampling.crop(full, new Rectangle(0, 0, width, height)) : full;
    }

    /** The clip's part of a picture; of one that is no frame of the clip it is made here. */
    private RgbImage crop(ClipMoment behind, RgbImage source) {
      if (cropIsFrame) {
        return source;
      }
      ClipInfo clip = capture.clip();
      return behind.isFrame()
          ? capture.frames().frame(behind.frame())
          : Resampling.area(Resampling.crop(source, crop), clip.width(), clip.height());
    }
  }

  /** Cuts the person out of the crop and lays them over another picture of its size. */
  final class OverPicture implements FilmPainter {
    private final Capture capture;
    private final RgbImage empty;

    OverPicture(Capture capture, RgbImage empty) {
      this.capture = capture;
      this.empty = empty;
    }

    @Override
    public int width() {
      return empty.width();
    }

    @Override
    public int height() {
      return empty.height();
    }

    @Override
    public RgbImage paint(Layer head, ClipMoment behind, RgbImage source) {
      Parsing parsing = capture.parsing(behind.frame());
      RgbImage body = cutOut(source.copy(), parsing.person(), empty);
      return Compositor.overFrame(head, body, HeadMask.of(parsing), empty);
    }
  }

  /** What shows where the person isn't: the colour, or the clip's plate. */
  static RgbImage empty(Capture capture, DubOptions.Background background) {
    return background instanceof DubOptions.Background.Colour colour
        ? filled(capture.clip(), colour.rgb())
        : capture.plate();
  }

  /** Lays the person over another picture; writes the frame. */
  static RgbImage cutOut(RgbImage frame, GrayImage person, RgbImage behind) {
    byte[] out = frame.data();
    for (int i = 0; i < person.data().length; i++) {
      int share = person.data()[i] & 0xff;
      for (int at = 3 * i; at < 3 * i + 3; at++) {
        int mixed = share * (out[at] & 0xff) + (255 - share) * (behind.data()[at] & 0xff);
        out[at] = (byte) ((mixed + 127) / 255);
      }
    }
    return frame;
  }

  private static RgbImage filled(ClipInfo clip, int rgb) {
    RgbImage image = new RgbImage(clip.width(), clip.height());
    for (int i = 0; i < image.data().length; i += 3) {
      image.data()[i] = (byte) (rgb >> 16);
      image.data()[i + 1] = (byte) (rgb >> 8);
      image.data()[i + 2] = (byte) rgb;
    }
    return image;
  }
}
