package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.math.Vec3;
import studio.viseme.sample.voice.SampleScript;

class CastingTest {
  private static final SampleScript WORDS = SampleScript.bundled("dub");

  private static SamplePresenter presenter(long seed) {
    return new SamplePresenter(WORDS, seed, Casting.drawn(seed));
  }

  @Property(tries = 300)
  void everybodyIsPossible(@ForAll long seed) {
    Casting cast = Casting.drawn(seed);
    for (float[] color :
        new float[][] {
          cast.complexion.skin(),
          cast.complexion.lips(),
          cast.complexion.iris(),
          cast.hair.melanin(),
          cast.wardrobe.color(),
          cast.backdrop.color()
        }) {
      for (float c : color) {
        assertThat(c).isBetween(0f, 1f);
      }
    }
    float[] skin = cast.complexion.skin();
    assertThat(skin[0]).isGreaterThan(skin[1]);
    assertThat(skin[1]).isGreaterThan(skin[2]);
    assertThat(cast.shooting.focal()).isBetween(600.0, 2500.0);
    assertThat(cast.head.width()).isBetween(0.93, 1.07);
    assertThat(cast.lamps.keyFrom().length()).isCloseTo(1, within(1e-9));
    assertThat(cast.lamps.keyFrom().z()).as("the key light is before the face").isPositive();
    assertThat(cast.bitRate()).isBetween(600_000L, 5_000_000L);
    assertThat(Casting.drawn(seed).description()).isEqualTo(cast.description());
  }

  @Test
  void aWallLikeTheLightestClothesIsNoLamp() {
    Casting cast = Casting.drawn(3_836_312);
    assertThat(cast.backdrop.kind()).isEqualTo(Backdrop.Kind.LIKE_CLOTHES);
    assertThat(cast.backdrop.color()).contains(1f);
    assertThat(cast.wardrobe.color()[2]).isBetween(0.9f, 1f);
  }

  @Property(tries = 100)
  void aShapeKeepsEyesAroundTheirBallsAndTheFaceWhole(@ForAll long seed) {
    Casting cast = Casting.drawn(seed);
    float[] canonical = Identity.shape(FaceMesh.canonicalShape(), HeadShape.PRESENTER);
    float[] shape = Identity.shape(FaceMesh.canonicalShape(), cast.head);
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      double moved =
          Math.hypot(
              Math.hypot(shape[3 * i] - canonical[3 * i], shape[3 * i + 1] - canonical[3 * i + 1]),
              shape[3 * i + 2] - canonical[3 * i + 2]);
      assertThat(moved).as("point %d", i).isLessThan(1.6);
    }
    for (FacePoints.Eye eye : new FacePoints.Eye[] {FacePoints.LEFT_EYE, FacePoints.RIGHT_EYE}) {
      int up = eye.upperMargin()[3];
      int down = eye.lowerMargin()[3];
      assertThat(shape[3 * up + 1] - shape[3 * down + 1]).isBetween(0.6f, 1.7f);
      double middle = (shape[3 * eye.outer()] + shape[3 * eye.inner()]) / 2;
      assertThat(Math.abs(middle)).isCloseTo(cast.head.eyeSide(), within(0.25));
    }
  }

  @Test
  void theSameSeedIsTheSameFilm() {
    SampleFrame one = presenter(12).frame(1.5);
    SampleFrame two = presenter(12).frame(1.5);
    assertThat(one.picture().data()).isEqualTo(two.picture().data());
    assertThat(one.truth().landmarks()).isEqualTo(two.truth().landmarks());
    assertThat(one.truth().alpha().data()).isEqualTo(two.truth().alpha().data());
  }

  @ParameterizedTest
  @ValueSource(longs = {13, 15, 17})
  void truthAgreesWithItselfAndTheTrackerFindsTheFace(long seed) {
    SamplePresenter presenter = presenter(seed);
    SampleFrame frame = presenter.frame(2.2);
    FrameTruth truth = frame.truth();
    for (int i = 0; i < truth.labels().data().length; i++) {
      boolean person = truth.labels().data()[i] != FaceRegion.BACKGROUND.code();
      int alpha = truth.alpha().data()[i] & 0xff;
      assertThat(Float.isInfinite(truth.depth().data()[i])).isEqualTo(!person);
      assertThat(person ? alpha > 60 : alpha < 195).as("alpha %d at %d", alpha, i).isTrue();
    }
    float[] shape = presenter.restShape();
    int tip = 3 * FaceMesh.NOSE_TIP;
    Vec3 nose = truth.pose().apply(new Vec3(shape[tip], shape[tip + 1], shape[tip + 2]));
    assertThat(presenter.camera().projectX(nose)).isCloseTo(truth.landmarks()[tip], within(1.0));
    assertThat(truth.depth().get((int) truth.landmarks()[tip], (int) truth.landmarks()[tip + 1]))
        .isCloseTo((float) nose.z(), within(0.3f));
    if (truth.lids() > 0.8) {
      for (int iris : new int[] {FaceMesh.IRIS_LEFT, FaceMesh.IRIS_RIGHT}) {
        int x = (int) truth.landmarks()[3 * iris];
        int y = (int) truth.landmarks()[3 * iris + 1];
        assertThat(FaceRegion.of(truth.labels().get(x, y))).isEqualTo(FaceRegion.EYES);
      }
    }
    try (FaceTracker tracker = new FaceTracker()) {
      Optional<float[]> found = tracker.rawLandmarks(frame.picture());
      assertThat(found).isPresent();
    }
  }
}
