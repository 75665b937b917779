package studio.viseme.export;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.compositing.HeadlessFrame;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechLevel;

/**
 * An avatar that is tried out: any moment of a sound, the head turned and the lids lowered by hand,
 * one picture at a time at the clip's resolution. Where a direction says nothing, the clip's own
 * frame at that moment lends it. A head turned before another background brings its torso along, as
 * in a film. One thread at a time.
 */
public final class Rehearsal {
  private static final HeadAngles AS_FILMED = new HeadAngles(0, 0, 0);

  private final Capture capture;
  private final Avatar avatar;
  private final FeatureSequence speech;
  private final double seconds;
  private final Brows brows;
  private final @Nullable ClipPath path;
  private @Nullable Behind behind;
  private @Nullable Empty empty;

  /**
   * @param encoder the one the avatar was trained with
   * @param sound mono at 16 kHz that moves the mouth; the clip's own, or another
   */
  public Rehearsal(Capture capture, Avatar avatar, SpeechEncoder encoder, float[] sound) {
    float[] own = capture.speech();
    this.capture = capture;
    this.avatar = avatar;
    this.brows = Brows.of(capture);
    this.speech = encoder.encode(sound == own ? own : SpeechLevel.matched(sound, own));
    this.seconds = (double) sound.length / SpeechEncoder.SAMPLE_RATE;
    this.path =
        Arrays.equals(sound, own)
            ? null
            : ClipPath.of(capture, Math.max(1, (int) Math.ceil(seconds * ClipInfo.FPS)));
  }

  /**
   * What one picture shall show.
   *
   * @param seconds into the sound
   * @param turn added to the angles that the head has in the clip, degrees
   * @param blink 0 the lids as filmed … 1 closed
   * @param brow −1 brows as low as this person has them … 0 as filmed … 1 as high
   */
  public record Direction(
      double seconds,
      HeadAngles turn,
      double blink,
      double brow,
      DubOptions.Background background) {
    /** As filmed, at the beginning. */
    public static final Direction START =
        new Direction(0, AS_FILMED, 0, 0, new DubOptions.Background.Source());

    private Direction before(int rgb) {
      return new Direction(seconds, turn, blink, brow, new DubOptions.Background.Colour(rgb));
    }
  }

  /** What lies behind the head in one frame of the clip, before one background. */
  private record Behind(
      int frame,
      DubOptions.Background background,
      RgbImage picture,
      GrayImage mask,
      RgbImage headless) {}

  /** What shows where nobody is. */
  private record Empty(DubOptions.Background background, RgbImage picture) {}

  /** How long the sound lasts, seconds. */
  public double seconds() {
    return seconds;
  }

  /** The clip's frame behind a moment: its own, or the one a film with another sound would show. */
  public int clipFrame(double moment) {
    int step = (int) Math.max(0, Math.floor(moment * ClipInfo.FPS + 1e-9));
    return path == null ? Math.min(step, capture.clip().frames() - 1) : path.frame(step);
  }

  /** The picture at the clip's resolution. */
  public RgbImage render(Direction direction) {
    int frame = clipFrame(direction.seconds());
    FrameState state = state(direction, frame);
    boolean asFilmed = direction.background() instanceof DubOptions.Background.Source;
    if (!asFilmed && !direction.turn().equals(AS_FILMED)) {
      Optional<Layer> whole = avatar.renderWhole(state);
      if (whole.isPresent()) {
        return Compositor.over(whole.get(), empty(direction.background()));
      }
    }
    boolean beforeItsWall =
        asFilmed || direction.background() instanceof DubOptions.Background.Plate;
    Layer head = beforeItsWall ? avatar.render(state) : avatar.renderCutOut(state);
    Behind under = behind(frame, direction.background());
    return Compositor.overFrame(head, under.picture, under.mask, under.headless);
  }

  /**
   * The picture to keep: the same, but what is before nothing can be seen through, where a screen
   * shows squares.
   */
  public Raster still(Direction direction) {
    return direction.background() instanceof DubOptions.Background.None
        ? RgbaImage.between(render(direction.before(0)), render(direction.before(0xffffff)))
        : render(direction);
  }

  private FrameState state(Direction direction, int frame) {
    UpperFace face = capture.upperFace(frame);
    float open = (float) (1 - direction.blink());
    UpperFace lowered = face.withLids(face.lidLeft() * open, face.lidRight() * open);
    RigidTransform filmed =
        avatar.alignment().refined().apply(frame, capture.head().poses().get(frame));
    float[] heard = avatar.speechWindow().cut(speech, direction.seconds());
    UpperFace directed = brows.move(lowered, direction.brow());
    MouthDrive drive = path == null ? MouthDrive.SPEECH : MouthDrive.NEW_SPEECH;
    return new FrameState(turned(filmed, direction.turn()), directed, heard, drive);
  }

  private static RigidTransform turned(RigidTransform filmed, HeadAngles turn) {
    HeadAngles now = HeadAngles.of(filmed.rotation());
    HeadAngles then =
        new HeadAngles(
            now.yaw() + turn.yaw(), now.pitch() + turn.pitch(), now.roll() + turn.roll());
    return new RigidTransform(then.toRotation(), filmed.translation());
  }

  /** Kept until another frame or background is asked for: a moving slider changes neither. */
  private Behind behind(int frame, DubOptions.Background background) {
    Behind known = behind;
    if (known != null && known.frame == frame && known.background.equals(background)) {
      return known;
    }
    RgbImage filmed = capture.frames().frame(frame);
    RgbImage wall = empty(background);
    Parsing parsing = capture.parsing(frame);
    GrayImage mask = HeadMask.of(parsing);
    RgbImage headless = HeadlessFrame.of(filmed, parsing, mask, wall);
    RgbImage picture =
        background instanceof DubOptions.Background.Source
            ? filmed
            : FilmPainter.cutOut(filmed, parsing.person(), capture.plate(), wall);
    Behind made = new Behind(frame, background, picture, mask, headless);
    behind = made;
    return made;
  }

  /** Kept until another background is asked for: it may have to be read from a file. */
  private RgbImage empty(DubOptions.Background background) {
    Empty known = empty;
    if (known == null || !known.background.equals(background)) {
      known = new Empty(background, FilmPainter.empty(capture, background));
      empty = known;
    }
    return known.picture;
  }
}
