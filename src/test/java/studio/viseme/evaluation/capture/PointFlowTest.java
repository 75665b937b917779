package studio.viseme.evaluation.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.RgbImage;
import studio.viseme.math.Vec3;

class PointFlowTest {
  /** A smooth picture of many waves, moved. */
  private static GrayPyramid picture(double dx, double dy) {
    RgbImage image = new RgbImage(160, 160);
    for (int y = 0; y < 160; y++) {
      for (int x = 0; x < 160; x++) {
        double u = x - dx;
        double v = y - dy;
        double light =
            128
                + 40 * Math.sin(0.31 * u + 0.05 * v)
                + 40 * Math.cos(0.27 * v - 0.08 * u)
                + 20 * Math.sin(0.11 * (u + v));
        int level = (int) Math.round(light);
        image.set(x, y, level, level, level);
      }
    }
    return GrayPyramid.of(image, PointFlow.LEVELS);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.4,-0.25", "3.3,1.7", "-7.5,6.2"})
  void itFindsHowFarAPictureMoved(double dx, double dy) {
    PointFlow flow = new PointFlow(picture(0, 0), picture(dx, dy));
    double[] found = flow.at(80, 75).orElseThrow();
    assertThat(found[0]).isCloseTo(dx, within(0.05));
    assertThat(found[1]).isCloseTo(dy, within(0.05));
  }

  @Test
  void whereThereIsNothingToSeeItSaysNothing() {
    GrayPyramid flat = GrayPyramid.of(new RgbImage(160, 160), PointFlow.LEVELS);
    assertThat(new PointFlow(flat, flat).at(80, 80)).isEmpty();
    assertThat(new PointFlow(picture(0, 0), picture(0, 0)).at(1, 1)).isEmpty();
  }

  @Test
  void itsPointsLieOnForeheadAndBridge() {
    List<Vec3> points = FlowPoints.on(FaceMesh.canonicalShape());
    assertThat(points).hasSizeBetween(120, 320);
    for (Vec3 p : points) {
      assertThat(p.y()).isGreaterThan(-1.5);
      assertThat(p.y() > 4 || Math.abs(p.x()) < 2.5).as(p.toString()).isTrue();
    }
  }
}
