package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import studio.viseme.SharedData;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.image.RgbImage;
import studio.viseme.media.VideoReader;

/** A hand and a microphone are painted before a real face; the same tracker looks at both. */
class OcclusionTest {
  private static final int LOOKS = 28;
  private static final int EVERY = 20;
  private static final int CHEEK = 205;
  private static final int MOUTH = 13;
  private static final int LEFT = 234;
  private static final int RIGHT = 454;

  @Test
  void whatHidesAFaceIsStrangeAndTalkingIsNot() {
    var footage = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
    List<RgbImage> pictures = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(footage.get())) {
      for (int i = 0; i < LOOKS; i++) {
        pictures.add(reader.sample(i * EVERY / 25.0));
      }
    }
    try (FaceTracker tracker = new FaceTracker()) {
      List<FaceAppearance.Face> faces = new ArrayList<>();
      for (int i = 0; i < LOOKS; i++) {
        faces.add(face(tracker, pictures.get(i), i).orElseThrow());
      }
      FaceAppearance appearance = new FaceAppearance(faces, 2 * EVERY);
      OptionalDouble talking = faces.stream().mapToDouble(appearance::covered).max();
      assertThat(talking.orElseThrow()).as("of a face that talks").isLessThan(0.12);
      for (int i = 4; i < LOOKS; i += 8) {
        RgbImage hidden = pictures.get(i).copy();
        float[] points = tracker.rawLandmarks(pictures.get(i)).orElseThrow();
        paintHand(hidden, points);
        Optional<FaceAppearance.Face> face = face(tracker, hidden, i);
        // Where the tracker sees no face any more, that is told as a face that is lost.
        face.ifPresent(
            f -> assertThat(appearance.covered(f)).as("behind a hand").isGreaterThan(0.12));
      }
    }
  }

  private static Optional<FaceAppearance.Face> face(FaceTracker tracker, RgbImage image, int look) {
    return tracker
        .rawLandmarks(image)
        .map(points -> FaceAppearance.sample(look * EVERY, image, points));
  }

  /** An ellipse of the person's own skin, a little darker, with the shades of four fingers. */
  private static void paintHand(RgbImage image, float[] points) {
    double width =
        Math.hypot(
            points[3 * LEFT] - points[3 * RIGHT], points[3 * LEFT + 1] - points[3 * RIGHT + 1]);
    double x0 = points[3 * MOUTH];
    double y0 = points[3 * MOUTH + 1];
    int sx = (int) points[3 * CHEEK];
    int sy = (int) points[3 * CHEEK + 1];
    int[] skin = {image.get(sx, sy, 0), image.get(sx, sy, 1), image.get(sx, sy, 2)};
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        double u = (x - x0) / (0.4 * width);
        double v = (y - y0) / (0.3 * width);
        if (Math.hypot(u, v) < 1) {
          double shade = 0.85 - 0.15 * Math.cos(8 * u);
          image.set(
              x, y, (int) (skin[0] * shade), (int) (skin[1] * shade), (int) (skin[2] * shade));
        }
      }
    }
  }
}
