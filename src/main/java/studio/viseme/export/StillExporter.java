package studio.viseme.export;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.compositing.HeadlessFrame;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Png;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.media.AudioFile;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechLevel;

/**
 * One picture of an avatar, at the clip's resolution, over the torso and background of the clip's
 * frame behind it. In another pose than was filmed it has its own torso, before the plate. Before
 * another background it is cut out of its frame, or has its own torso, too.
 */
public final class StillExporter {
  private final Capture capture;
  private final Avatar avatar;
  private final SpeechEncoder encoder;

  /**
   * @param encoder the one the avatar was trained with
   */
  public StillExporter(Capture capture, Avatar avatar, SpeechEncoder encoder) {
    this.capture = capture;
    this.avatar = avatar;
    this.encoder = encoder;
  }

  /**
   * What the picture shall show. What is empty is as the clip has it at that moment; without a
   * moment, as the frame nearest to the avatar's rest pose has it.
   *
   * @param time seconds into the clip, and into {@code audio} where that is given
   * @param yaw degrees, as {@link HeadAngles} counts them; the same for pitch and roll
   * @param blink 0 open … 1 closed
   * @param brow −1 as low as this person has them … 1 as high
   * @param audio speech that moves the mouth, or null: then the clip's own at a moment, else closed
   *     lips
   * @param background what is behind the person
   */
  public record Wish(
      OptionalDouble time,
      OptionalDouble yaw,
      OptionalDouble pitch,
      OptionalDouble roll,
      OptionalDouble blink,
      OptionalDouble brow,
      @Nullable Path audio,
      DubOptions.Background background) {
    public Wish {
      if (time.isPresent() && !(time.getAsDouble() >= 0)) {
        throw JobException.usage(
            "A moment before the start", "--time " + time.getAsDouble(), "give 0 or more seconds");
      }
      if (blink.isPresent() && !(blink.getAsDouble() >= 0 && blink.getAsDouble() <= 1)) {
        throw JobException.usage(
            "A blink out of range",
            "--blink " + blink.getAsDouble(),
            "give 0 (open) to 1 (closed)");
      }
      if (brow.isPresent() && !(Math.abs(brow.getAsDouble()) <= 1)) {
        throw JobException.usage(
            "Brows out of range",
            "--brow " + brow.getAsDouble(),
            "give -1 (lowest) to 1 (highest)");
      }
    }

    boolean turns() {
      return yaw.isPresent() || pitch.isPresent() || roll.isPresent();
    }
  }

  /**
   * Renders and writes a PNG.
   *
   * @throws JobException (usage) for another ending of the name; (input) when it can't be written
   */
  public void write(Wish wish, Path png) {
    if (!png.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw JobException.usage("The picture must be a PNG", png, "end its name in .png");
    }
    Png.write(png, render(wish));
  }

  /** Renders without writing. */
  public Raster render(Wish wish) {
    int behind = frameBehind(wish);
    FrameState state = state(wish, behind);
    if (!(wish.background() instanceof DubOptions.Background.Source)) {
      FilmPainter painter = FilmPainter.before(capture, avatar, wish.background(), wish.turns());
      ClipMoment moment = ClipMoment.ofFrame(behind);
      Layer person = painter.render(avatar, state, moment);
      return painter.paint(person, moment, capture.frames().frame(behind));
    }
    Optional<Layer> whole = wish.turns() ? avatar.renderWhole(state) : Optional.empty();
    if (whole.isPresent()) {
      return Compositor.over(whole.get(), capture.plate());
    }
    Layer head = avatar.render(state);
    RgbImage frame = capture.frames().frame(behind);
    Parsing parsing = capture.parsing(behind);
    GrayImage mask = HeadMask.of(parsing);
    RgbImage headless = HeadlessFrame.of(frame, parsing, mask, capture.plate());
    return Compositor.overFrame(head, frame, mask, headless);
  }

  private int frameBehind(Wish wish) {
    if (wish.time().isEmpty() || wish.audio() != null) {
      return DubScript.frameNear(capture, avatar.restPose());
    }
    double frame = wish.time().getAsDouble() * ClipInfo.FPS;
    return (int) Math.min(Math.floor(frame + 1e-9), capture.clip().frames() - 1);
  }

  private FrameState state(Wish wish, int behind) {
    UpperFace face = capture.upperFace(behind);
    if (wish.blink().isPresent()) {
      float lids = (float) (1 - wish.blink().getAsDouble());
      face = face.withLids(lids, lids);
    }
    face = Brows.of(capture).move(face, wish.brow().orElse(0));
    RigidTransform filmed =
        avatar.alignment().refined().apply(behind, capture.head().poses().get(behind));
    RigidTransform pose = pose(wish, filmed);
    SpeechWindow window = avatar.speechWindow();
    boolean silent = wish.audio() == null && wish.time().isEmpty();
    if (silent) {
      return new FrameState(pose, face, new float[window.size()], MouthDrive.REST);
    }
    float[] own = capture.speech();
    float[] sound =
        wish.audio() == null ? own : SpeechLevel.matched(AudioFile.read(wish.audio()), own);
    return new FrameState(
        pose,
        face,
        window.cut(encoder.encode(sound), wish.time().orElse(0)),
        wish.audio() == null ? MouthDrive.SPEECH : MouthDrive.NEW_SPEECH);
  }

  private static RigidTransform pose(Wish wish, RigidTransform here) {
    if (!wish.turns()) {
      return here;
    }
    HeadAngles now = HeadAngles.of(here.rotation());
    HeadAngles turned =
        new HeadAngles(
            wish.yaw().orElse(now.yaw()),
            wish.pitch().orElse(now.pitch()),
            wish.roll().orElse(now.roll()));
    return new RigidTransform(turned.toRotation(), here.translation());
  }
}
