package studio.viseme.face.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.SharedData;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.image.AffineMap;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;
import studio.viseme.media.VideoReader;

class FaceIdentityTest {
  private static final FaceIdentity IDENTITY = FaceIdentity.load();
  private static final Engine ENGINE = Engines.cpu(Workers.sameThread());

  private static float[] face(double eyesY, double mouthY, double turn) {
    AffineMap map = AffineMap.similarity(1, turn, 200, 180);
    float[] points = new float[LandmarkTrack.STRIDE];
    put(points, FaceMesh.eyeLeft(), map, -40, eyesY);
    put(points, FaceMesh.eyeRight(), map, 40, eyesY);
    put(points, FaceMesh.lipsOuter(), map, 0, mouthY);
    return points;
  }

  private static void put(float[] points, int[] which, AffineMap map, double x, double y) {
    for (int point : which) {
      points[point * 3] = (float) map.applyX(x, y);
      points[point * 3 + 1] = (float) map.applyY(x, y);
    }
  }

  @Test
  void theCropStandsUprightOnEyesAndMouth() {
    // Eyes 80 apart and 30 above, the mouth 50 below: the reach is 50√(1 + 0.64·…) = √(40² + 80²).
    AffineMap map = FaceIdentity.toPicture(face(-30, 50, .3));
    double size = Math.hypot(40, 80) / .45;
    assertThat(Math.hypot(map.xx(), map.yx()) * 150).isCloseTo(size, within(1e-3));
    assertThat(Math.atan2(map.yx(), map.xx())).isCloseTo(.3, within(1e-6));
    // The middle of both eyes and the mouth, (0, −10/3) before the turn.
    AffineMap turned = AffineMap.similarity(1, .3, 200, 180);
    assertThat(map.applyX(75, 64.5)).isCloseTo(turned.applyX(0, -10 / 3.), within(1e-3));
    assertThat(map.applyY(75, 64.5)).isCloseTo(turned.applyY(0, -10 / 3.), within(1e-3));
  }

  @Test
  void facesDoNotDependOnTheirCompany() {
    Random random = new Random(2);
    List<float[]> faces = new ArrayList<>();
    for (int f = 0; f < 3; f++) {
      float[] face = new float[150 * 150 * 3];
      for (int i = 0; i < face.length; i++) {
        face[i] = random.nextInt(256);
      }
      faces.add(face);
    }
    float[][] together = IDENTITY.embed(ENGINE, faces);
    for (int f = 0; f < 3; f++) {
      assertThat(IDENTITY.embed(ENGINE, List.of(faces.get(f)))[0]).isEqualTo(together[f]);
    }
  }

  @Test
  void theCosineIsOneForTheSameAndZeroForARightAngle() {
    assertThat(FaceIdentity.similarity(new float[] {2, 1}, new float[] {4, 2}))
        .isCloseTo(1, within(1e-12));
    assertThat(FaceIdentity.similarity(new float[] {2, 0}, new float[] {0, 3})).isZero();
  }

  @Test
  void framesOfOnePersonAreMoreAlikeThanThoseOfTwo() {
    Optional<Path> first = SharedData.find("data/video/p04-f-en-8s-512.mp4");
    Optional<Path> second = SharedData.find("data/video/p07-m-20s-512-large-motion.mp4");
    assumeTrue(first.isPresent() && second.isPresent(), "the shared footage isn't here");
    List<float[]> faces = new ArrayList<>();
    try (FaceTracker tracker = new FaceTracker()) {
      faces.addAll(crops(first.get(), tracker));
      faces.addAll(crops(second.get(), tracker));
    }
    float[][] embedded = IDENTITY.embed(ENGINE, faces);
    double same =
        Math.min(
            FaceIdentity.similarity(embedded[0], embedded[1]),
            FaceIdentity.similarity(embedded[2], embedded[3]));
    for (int a = 0; a < 2; a++) {
      for (int b = 2; b < 4; b++) {
        assertThat(FaceIdentity.similarity(embedded[a], embedded[b])).isLessThan(same - .02);
      }
    }
  }

  /** The faces of two frames, two seconds apart. */
  private static List<float[]> crops(Path video, FaceTracker tracker) {
    List<float[]> out = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(video)) {
      for (double seconds : new double[] {.4, 2.4}) {
        RgbImage picture = reader.sample(seconds);
        out.add(FaceIdentity.crop(picture, tracker.rawLandmarks(picture).orElseThrow()));
      }
    }
    return out;
  }
}
