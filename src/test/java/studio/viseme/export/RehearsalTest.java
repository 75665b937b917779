package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.PaintedPerson;

class RehearsalTest {
  private static final HeadAngles AS_FILMED = new HeadAngles(0, 0, 0);
  private static final DubOptions.Background SOURCE = new DubOptions.Background.Source();

  /** Whose brows rise slowly. */
  private final Capture capture =
      new PaintedPerson.PaintedCapture(50) {
        @Override
        public UpperFace upperFace(int frame) {
          return UpperFace.REST.withBrow(frame / 100f - .2f);
        }
      };

  private boolean whole;
  private boolean cutOut;
  private double brow;
  private final AtomicReference<FrameState> last = new AtomicReference<>();
  private final Rehearsal rehearsal =
      new Rehearsal(capture, new Witness(), new PaintedPerson.Loudness(), capture.speech());

  @Test
  void theMouthFollowsTheMoment() {
    // The painted mouth is closed at 0.35 s and wide open at 0.12 s.
    assertThat(dark(at(.12, AS_FILMED, 0, SOURCE)))
        .isGreaterThan(4 * dark(at(.35, AS_FILMED, 0, SOURCE)));
  }

  @Test
  void aTurnIsAddedToTheFilmedAngles() {
    at(.4, new HeadAngles(12, -5, 3), 0, SOURCE);
    HeadAngles filmed = HeadAngles.of(capture.head().poses().get(10).rotation());
    HeadAngles shown = HeadAngles.of(last.get().pose().rotation());
    assertThat(shown.yaw() - filmed.yaw()).isCloseTo(12, within(1e-6));
    assertThat(shown.pitch() - filmed.pitch()).isCloseTo(-5, within(1e-6));
    assertThat(shown.roll() - filmed.roll()).isCloseTo(3, within(1e-6));
  }

  @Test
  void lidsComeDownFromWhereTheyWereFilmed() {
    at(.4, AS_FILMED, .25, SOURCE);
    float filmed = capture.upperFace(10).lidLeft();
    assertThat(last.get().upperFace().lidLeft()).isCloseTo(.75f * filmed, within(1e-6f));
    at(.4, AS_FILMED, 1, SOURCE);
    assertThat(last.get().upperFace().lidRight()).isZero();
  }

  @Test
  void browsGoNoFartherThanTheyWereFilmed() {
    float highest = Float.NEGATIVE_INFINITY;
    float lowest = Float.POSITIVE_INFINITY;
    for (int frame = 0; frame < 50; frame++) {
      highest = Math.max(highest, capture.upperFace(frame).brow());
      lowest = Math.min(lowest, capture.upperFace(frame).brow());
    }
    assertThat(highest).isGreaterThan(lowest);
    float filmed = capture.upperFace(10).brow();
    float[] wanted = {lowest, (lowest + filmed) / 2, filmed, (highest + filmed) / 2, highest};
    for (int i = 0; i < wanted.length; i++) {
      brow = i / 2. - 1;
      at(.4, AS_FILMED, 0, SOURCE);
      assertThat(last.get().upperFace().brow()).as("%s", brow).isCloseTo(wanted[i], within(1e-6f));
    }
  }

  @Test
  void aColourStandsWhereNobodyIs() {
    RgbImage green = at(.4, AS_FILMED, 0, new DubOptions.Background.Colour(0x00ff00));
    assertThat(green.get(1, 1, 0)).isZero();
    assertThat(green.get(1, 1, 1)).isEqualTo(255);
    RgbImage source = at(.4, AS_FILMED, 0, SOURCE);
    assertThat(source.get(1, 1, 1)).isEqualTo(capture.frames().frame(10).get(1, 1, 1));
  }

  @Test
  void aHeadIsCutOutOfItsFilmBeforeAnotherWallAlone() {
    at(.4, AS_FILMED, 0, SOURCE);
    at(.4, AS_FILMED, 0, new DubOptions.Background.Plate());
    assertThat(cutOut).as("before the filmed wall").isFalse();
    at(.4, AS_FILMED, 0, new DubOptions.Background.Colour(0x00ff00));
    assertThat(cutOut).as("before a colour").isTrue();
  }

  @Test
  void aTurnedHeadBringsItsTorsoBeforeAnotherBackground() {
    HeadAngles turn = new HeadAngles(10, 0, 0);
    DubOptions.Background green = new DubOptions.Background.Colour(0x00ff00);
    assertThat(at(.4, turn, 0, green).get(1, 1, 1)).as("no torso of its own").isEqualTo(255);
    RgbImage squares = at(.4, turn, 0, new DubOptions.Background.None());
    assertThat(squares.get(1, 1, 1)).as("nothing").isBetween(0x60, 0xa0);
    whole = true;
    assertThat(at(.4, turn, 0, green).get(1, 1, 2)).as("the torso").isEqualTo(255);
    assertThat(at(.4, AS_FILMED, 0, green).get(1, 1, 1)).as("as filmed").isEqualTo(255);
    int filmed = capture.frames().frame(10).get(1, 1, 2);
    assertThat(at(.4, turn, 0, SOURCE).get(1, 1, 2)).as("in its frame").isEqualTo(filmed);
  }

  @Test
  void aPictureThatIsKeptCanBeSeenThroughWhereTheScreenShowsSquares() {
    DubOptions.Background none = new DubOptions.Background.None();
    Rehearsal.Direction direction = new Rehearsal.Direction(.4, AS_FILMED, 0, 0, none);
    RgbaImage kept = (RgbaImage) rehearsal.still(direction);
    int middle = PaintedPerson.SIZE / 2;
    assertThat(kept.get(1, 1, 3)).isZero();
    assertThat(kept.get(middle, middle, 3)).isEqualTo(255);
    RgbImage shown = rehearsal.render(direction);
    assertThat(kept.get(middle, middle, 0)).isEqualTo(shown.get(middle, middle, 0));
    Rehearsal.Direction filmed = new Rehearsal.Direction(.4, AS_FILMED, 0, 0, SOURCE);
    assertThat(rehearsal.still(filmed)).isInstanceOf(RgbImage.class);
  }

  @Test
  void theClipRunsAsItWasFilmedUnderItsOwnSound() {
    assertThat(rehearsal.clipFrame(0)).isZero();
    assertThat(rehearsal.clipFrame(49 / 25.0)).isEqualTo(49);
    assertThat(rehearsal.clipFrame(51 / 25.0)).isEqualTo(49);
  }

  @Test
  void theClipRunsAsInAFilmUnderALongerSound() {
    float[] sound = PaintedPerson.sound(6);
    Rehearsal longer = new Rehearsal(capture, new Witness(), new PaintedPerson.Loudness(), sound);
    ClipPath path = ClipPath.of(capture, 150);
    assertThat(path.reversed()).isPositive();
    longer.render(Rehearsal.Direction.START);
    assertThat(last.get().mouth()).isEqualTo(MouthDrive.NEW_SPEECH);
    rehearsal.render(Rehearsal.Direction.START);
    assertThat(last.get().mouth()).isEqualTo(MouthDrive.SPEECH);
    for (int frame = 0; frame < 150; frame++) {
      assertThat(longer.clipFrame(frame / 25.0)).isEqualTo(path.frame(frame));
    }
  }

  private RgbImage at(double s, HeadAngles turn, double blink, DubOptions.Background behind) {
    return rehearsal.render(new Rehearsal.Direction(s, turn, blink, brow, behind));
  }

  private static int dark(RgbImage picture) {
    int count = 0;
    for (int i = 0; i < picture.data().length; i += 3) {
      count += (picture.data()[i] & 0xff) < 60 && (picture.data()[i + 1] & 0xff) < 30 ? 1 : 0;
    }
    return count;
  }

  /** Remembers what it was asked for. */
  private final class Witness implements Avatar {
    private final Avatar avatar = new PaintedPerson.PaintedAvatar();

    @Override
    public String id() {
      return avatar.id();
    }

    @Override
    public PinholeCamera camera() {
      return avatar.camera();
    }

    @Override
    public RigidTransform restPose() {
      return avatar.restPose();
    }

    @Override
    public SpeechWindow speechWindow() {
      return avatar.speechWindow();
    }

    @Override
    public Layer render(FrameState state) {
      last.set(state);
      return avatar.render(state);
    }

    @Override
    public Layer renderCutOut(FrameState state) {
      cutOut = true;
      return avatar.render(state);
    }

    @Override
    public Optional<Layer> renderWhole(FrameState state) {
      if (!whole) {
        return Optional.empty();
      }
      float[] blue = new float[4 * PaintedPerson.SIZE * PaintedPerson.SIZE];
      for (int i = 0; i < blue.length; i += 4) {
        blue[i + 2] = 1;
        blue[i + 3] = 1;
      }
      return Optional.of(new Layer(PaintedPerson.SIZE, PaintedPerson.SIZE, blue));
    }

    @Override
    public void close() {}
  }
}
