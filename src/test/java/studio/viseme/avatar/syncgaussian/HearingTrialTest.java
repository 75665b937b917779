package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.syncgaussian.HearingTrial.Ear;
import studio.viseme.avatar.syncgaussian.HearingTrial.Mouth;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.compute.Engine;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.evaluation.Series;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.speech.LogMel;

class HearingTrialTest {
  private static final int FRAMES = 220;

  private final Engine engine = new CpuEngine(Workers.sameThread());
  private final Capture capture = FakeCapture.builder().size(48).frames(FRAMES).build();

  @AfterEach
  void close() {
    engine.close();
  }

  private HearingTrial.Learned learned(Capture of, int from, int to) {
    HearingTrial trial = new HearingTrial(engine, of, JobContext.silent());
    Ear ear = Ear.of(new LogMel(), of, 1);
    return trial.learn(ear, Arrays.copyOfRange(trial.trainingFrames(), from, to));
  }

  private static double opening(List<Mouth> mouths) {
    return Series.correlation(
        mouths.stream().mapToDouble(Mouth::gap).toArray(),
        mouths.stream().mapToDouble(Mouth::realGap).toArray());
  }

  /** The made-up mouth opens with the loudness of its hum. */
  @Test
  void aMouthThatFollowsItsSoundIsHeard() {
    try (HearingTrial.Learned learned = learned(capture, 0, 198)) {
      List<Mouth> heldOut = learned.heldOut();
      assertThat(heldOut).hasSize(22);
      assertThat(heldOut.getFirst().frame()).isEqualTo(198);
      assertThat(opening(learned.stretches())).isGreaterThan(0.9);
      assertThat(opening(heldOut)).isGreaterThan(0.9);
      assertThat(heldOut.stream().mapToDouble(Mouth::lipError).sum())
          .isLessThan(0.5 * heldOut.stream().mapToDouble(Mouth::stillError).sum());
    }
  }

  @Test
  void othersAreNeitherLearnedFromNorNear() {
    try (HearingTrial.Learned learned = learned(capture, 50, 120)) {
      List<Mouth> others = learned.others(1000);
      assertThat(others)
          .hasSize(198 - 70 - 20)
          .allMatch(mouth -> mouth.frame() < 40 || mouth.frame() > 129);
      assertThat(learned.others(10)).hasSize(10);
    }
  }

  /**
   * What is learned, and asked of training frames, is the same whatever the held-out part holds.
   */
  @Test
  void nothingIsLearnedFromTheHeldOutPart() {
    try (HearingTrial.Learned open = learned(capture, 0, 198);
        HearingTrial.Learned guarded = learned(new GuardedCapture(capture, 198), 0, 198)) {
      assertThat(guarded.stretches()).isEqualTo(open.stretches());
    }
  }
}
