package studio.viseme.export;

import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.compositing.LowerFace;
import studio.viseme.compositing.SourceFrame;
import studio.viseme.face.HeadMask;
import studio.viseme.face.LandmarkTrack;
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
   * @param clipFrame the clip's frame that is behind
   * @param source that frame out of the {@link SourceFilm}: at full size, or the crop where only
   *     the crop is shown; not written
   */
  RgbImage paint(Layer head, int clipFrame, RgbImage source);

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
    private final LandmarkTrack landmarks;
    private final Rectangle crop;
    private final RgbImage plate;
    private final int width;
    private final int height;

    IntoSource(Capture capture, boolean lowerFaceOnly) {
      ClipInfo clip = capture.clip();
      this.capture = capture;
      this.lowerFaceOnly = lowerFaceOnly;
      this.cropIsFrame = SourceFilm.cropIsFrame(clip);
      this.landmarks = capture.landmarks();
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
    public RgbImage paint(Layer head, int clipFrame, RgbImage source) {
      GrayImage mask = HeadMask.of(capture.parsing(clipFrame));
      RgbImage frame = cropIsFrame ? source : capture.frames().frame(clipFrame);
      RgbImage full =
          lowerFaceOnly && landmarks.found(clipFrame)
              ? SourceFrame.pasteLowerFace(
                  source, crop, head, frame, mask, LowerFace.of(landmarks.frame(clipFrame)))
              : SourceFrame.paste(source, crop, head, frame, mask, plate);
      boolean odd = full.width() != width || full.height() != height;
      return odd ? Resampling.crop(full, new Rectangle(0, 0, width, height)) : full;
    }
  }

  /** Cuts the person out of the crop and lays them over another picture of its size. */
  final class OverPicture implements FilmPainter {
    private final Capture capture;
    private final RgbImage behind;

    OverPicture(Capture capture, RgbImage behind) {
      this.capture = capture;
      this.behind = behind;
    }

    @Override
    public int width() {
      return behind.width();
    }

    @Override
    public int height() {
      return behind.height();
    }

    @Override
    public RgbImage paint(Layer head, int clipFrame, RgbImage source) {
      Parsing parsing = capture.parsing(clipFrame);
      RgbImage body = cutOut(source.copy(), parsing.person(), behind);
      return Compositor.overFrame(head, body, HeadMask.of(parsing), behind);
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
