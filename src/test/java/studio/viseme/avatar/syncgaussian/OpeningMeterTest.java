package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.MouthState;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.ChangedCapture;

/** Heads that paint how far their lips are apart as a shade of red. */
class OpeningMeterTest {
  private static final int FRAMES = 220;
  private static final int SIZE = 32;
  private static final int[][] INNER = {{82, 87}, {13, 14}, {312, 317}};
  private static final double SHADES_PER_CENTIMETRE = 200;

  private final Capture film = film();
  private final LipReader reader =
      (picture, frame) -> OptionalDouble.of(picture.get(9, 9, 0) / SHADES_PER_CENTIMETRE);

  @ParameterizedTest
  @ValueSource(doubles = {0.07, 0.02, 0, -0.05})
  void aHeadThatShowsLipsElsewhereIsMended(double missing) {
    ShownOpening shown = measure(film, frame -> head(opening(frame) - missing), reader);
    assertThat(shown.shortfall()).isCloseTo((float) missing, within(0.006f));
    for (double meant : new double[] {0.15, 0.3, 0.6}) {
      double seen = shown.of((float) meant, 0) - missing;
      assertThat(seen).as("lips that are %f cm apart", meant).isCloseTo(meant, within(0.006));
    }
    assertThat(shown.of(0.01f, 0)).as("lips that meet").isEqualTo(0.01f);
  }

  /** A head that is seen from aside now and then is no reason to move its lips. */
  @Test
  void someWrongReadingsDoNotCount() {
    ShownOpening shown =
        measure(film, frame -> head(frame % 5 == 0 ? 1 : opening(frame) - 0.05), reader);
    assertThat(shown.shortfall()).isCloseTo(0.05f, within(0.012f));
  }

  @Test
  void whoSeesNoFaceMovesNoLips() {
    LipReader blind = (picture, frame) -> OptionalDouble.empty();
    assertThat(measure(film, frame -> head(0), blind)).isEqualTo(ShownOpening.AS_MEANT);
    Capture brief = film(25);
    assertThat(measure(brief, frame -> head(0), reader)).isEqualTo(ShownOpening.AS_MEANT);
  }

  @Test
  void heldOutFramesAreNotReadAndThreadsDoNotMatter() {
    IntFunction<Layer> heads = frame -> head(opening(frame) - 0.04 - 0.01 * (frame % 3));
    Capture guarded = new GuardedCapture(film, film.clip().firstHeldOutFrame());
    ShownOpening plain = measure(film, heads, reader);
    assertThat(plain.shortfall()).isPositive();
    assertThat(measure(guarded, heads, reader)).isEqualTo(plain);
    try (Workers three = Workers.of(3)) {
      JobContext job = JobContext.silent(three);
      assertThat(new OpeningMeter(film, heads, reader).measure(job)).isEqualTo(plain);
    }
  }

  /** What a head doesn't cover is the film's. */
  @Test
  void picturesShowTheHeadOverTheFilm() {
    LipReader corner =
        (picture, frame) -> {
          RgbImage filmed = film.frames().frame(frame);
          assertThat(picture.get(1, 1, 2)).isEqualTo(filmed.get(1, 1, 2));
          return reader.opening(picture, frame);
        };
    IntFunction<Layer> heads =
        frame -> {
          Layer head = head(opening(frame) - 0.03);
          Arrays.fill(head.rgba(), 0, 4 * 4 * SIZE, 0);
          return head;
        };
    assertThat(measure(film, heads, corner).shortfall()).isCloseTo(0.03f, within(0.006f));
  }

  private static ShownOpening measure(Capture film, IntFunction<Layer> heads, LipReader reader) {
    return new OpeningMeter(film, heads, reader).measure(JobContext.silent(Workers.sameThread()));
  }

  /** From shut to wide. */
  private static double opening(int frame) {
    return 0.05 * (frame % 19);
  }

  private static Layer head(double opening) {
    float[] rgba = new float[4 * SIZE * SIZE];
    for (int i = 0; i < rgba.length; i += 4) {
      rgba[i] = (float) Math.clamp(opening * SHADES_PER_CENTIMETRE / 255, 0, 1);
      rgba[i + 3] = 1;
    }
    return new Layer(SIZE, SIZE, rgba);
  }

  private static RgbImage filmed(int frame) {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int i = 0; i < picture.data().length; i += 3) {
      picture.data()[i] = (byte) Math.round(opening(frame) * SHADES_PER_CENTIMETRE);
      picture.data()[i + 2] = (byte) frame;
    }
    return picture;
  }

  private static Capture film() {
    return film(FRAMES);
  }

  private static Capture film(int frames) {
    FakeCapture still =
        FakeCapture.builder().size(SIZE).frames(frames).picture(OpeningMeterTest::filmed).build();
    HeadTrack head = still.head();
    float[] points = still.landmarks().points().clone();
    for (int frame = 0; frame < frames; frame++) {
      RigidTransform pose = head.poses().get(frame);
      for (int[] pair : INNER) {
        for (int lip = 0; lip < 2; lip++) {
          int at = 3 * pair[lip];
          Vec3 place =
              pose.apply(new Vec3(head.shape()[at], head.shape()[at + 1], head.shape()[at + 2]));
          // On the ray through the place where the lip is to be seen, at the shape's own depth.
          double y = lip == 0 ? opening(frame) : 0;
          Vec3 seen = pose.apply(new Vec3(head.shape()[at], y, head.shape()[at + 2]));
          int to = frame * LandmarkTrack.STRIDE + at;
          double z = place.z() / seen.z();
          Vec3 onRay = new Vec3(seen.x() * z, seen.y() * z, place.z());
          points[to] = (float) head.camera().projectX(onRay);
          points[to + 1] = (float) head.camera().projectY(onRay);
        }
      }
    }
    LandmarkTrack track = new LandmarkTrack(frames, points, still.landmarks().score());
    Capture film = ChangedCapture.with(still, "landmarks", args -> track);
    assertThat(MouthState.of(track, head, 18 < frames ? 18 : 0).gap())
        .as("the film's own lips")
        .isCloseTo((float) opening(18 < frames ? 18 : 0), within(0.08f));
    return film;
  }
}
