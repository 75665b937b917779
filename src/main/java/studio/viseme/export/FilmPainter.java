package studio.viseme.export;

import java.util.function.Function;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.compositing.LowerFace;
import studio.viseme.compositing.SourceFrame;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Raster;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;

/** Makes a film's picture out of the rendered head and the clip's frame behind it. Thread-safe. */
interface FilmPainter {
  /** Across a picture that can be seen through. */
  int SQUARES = 32;

  /** Pixels, even. */
  int width();

  /** Pixels, even. */
  int height();

  /**
   * Draws what {@link #paint} will look at: the head, a part of it, or the whole person. One thread
   * at a time, as an avatar wants it.
   *
   * @param behind the picture that is behind
   */
  Layer render(Avatar avatar, FrameState state, ClipMoment behind);

  /**
   * @param head what {@link #render} gave
   * @param behind the picture that is behind
   * @param source that picture out of the {@link SourceFilm}: at full size, or the crop where only
   *     the crop is shown; not written
   */
  Raster paint(Layer head, ClipMoment behind, RgbImage source);

  static FilmPainter of(Capture capture, Avatar avatar, DubOptions options) {
    Renewed renewed = Renewed.of(options);
    if (options.background() instanceof DubOptions.Background.Source) {
      return new IntoSource(capture, renewed, new UnderHead(capture.plate()));
    }
    return before(capture, avatar, options.background(), renewed == Renewed.MOVED_HEAD);
  }

  /**
   * What shows the person before another background than the filmed one.
   *
   * @param moved whether the head isn't where it was filmed: then so is the torso
   */
  static FilmPainter before(
      Capture capture, Avatar avatar, DubOptions.Background background, boolean moved) {
    Function<RgbImage, OverWall> before =
        moved && hasTorso(avatar)
            ? WholePerson::new
            : wall ->
                new OverPicture(
                    capture,
                    moved,
                    background instanceof DubOptions.Background.Plate,
                    new UnderHead(wall));
    return background instanceof DubOptions.Background.None
        ? new BeforeNothing(
            before.apply(filled(capture.clip(), 0)), before.apply(filled(capture.clip(), 0xffffff)))
        : before.apply(empty(capture, background));
  }

  private static boolean hasTorso(Avatar avatar) {
    float[] silence = new float[avatar.speechWindow().size()];
    FrameState rest = new FrameState(avatar.restPose(), UpperFace.REST, silence, MouthDrive.REST);
    return avatar.renderWhole(rest).isPresent();
  }

  /** How much of the filmed head a film replaces. */
  enum Renewed {
    /** It moves as it was filmed, and so do its lids. */
    LOWER_FACE,
    /** It is where it was filmed. */
    HEAD,
    /** It goes elsewhere. */
    MOVED_HEAD;

    static Renewed of(DubOptions options) {
      return switch (options.pose()) {
        case DubOptions.Pose.FromFile file -> MOVED_HEAD;
        case DubOptions.Pose.Still still -> HEAD;
        case DubOptions.Pose.Source source ->
            options.blink() instanceof DubOptions.Blink.Source ? LOWER_FACE : HEAD;
      };
    }
  }

  /**
   * Puts the head, or its lower face alone, back into the filmed frame; the rest of it stays what
   * it was.
   */
  final class IntoSource implements FilmPainter {
    private final Capture capture;
    private final Renewed renewed;
    private final boolean cropIsFrame;
    private final Rectangle crop;
    private final UnderHead under;
    private final int width;
    private final int height;

    IntoSource(Capture capture, Renewed renewed, UnderHead under) {
      ClipInfo clip = capture.clip();
      this.capture = capture;
      this.under = under;
      this.renewed = renewed;
      this.cropIsFrame = SourceFilm.cropIsFrame(clip);
      this.crop = clip.crop();
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
    public Layer render(Avatar avatar, FrameState state, ClipMoment behind) {
      if (renewed != Renewed.LOWER_FACE || !behind.hasLandmarks(capture)) {
        return avatar.render(state);
      }
      ClipInfo clip = capture.clip();
      LowerFace lower = LowerFace.of(behind.landmarks(capture));
      return avatar.render(state, lower.box(clip.width(), clip.height()));
    }

    @Override
    public RgbImage paint(Layer head, ClipMoment behind, RgbImage source) {
      Parsing parsing = capture.parsing(behind.nearest());
      GrayImage mask = HeadMask.of(parsing);
      RgbImage frame = crop(behind, source);
      RgbImage full =
          switch (renewed) {
            case LOWER_FACE -> pasteLowerFace(head, behind, source, frame, mask);
            case HEAD -> SourceFrame.paste(source, crop, head, frame, mask, under.wall());
            case MOVED_HEAD ->
                SourceFrame.pasteMoved(
                    source,
                    crop,
                    head,
                    frame,
                    mask,
                    under.of(behind.frame(), frame, parsing, mask));
          };
      boolean odd = full.width() != width || full.height() != height;
      return odd ? Resampling.crop(full, new Rectangle(0, 0, width, height)) : full;
    }

    private RgbImage pasteLowerFace(
        Layer head, ClipMoment behind, RgbImage source, RgbImage frame, GrayImage mask) {
      return behind.hasLandmarks(capture)
          ? SourceFrame.pasteLowerFace(
              source, crop, head, frame, mask, LowerFace.of(behind.landmarks(capture)))
          : SourceFrame.paste(source, crop, head, frame, mask, under.wall());
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

  /** Lays the person over a picture of the crop's size. */
  sealed interface OverWall extends FilmPainter {
    @Override
    RgbImage paint(Layer head, ClipMoment behind, RgbImage source);
  }

  /** Cuts the person out of the crop and lays them over another picture of its size. */
  final class OverPicture implements OverWall {
    private final Capture capture;
    private final boolean moved;
    private final boolean asFilmed;
    private final UnderHead under;

    /**
     * @param moved whether the head isn't where it was filmed
     * @param asFilmed whether the picture is the filmed wall
     */
    OverPicture(Capture capture, boolean moved, boolean asFilmed, UnderHead under) {
      this.capture = capture;
      this.moved = moved;
      this.asFilmed = asFilmed;
      this.under = under;
    }

    @Override
    public int width() {
      return under.wall().width();
    }

    @Override
    public int height() {
      return under.wall().height();
    }

    @Override
    public Layer render(Avatar avatar, FrameState state, ClipMoment behind) {
      return asFilmed ? avatar.render(state) : avatar.renderCutOut(state);
    }

    @Override
    public RgbImage paint(Layer head, ClipMoment behind, RgbImage source) {
      Parsing parsing = capture.parsing(behind.frame());
      GrayImage mask = HeadMask.of(parsing);
      RgbImage body = cutOut(source.copy(), parsing.person(), capture.plate(), under.wall());
      RgbImage uncovered = moved ? under.of(behind.frame(), source, parsing, mask) : under.wall();
      return Compositor.overFrame(head, body, mask, uncovered);
    }
  }

  /** Lays a person who moves by themselves, torso and all, over another picture. */
  record WholePerson(RgbImage empty) implements OverWall {
    @Override
    public int width() {
      return empty.width();
    }

    @Override
    public int height() {
      return empty.height();
    }

    @Override
    public Layer render(Avatar avatar, FrameState state, ClipMoment behind) {
      return avatar.renderWhole(state).orElseThrow();
    }

    @Override
    public RgbImage paint(Layer person, ClipMoment behind, RgbImage source) {
      return Compositor.over(person, empty);
    }
  }

  /**
   * Lays the person over nothing: painted over black and over white, the difference tells what can
   * be seen through ({@link RgbaImage#between}).
   */
  record BeforeNothing(OverWall black, OverWall white) implements FilmPainter {
    @Override
    public int width() {
      return black.width();
    }

    @Override
    public int height() {
      return black.height();
    }

    @Override
    public Layer render(Avatar avatar, FrameState state, ClipMoment behind) {
      return black.render(avatar, state, behind);
    }

    @Override
    public RgbaImage paint(Layer head, ClipMoment behind, RgbImage source) {
      return RgbaImage.between(
          black.paint(head, behind, source), white.paint(head, behind, source));
    }
  }

  /** What shows where the person isn't; of the clip's size. Where nothing is, squares are. */
  static RgbImage empty(Capture capture, DubOptions.Background background) {
    return switch (background) {
      case DubOptions.Background.Source source -> capture.plate();
      case DubOptions.Background.Plate plate -> capture.plate();
      case DubOptions.Background.Colour colour -> filled(capture.clip(), colour.rgb());
      case DubOptions.Background.Picture picture ->
          BackgroundPicture.covering(
              picture.file(), capture.clip().width(), capture.clip().height());
      case DubOptions.Background.None none -> squares(capture.clip());
    };
  }

  /**
   * Lays the person over another picture; writes the frame. Where a pixel is half the person's, its
   * other half is the wall that was filmed: that share is taken off, so that no rim of the old wall
   * comes along.
   *
   * @param plate the filmed wall
   */
  static RgbImage cutOut(RgbImage frame, GrayImage person, RgbImage plate, RgbImage behind) {
    byte[] out = frame.data();
    for (int i = 0; i < person.data().length; i++) {
      int share = person.data()[i] & 0xff;
      if (share == 255) {
        continue;
      }
      int through = 255 - share;
      for (int at = 3 * i; at < 3 * i + 3; at++) {
        int persons = 255 * (out[at] & 0xff) - through * (plate.data()[at] & 0xff);
        int mixed = Math.clamp(persons, 0, 255 * share) + through * (behind.data()[at] & 0xff);
        out[at] = (byte) ((mixed + 127) / 255);
      }
    }
    return frame;
  }

  /** The pattern by which pictures on a screen say that they can be seen through. */
  private static RgbImage squares(ClipInfo clip) {
    RgbImage image = new RgbImage(clip.width(), clip.height());
    int side = Math.max(4, clip.width() / SQUARES);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int grey = (x / side + y / side) % 2 == 0 ? 0x99 : 0x66;
        image.set(x, y, grey, grey, grey);
      }
    }
    return image;
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
