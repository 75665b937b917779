package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.viseme.SharedData;
import studio.viseme.face.FaceBox;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.face.tracking.HeadFitter;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;

/** The whole of face analysis on the first seconds of a real clip. */
class PortraitFootageTest {
  private static final int FRAMES = 50;
  private static final int FIT = 40;

  private static Footage clip;
  private static FaceTracker tracker;
  private static LandmarkTrack track;
  private static HeadTrack head;
  private static PortraitParser parser;

  @BeforeAll
  static void analyse() {
    clip = Footage.of("p04-f-en-8s-512.mp4", FRAMES);
    tracker = new FaceTracker();
    FaceTrack face = tracker.track(clip, new int[FRAMES], FIT, JobContext.silent());
    track = face.landmarks();
    head = HeadFitter.fit(face, 512, 512, FIT, JobContext.silent());
    parser = PortraitParser.fit(clip, track, head, FIT, JobContext.silent());
  }

  @AfterAll
  static void close() {
    if (parser != null) {
      parser.close();
      tracker.close();
    }
  }

  @Test
  void theFaceIsFoundInEveryFrameAndTheHeadFits() {
    for (int t = 0; t < FRAMES; t++) {
      assertThat(track.found(t)).isTrue();
      assertThat(track.x(t, FaceMesh.EYE_LEFT_OUTER))
          .isLessThan(track.x(t, FaceMesh.EYE_RIGHT_OUTER));
    }
    assertThat(head.reprojectionRmse()).isLessThan(1.6);
    assertThat(head.camera().focal()).isBetween(500.0, 2500.0);
  }

  @Test
  void oneFrameByItselfIsMeasuredAlikeAndEveryTimeTheSame() {
    float[] raw = tracker.rawLandmarks(clip.frame(7)).orElseThrow();
    assertThat(tracker.rawLandmarks(clip.frame(7)).orElseThrow()).isEqualTo(raw);
    double sum = 0;
    for (int p = 0; p < LandmarkTrack.POINTS; p++) {
      sum +=
          Math.hypot(raw[3 * p] - track.x(7, p), raw[3 * p + 1] - track.y(7, p))
              / LandmarkTrack.POINTS;
    }
    assertThat(sum).as("mean distance to the clip's own landmarks").isLessThan(1.0);
    assertThat(tracker.rawLandmarks(new RgbImage(512, 512))).isEmpty();
  }

  @Test
  void theHeadIsOnePieceAroundTheFaceAndTheMasksAgreeWithTheLabels() {
    Parsing parsing = parser.parse(clip.frame(10), track, head, 10);
    GrayImage labels = parsing.labels();
    int[] count = new int[8];
    for (int i = 0; i < labels.data().length; i++) {
      FaceRegion region = FaceRegion.of(labels.data()[i]);
      count[region.code()]++;
      assertThat(region.isHead()).isEqualTo((parsing.head().data()[i] & 255) >= 128);
      if (region == FaceRegion.BACKGROUND) {
        assertThat(parsing.person().data()[i] & 255).isLessThan(128);
      }
    }
    assertThat(count[FaceRegion.HAIR.code()]).isGreaterThan(5_000);
    assertThat(count[FaceRegion.HEAD_SKIN.code()]).isGreaterThan(30_000);
    assertThat(count[FaceRegion.NECK.code()]).isGreaterThan(3_000);
    assertThat(count[FaceRegion.LIPS.code()]).isGreaterThan(500);
    assertThat(FaceRegion.of(labels.get((int) track.x(10, 4), (int) track.y(10, 4))))
        .isEqualTo(FaceRegion.HEAD_SKIN);
    assertThat(labels.get(5, 5)).isEqualTo(FaceRegion.BACKGROUND.code());
    assertThat(parser.plate().reliability().get(5, 100)).isGreaterThan(150);
    assertThat(parser.plate().reliability().get(256, 250)).as("behind the face").isZero();
  }

  @Test
  void heldOutFramesTeachNothing() {
    Footage changed = clip.withTail(FIT, frame -> new RgbImage(512, 512));
    FaceTrack otherFace = tracker.track(changed, new int[FRAMES], FIT, JobContext.silent());
    LandmarkTrack otherTrack = otherFace.landmarks();
    for (int t = 0; t < FIT; t++) {
      assertThat(otherTrack.frame(t)).isEqualTo(track.frame(t));
    }
    HeadTrack otherHead = HeadFitter.fit(otherFace, 512, 512, FIT, JobContext.silent());
    assertThat(otherHead.shape()).isEqualTo(head.shape());
    try (PortraitParser other =
        PortraitParser.fit(changed, otherTrack, otherHead, FIT, JobContext.silent())) {
      assertThat(other.plate().image().data()).isEqualTo(parser.plate().image().data());
      Parsing a = parser.parse(clip.frame(3), track, head, 3);
      Parsing b = other.parse(clip.frame(3), otherTrack, otherHead, 3);
      assertThat(b.labels().data()).isEqualTo(a.labels().data());
      assertThat(b.head().data()).isEqualTo(a.head().data());
    }
  }

  @Test
  void threadsDontChangeABit() {
    try (Workers workers = Workers.of(3)) {
      FaceTrack again = tracker.track(clip, new int[FRAMES], FIT, JobContext.silent(workers));
      assertThat(again.landmarks().points()).isEqualTo(track.points());
      try (PortraitParser other =
          PortraitParser.fit(clip, track, head, FIT, JobContext.silent(workers))) {
        assertThat(other.parse(clip.frame(5), track, head, 5).head().data())
            .isEqualTo(parser.parse(clip.frame(5), track, head, 5).head().data());
      }
    }
  }

  @Test
  void masksAreTheSameWhereverTheSequenceIsTakenUpAgain() {
    int[] segments = new int[FRAMES];
    MaskSequence sequence = new MaskSequence(parser, clip, track, head, segments);
    try (Workers one = Workers.of(1);
        Workers three = Workers.of(3)) {
      Parsing[] whole = sequence.parse(0, 6, null, one, (own, t) -> own);
      Parsing[] rest =
          new MaskSequence(parser, clip, track, head, segments)
              .parse(3, 3, whole[2], three, (own, t) -> own);
      for (int i = 0; i < 3; i++) {
        assertThat(rest[i].labels().data()).isEqualTo(whole[3 + i].labels().data());
        assertThat(rest[i].person().data()).isEqualTo(whole[3 + i].person().data());
        assertThat(rest[i].head().data()).isEqualTo(whole[3 + i].head().data());
      }
      assertThat(whole[5].person().data())
          .as("the past counts")
          .isNotEqualTo(parser.parse(clip.frame(5), track, head, 5).person().data());
      for (int i = 0; i < whole[5].labels().data().length; i++) {
        FaceRegion region = FaceRegion.of(whole[5].labels().data()[i]);
        assertThat(region.isHead()).isEqualTo((whole[5].head().data()[i] & 255) >= 128);
      }
    }
  }

  @Test
  void everyFaceOfAPictureIsFoundSmallOnesToo() throws Exception {
    Path portrait = SharedData.find("data/face/happy.png").orElse(null);
    Assumptions.assumeTrue(portrait != null, "needs the shared picture happy.png");
    RgbImage picture = read(portrait);
    List<FaceBox> one = tracker.detect(picture);
    assertThat(one).hasSize(1);
    // Two copies side by side, small, on a wide wall.
    RgbImage small =
        studio.viseme.image.Resampling.area(picture, 160, 160 * picture.height() / picture.width());
    RgbImage wall = new RgbImage(1280, 720);
    Arrays.fill(wall.data(), (byte) 120);
    paste(small, wall, 150, 300);
    paste(small, wall, 900, 250);
    List<FaceBox> two = tracker.detect(wall);
    assertThat(two).hasSize(2);
    assertThat(two).allSatisfy(f -> assertThat(f.width()).isBetween(30.0, 160.0));
    Optional<FaceBox> left = two.stream().filter(f -> f.centerX() < 640).findFirst();
    assertThat(left).isPresent();
    assertThat(left.get().centerX())
        .isCloseTo(150 + one.getFirst().centerX() * 160 / picture.width(), within(12.0));
  }

  private static void paste(RgbImage from, RgbImage to, int x, int y) {
    for (int row = 0; row < from.height(); row++) {
      System.arraycopy(
          from.data(),
          row * from.width() * 3,
          to.data(),
          ((y + row) * to.width() + x) * 3,
          from.width() * 3);
    }
  }

  private static RgbImage read(Path file) throws Exception {
    BufferedImage image = ImageIO.read(file.toFile());
    RgbImage out = new RgbImage(image.getWidth(), image.getHeight());
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int rgb = image.getRGB(x, y);
        out.set(x, y, rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
      }
    }
    return out;
  }
}
