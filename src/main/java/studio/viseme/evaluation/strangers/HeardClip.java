package studio.viseme.evaluation.strangers;

import java.util.Arrays;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.MouthTrack;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.sample.lessons.Stranger;
import studio.viseme.speech.HeardMouth;
import studio.viseme.speech.LipEncoder;
import studio.viseme.speech.SyncExpert;
import studio.viseme.speech.SyncProtocol;

/**
 * A mouth that speaks, beside what an encoder says of it; 25 frames a second, lengths in
 * centimetres, NaN where a side isn't known.
 *
 * @param name of the person, or the language
 * @param offset frames by which the sound lagged behind the lips, already taken off
 * @param seen what the mouth does
 * @param heard what the encoder says that it does, as many frames
 * @param speaks whether there is speech
 */
public record HeardClip(
    String name, int offset, MouthTrack seen, HeardMouth heard, boolean[] speaks) {

  /**
   * Has an encoder listen to a person's film.
   *
   * @param expert finds what the film is out of time by itself; another net than the encoder's
   */
  public static HeardClip of(
      String name, Capture capture, LipEncoder encoder, SyncExpert expert, JobContext job) {
    int frames = capture.clip().frames();
    MouthTrack seen = MouthTrack.of(capture.landmarks(), capture.head(), frames);
    SyncProtocol.Score score =
        SyncProtocol.score(
            expert.see(seen.gap(), seen.width(), seen.jaw()),
            expert.hear(capture.speech(), job.workers()),
            SyncProtocol.Beyond.LEFT_OUT);
    int offset = score == null ? 0 : score.offsetFrames();
    HeardMouth heard = HeardMouth.of(encoder, capture.speech(), job.workers());
    return new HeardClip(
        name, offset, seen, shifted(heard, offset, frames), capture.voiceActivity());
  }

  /** Has an encoder listen to a synthetic voice. */
  public static HeardClip of(String name, Stranger voice, LipEncoder encoder, Workers workers) {
    HeardMouth heard = HeardMouth.of(encoder, voice.samples(), workers);
    HeardMouth seen = voice.mouth();
    return new HeardClip(
        name,
        0,
        new MouthTrack(seen.gap(), seen.width(), seen.jaw()),
        shifted(heard, 0, seen.gap().length),
        voice.speaks());
  }

  private static HeardMouth shifted(HeardMouth heard, int offset, int frames) {
    return new HeardMouth(
        shifted(heard.gap(), offset, frames),
        shifted(heard.width(), offset, frames),
        shifted(heard.jaw(), offset, frames));
  }

  private static float[] shifted(float[] curve, int offset, int frames) {
    float[] out = new float[frames];
    Arrays.fill(out, Float.NaN);
    for (int i = Math.max(0, -offset); i < Math.min(frames, curve.length - offset); i++) {
      out[i] = curve[i + offset];
    }
    return out;
  }
}
