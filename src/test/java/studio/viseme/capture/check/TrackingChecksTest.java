package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.Frames;

/** A drawn face with a known track: what is told of it, where, and what it offers. */
class TrackingChecksTest {
  private static final int COUNT = 250;
  private static final int SIDE = 128;
  private static final double SCALE = 5;
  private static final int LIP_LOWER = 14;

  @TempDir Path folder;

  private final float[] points = new float[COUNT * LandmarkTrack.STRIDE];
  private final float[] score = new float[COUNT];
  private final float[] lids = new float[COUNT];
  private final boolean[] speaks = new boolean[COUNT];
  private final double[] yaw = new double[COUNT];
  private IntPredicate hidden = frame -> false;

  /** A good take: the head faces the camera, blinks, and its lips move while it speaks. */
  @BeforeEach
  void aGoodTake() {
    Arrays.fill(score, 1);
    Arrays.fill(speaks, true);
    float[] shape = FaceMesh.canonicalShape();
    for (int i = 0; i < COUNT; i++) {
      lids[i] = i % 60 < 5 ? 0 : 1;
      yaw[i] = 10 * Math.sin(i * 0.1);
      for (int p = 0; p < FaceMesh.POINTS; p++) {
        int at = i * LandmarkTrack.STRIDE + 3 * p;
        points[at] = (float) (SIDE / 2.0 + SCALE * shape[3 * p]);
        points[at + 1] = (float) (SIDE / 2.0 - SCALE * shape[3 * p + 1]);
      }
      points[i * LandmarkTrack.STRIDE + 3 * LIP_LOWER + 1] += (float) (3 * Math.sin(i));
    }
  }

  @Test
  void aGoodTakePassesEverything() {
    assertThat(run()).allMatch(finding -> finding.severity() == Severity.PASSED);
  }

  @Test
  void aLostFaceIsToldWithItsFramesAndItsPicture() {
    Arrays.fill(score, 100, 140, 0);
    Finding lost = find(run(), "face-lost");

    assertThat(lost.severity()).isEqualTo(Severity.WARNING);
    assertThat(lost.frames()).containsExactly(new FrameRange(100, 140));
    assertThat(lost.fix()).isEqualTo(new Fix.Exclude(lost.frames()));
    assertThat(lost.text()).contains("4.0-5.6 s");
    assertThat(lost.picture()).isEqualTo("checks/face-lost.png");
    assertThat(Files.exists(folder.resolve("face-lost.png"))).isTrue();
    score[120] = 1;
    Arrays.fill(score, 100, 120, 1);
    Arrays.fill(score, 122, 140, 1);
    assertThat(find(run(), "face-lost").severity()).as("one frame").isEqualTo(Severity.INFO);
  }

  @Test
  void aHeadThatTurnsAwayIsTold() {
    Arrays.fill(yaw, 50, 90, -48);
    Finding turned = find(run(), "head-turned");

    assertThat(turned.severity()).isEqualTo(Severity.WARNING);
    assertThat(turned.frames()).containsExactly(new FrameRange(50, 90));
    assertThat(turned.measured()).isBetween(47.9, 48.1);
  }

  @Test
  void closedEyesAreToldAndBlinksAreNot() {
    Arrays.fill(lids, 70, 130, 0.1f);
    List<Finding> findings = run();

    assertThat(find(findings, "eyes-closed").frames()).containsExactly(new FrameRange(70, 130));
    assertThat(find(findings, "looking-down").severity()).isEqualTo(Severity.PASSED);
    Arrays.fill(lids, 0.4f);
    assertThat(find(run(), "looking-down").severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aVoiceWithoutLipsIsSomebodyElses() {
    for (int i = 100; i < 160; i++) {
      points[i * LandmarkTrack.STRIDE + 3 * LIP_LOWER + 1] = points[3 * LIP_LOWER + 1];
    }
    Finding voice = find(run(), "second-voice");

    assertThat(voice.severity()).isEqualTo(Severity.WARNING);
    assertThat(voice.frames()).hasSize(1);
    assertThat(voice.frames().getFirst().from()).isBetween(94, 100);
    assertThat(voice.frames().getFirst().to()).isBetween(160, 166);
    Arrays.fill(speaks, false);
    assertThat(find(run(), "second-voice").severity()).isEqualTo(Severity.UNMEASURED);
  }

  @Test
  void whatHidesHalfTheFaceIsToldAndAClipTooShortSaysSo() {
    hidden = frame -> frame >= 60 && frame < 100;
    Finding occlusion = find(run(), "occlusion");

    assertThat(occlusion.severity()).isEqualTo(Severity.WARNING);
    assertThat(occlusion.frames()).containsExactly(new FrameRange(60, 100));
    Arrays.fill(score, 40, COUNT, 0);
    assertThat(find(run(), "occlusion").severity()).isEqualTo(Severity.UNMEASURED);
  }

  @Test
  void theNumberOfWorkersChangesNothing() {
    hidden = frame -> frame >= 60 && frame < 100;
    List<Finding> one = run();
    try (Workers workers = Workers.of(3)) {
      assertThat(run(JobContext.silent(workers))).isEqualTo(one);
    }
  }

  private static Finding find(List<Finding> findings, String id) {
    return findings.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  private List<Finding> run() {
    return run(JobContext.silent());
  }

  private List<Finding> run(JobContext job) {
    List<RigidTransform> poses = new ArrayList<>();
    for (double degrees : yaw) {
      poses.add(new RigidTransform(new HeadAngles(degrees, 0, 0).toRotation(), new Vec3(0, 0, 60)));
    }
    Tracking tracking =
        new Tracking(
            drawn(),
            25,
            COUNT - 25,
            new LandmarkTrack(COUNT, points, score),
            new HeadTrack(
                PinholeCamera.centered(SIDE, SIDE, 300), poses, FaceMesh.canonicalShape(), 0.5),
            lids,
            speaks);
    return TrackingChecks.run(tracking, new Album(folder, "checks/"), job);
  }

  /** A face with features that stay where they are; what hides it is plain. */
  private FrameSource drawn() {
    return new Frames(
        SIDE,
        SIDE,
        COUNT,
        index -> {
          RgbImage image = new RgbImage(SIDE, SIDE);
          for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
              int value = (int) (150 + 50 * Math.sin(x * 0.4) * Math.cos(y * 0.3)) + index % 3;
              boolean behind = hidden.test(index) && y > SIDE / 2;
              image.set(
                  x, y, behind ? 90 : value, behind ? 70 : value - 20, behind ? 60 : value - 40);
            }
          }
          return image;
        });
  }
}
