package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.SampleScript;

/** The tracker that knows real faces takes the presenter for one, and says of it what is true. */
class SampleTrackingTest {
  private static SamplePresenter presenter;
  private static FaceTracker tracker;

  @BeforeAll
  static void make() {
    presenter = new SamplePresenter(SampleScript.bundled("presenter"), 7);
    tracker = new FaceTracker();
  }

  @AfterAll
  static void close() {
    tracker.close();
  }

  @Test
  void itsFaceIsFoundWhereItIs() {
    for (double t = 1.1; t < 60; t += 5.9) {
      SampleFrame frame = presenter.frame(t);
      Optional<float[]> found = tracker.rawLandmarks(frame.picture());
      assertThat(found).as("a face at %.1f s", t).isPresent();
      float[] truth = frame.truth().landmarks();
      double sum = 0;
      for (int i = 0; i < FaceMesh.POINTS; i++) {
        sum += distance(found.get(), truth, i);
      }
      assertThat(sum / FaceMesh.POINTS / eyeDistance(truth))
          .as("mean error at %.1f s, in eye distances", t)
          .isLessThan(0.035);
      for (int iris : new int[] {FaceMesh.IRIS_LEFT, FaceMesh.IRIS_RIGHT}) {
        if (frame.truth().lids() > 0.8) {
          assertThat(distance(found.get(), truth, iris) / eyeDistance(truth))
              .as("iris at %.1f s", t)
              .isLessThan(0.03);
        }
      }
    }
  }

  @Test
  void itSeesTheMouthMoveAndTheEyesBlink() {
    float open = gap(presenter.frame(10, Phone.AA.articulation().shape()), 13, 14);
    float closed = gap(presenter.frame(10, Phone.M.articulation().shape()), 13, 14);
    assertThat(open).isGreaterThan(10);
    assertThat(closed).isLessThan(2.5f);
    double blink = presenter.blinks().get(1);
    double after = SamplePresenterTest.openAfter(presenter, blink);
    assertThat(gap(presenter.frame(blink), 159, 145))
        .isLessThan(0.4f * gap(presenter.frame(after), 159, 145));
  }

  private static float gap(SampleFrame frame, int upper, int lower) {
    float[] points = tracker.rawLandmarks(frame.picture()).orElseThrow();
    return points[3 * lower + 1] - points[3 * upper + 1];
  }

  private static double distance(float[] a, float[] b, int point) {
    return Math.hypot(a[3 * point] - b[3 * point], a[3 * point + 1] - b[3 * point + 1]);
  }

  private static double eyeDistance(float[] points) {
    int a = 3 * FaceMesh.EYE_LEFT_OUTER;
    int b = 3 * FaceMesh.EYE_RIGHT_OUTER;
    return Math.hypot(points[a] - points[b], points[a + 1] - points[b + 1]);
  }
}
