package studio.viseme.evaluation.hearing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.avatar.syncgaussian.HearingTrial;
import studio.viseme.avatar.syncgaussian.HearingTrial.Ear;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Engine;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.job.JobContext;
import studio.viseme.speech.SpeechEncoder;

/**
 * How far speech tells the mouth of a clip, rung by rung: by what is heard, by seconds of footage,
 * and by what nobody can exceed.
 *
 * @param rows encoders on all training frames, the words where they are known, alone and beside the
 *     first encoder, then the first encoder on fewer and fewer seconds
 */
public record HearingLadder(String name, List<HearingRow> rows, HearingCeilings ceilings) {
  private static final long SEED = 1;

  /** Seconds of footage that are tried, where there is at least twice as much. */
  private static final int[] SECONDS = {128, 64, 32, 16, 8};

  /** Pieces of so many seconds that are tried, evenly chosen. */
  private static final int PIECES = 5;

  /** Other frames that a piece is asked about. */
  private static final int ASKED = 1000;

  /**
   * Climbs it.
   *
   * @param encoders the first is also tried on less footage
   * @param words what is said when; may be empty
   */
  public static HearingLadder of(
      String name,
      Capture capture,
      Engine engine,
      List<SpeechEncoder> encoders,
      List<Word> words,
      JobContext job) {
    HearingTrial trial = new HearingTrial(engine, capture, job);
    List<HearingRow> rows = new ArrayList<>();
    List<Ear> ears = new ArrayList<>();
    for (SpeechEncoder encoder : encoders) {
      job.checkpoint();
      ears.add(Ear.of(encoder, capture, SEED));
    }
    if (!words.isEmpty()) {
      Ear spoken = SpokenWords.ear(words, capture.clip());
      ears.add(spoken);
      if (ears.getFirst().training().rate() == SpokenWords.RATE) {
        ears.add(SpokenWords.beside(ears.getFirst(), spoken));
      }
    }
    for (Ear ear : ears) {
      rows.add(whole(trial, ear));
    }
    int frames = trial.trainingFrames().length;
    for (int seconds : SECONDS) {
      if (2 * seconds * ClipInfo.FPS <= frames) {
        rows.add(pieces(trial, ears.getFirst(), seconds * ClipInfo.FPS));
      }
    }
    return new HearingLadder(name, List.copyOf(rows), HearingCeilings.of(capture, words));
  }

  private static HearingRow whole(HearingTrial trial, Ear ear) {
    int[] frames = trial.trainingFrames();
    try (HearingTrial.Learned learned = trial.learn(ear, frames)) {
      return new HearingRow(
          ear.name(),
          (double) frames.length / ClipInfo.FPS,
          HearingFigures.of(learned.stretches()),
          HearingFigures.of(learned.heldOut()));
    }
  }

  /** The mean over pieces of the training part, each asked about the rest of it. */
  private static HearingRow pieces(HearingTrial trial, Ear ear, int length) {
    int[] frames = trial.trainingFrames();
    int count = Math.min(PIECES, frames.length / length);
    List<HearingFigures> validation = new ArrayList<>();
    List<HearingFigures> heldOut = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * (frames.length - length) / (count - 1));
      int[] piece = Arrays.copyOfRange(frames, from, from + length);
      try (HearingTrial.Learned learned = trial.learn(ear, piece)) {
        validation.add(HearingFigures.of(learned.others(ASKED)));
        heldOut.add(HearingFigures.of(learned.heldOut()));
      }
    }
    return new HearingRow(
        ear.name(),
        (double) length / ClipInfo.FPS,
        HearingFigures.mean(validation),
        HearingFigures.mean(heldOut));
  }
}
