package studio.viseme.evaluation.sync;

import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.MouthTrack;
import studio.viseme.job.JobContext;
import studio.viseme.speech.SyncExpert;

/**
 * A real film as the expert sees and hears it, 25 frames a second.
 *
 * @param seen what the mouth does; null where no face is seen
 * @param heard what the mouth of the voice should do
 * @param speaks whether there is speech
 */
public record SyncClip(
    String name, float[] @Nullable [] seen, float[] @Nullable [] heard, boolean[] speaks) {
  /** Has the expert look at a whole clip and listen to it. */
  public static SyncClip of(String name, Capture capture, SyncExpert expert, JobContext job) {
    MouthTrack mouth = MouthTrack.of(capture.landmarks(), capture.head(), capture.clip().frames());
    return new SyncClip(
        name,
        expert.see(mouth.gap(), mouth.width(), mouth.jaw()),
        expert.hear(capture.speech(), job.workers()),
        capture.voiceActivity());
  }
}
