package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.tracking.SyntheticHead;
import studio.viseme.image.Polygon;
import studio.viseme.image.RgbImage;

/** Faces whose jaw and lips are painted where the landmarks aren't. */
class LandmarkCorrectionTest {
  private static final int FRAMES = 6;
  private static final int[] THROAT = {120, 85, 70};
  private static final int[] FACE = {190, 140, 120};
  private static final int[] LIPS = {165, 85, 90};

  private final SyntheticHead person = SyntheticHead.talking(FRAMES, 900, 0.3, 4);

  @Test
  void jawAndLipsAreMovedOntoTheEdgesThatAreThere() {
    LandmarkCorrection correction = learn(0.07, 0.04);
    double jaw = 0;
    double lips = 0;
    int[] jawPoints = FaceMesh.jaw();
    int[] lower = FaceMesh.lowerLip();
    for (int t = 0; t < FRAMES; t++) {
      float[] tracked = person.track().frame(t);
      float[] found = correction.of(tracked);
      jaw += moved(tracked, found, jawPoints[jawPoints.length / 2]) / FRAMES;
      lips += moved(tracked, found, lower[lower.length / 2]) / FRAMES;
      assertThat(found[3 * FaceMesh.NOSE_TIP]).isEqualTo(tracked[3 * FaceMesh.NOSE_TIP]);
    }
    assertThat(jaw).as("jaw").isCloseTo(0.07, within(0.015));
    assertThat(lips).as("lower lip").isCloseTo(0.04, within(0.015));
  }

  @Test
  void whereTheLandmarksAreRightNothingMoves() {
    LandmarkCorrection correction = learn(0, 0);
    for (int t = 0; t < FRAMES; t++) {
      float[] tracked = person.track().frame(t);
      float[] found = correction.of(tracked);
      for (int p : FaceMesh.jaw()) {
        assertThat(moved(tracked, found, p)).isLessThan(0.02);
      }
      for (int p : FaceMesh.lipsOuter()) {
        assertThat(moved(tracked, found, p)).isLessThan(0.02);
      }
    }
  }

  @Test
  void aFaceWithoutAnyEdgeKeepsItsLandmarks() {
    RgbImage flat = new RgbImage(SyntheticHead.SIZE, SyntheticHead.SIZE);
    float[] tracked = person.track().frame(0);
    LandmarkCorrection correction =
        LandmarkCorrection.learn(List.of(LandmarkCorrection.Sample.of(flat, tracked)));
    assertThat(correction.of(tracked)).isEqualTo(tracked);
  }

  private LandmarkCorrection learn(double jawOff, double lipsOff) {
    List<LandmarkCorrection.Sample> samples = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      float[] tracked = person.track().frame(t);
      samples.add(LandmarkCorrection.Sample.of(paint(tracked, jawOff, lipsOff, t), tracked));
    }
    return LandmarkCorrection.learn(samples);
  }

  /** A face and lips that end so many eye distances outside the landmarks. */
  private static RgbImage paint(float[] landmarks, double jawOff, double lipsOff, int seed) {
    int size = SyntheticHead.SIZE;
    byte[] map = new byte[size * size];
    grown(landmarks, FaceMesh.faceOval(), jawOff).fill(map, size, size, 1);
    grown(landmarks, FaceMesh.lipsOuter(), lipsOff).fill(map, size, size, 2);
    RgbImage picture = new RgbImage(size, size);
    int[][] colours = {THROAT, FACE, LIPS};
    Random random = new Random(seed);
    for (int i = 0; i < map.length; i++) {
      double noise = 6 * random.nextGaussian();
      for (int c = 0; c < 3; c++) {
        picture.data()[3 * i + c] = (byte) Math.round(colours[map[i]][c] + noise);
      }
    }
    return picture;
  }

  private static Polygon grown(float[] landmarks, int[] outline, double share) {
    int n = outline.length;
    double[] x = new double[n];
    double[] y = new double[n];
    double area = 0;
    for (int k = 0; k < n; k++) {
      int p = 3 * outline[k];
      int q = 3 * outline[(k + 1) % n];
      area += landmarks[p] * landmarks[q + 1] - landmarks[q] * landmarks[p + 1];
    }
    double by = share * eyes(landmarks) * Math.signum(area);
    for (int k = 0; k < n; k++) {
      int a = 3 * outline[(k + n - 1) % n];
      int b = 3 * outline[(k + 1) % n];
      double tx = landmarks[b] - landmarks[a];
      double ty = landmarks[b + 1] - landmarks[a + 1];
      double length = Math.hypot(tx, ty);
      x[k] = landmarks[3 * outline[k]] + by * ty / length;
      y[k] = landmarks[3 * outline[k] + 1] - by * tx / length;
    }
    return new Polygon(x, y);
  }

  private static double moved(float[] from, float[] to, int point) {
    return Math.hypot(to[3 * point] - from[3 * point], to[3 * point + 1] - from[3 * point + 1])
        / eyes(from);
  }

  private static double eyes(float[] landmarks) {
    int a = 3 * FaceMesh.EYE_LEFT_OUTER;
    int b = 3 * FaceMesh.EYE_RIGHT_OUTER;
    return Math.hypot(landmarks[a] - landmarks[b], landmarks[a + 1] - landmarks[b + 1]);
  }
}
