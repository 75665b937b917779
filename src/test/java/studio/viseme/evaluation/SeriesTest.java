package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.Rectangle;

/** The measures over landmarks and time on inputs whose figures are known beforehand. */
class SeriesTest {
  private static float[] face(long seed) {
    Random random = new Random(seed);
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int i = 0; i < points.length; i++) {
      points[i] = 200 + 50 * random.nextFloat();
    }
    return points;
  }

  private static float[] moved(float[] face, float dx, float dy, int... only) {
    float[] moved = face.clone();
    for (int p = 0; p < LandmarkTrack.POINTS; p++) {
      int point = p;
      if (only.length == 0 || Arrays.stream(only).anyMatch(o -> o == point)) {
        moved[p * 3] += dx;
        moved[p * 3 + 1] += dy;
      }
    }
    return moved;
  }

  @Test
  void movingTheWholeFaceIsNoLipError() {
    assertThat(LipPoints.distance(face(1), moved(face(1), 17, -4))).isCloseTo(0, within(1e-5));
  }

  @Test
  void oneLipPointOffIsSharedOut() {
    // Point 13 moves by 4; the mean moves by 4/40: one point is off by 3.9, the other 39 by 0.1.
    assertThat(LipPoints.distance(face(1), moved(face(1), 4, 0, 13)))
        .isCloseTo((3.9 + 39 * .1) / 40, within(1e-5));
  }

  @Test
  void pointsOffTheLipsDoNotCount() {
    assertThat(LipPoints.distance(face(2), moved(face(2), 30, 30, 1, 152, 33))).isZero();
  }

  @Test
  void theGapIsTheMeanOfThreePairs() {
    float[] shut = new float[LandmarkTrack.STRIDE];
    assertThat(LipPoints.gap(shut)).isZero();
    assertThat(LipPoints.gap(moved(shut, 3, 4, 14, 87))).isCloseTo(10 / 3., within(1e-6));
  }

  @Test
  void theSquareHasTheLongerSide() {
    float[] points = moved(new float[LandmarkTrack.STRIDE], 100, 100);
    points = moved(points, -20, 0, 61);
    points = moved(points, 20, 0, 291);
    points = moved(points, 0, 10, 17);
    assertThat(LipPoints.square(points, 512, 512)).isEqualTo(new Rectangle(80, 85, 40, 40));
    assertThat(LipPoints.square(points, 110, 110)).isEqualTo(new Rectangle(80, 85, 30, 25));
  }

  @Test
  void theEyesAreaIsTheShoelacePolygons() {
    float[] points = new float[LandmarkTrack.STRIDE];
    points = moved(points, 10, 0, 133);
    points = moved(points, 0, 6, 155);
    // All other points are at the origin: what is left is the triangle (0,0) (0,6) (10,0).
    assertThat(EyePoints.area(points)).isCloseTo(30, within(1e-6));
  }

  @Test
  void aParabolaIsSmooth() {
    double[][] path = new double[30][];
    for (int i = 0; i < path.length; i++) {
      path[i] = new double[] {3 + .5 * i - .25 * i * i, 7};
    }
    assertThat(Series.roughness(path)).isCloseTo(0, within(1e-9));
  }

  @Test
  void tremblingFromFrameToFrameIsRough() {
    double[][] path = new double[30][];
    for (int i = 0; i < path.length; i++) {
      path[i] = new double[] {i % 2 == 0 ? 1 : -1};
    }
    assertThat(Series.roughness(path)).isCloseTo(16 / 21., within(1e-9));
  }

  @Test
  void aGapInThePathIsLeftOut() {
    double[][] path = new double[14][];
    for (int i = 0; i < path.length; i++) {
      path[i] = new double[] {i == 3 ? 1000 : 0};
    }
    path[6] = null;
    assertThat(Series.roughness(path)).isZero();
    path[2] = null;
    path[9] = null;
    assertThat(Series.roughness(path)).isNaN();
  }

  @Test
  void correlationSpreadAndQuantiles() {
    double[] a = {1, 2, 3, 4};
    assertThat(Series.correlation(a, new double[] {-2, -4, -6, -8})).isCloseTo(-1, within(1e-12));
    assertThat(Series.correlation(a, new double[] {5, 5, 5, 5})).isNaN();
    assertThat(Series.correlation(a, new double[] {1, -1, -1, 1})).isCloseTo(0, within(1e-12));
    assertThat(Series.deviation(a)).isCloseTo(Math.sqrt(1.25), within(1e-12));
    assertThat(Series.quantile(a, .5)).isCloseTo(2.5, within(1e-12));
    assertThat(Series.mean(new double[0])).isNaN();
  }

  @Test
  void aMetricSetHoldsNoNumberThatIsNone() {
    MetricSet set =
        MetricSet.builder()
            .put(Metric.LMD_PX, 1.5)
            .put(Metric.PSNR_FULL, Double.NaN)
            .put(Metric.SEAM, 1 / 0.)
            .build();
    assertThat(set.values()).containsOnlyKeys(Metric.LMD_PX);
    assertThat(set.get(Metric.PSNR_FULL)).isEmpty();
  }
}
