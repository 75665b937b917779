package studio.viseme.evaluation.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.face.MouthState;
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
    int frames = capture.clip().frames();
    float[] gap = new float[frames];
    float[] width = new float[frames];
    float[] jaw = new float[frames];
    Arrays.fill(gap, Float.NaN);
    Arrays.fill(width, Float.NaN);
    Arrays.fill(jaw, Float.NaN);
    for (int i = 0; i < frames; i++) {
      if (capture.landmarks().found(i)) {
        MouthState mouth = capture.mouth(i);
        gap[i] = mouth.gap();
        width[i] = mouth.width();
        jaw[i] = mouth.jaw();
      }
    }
    return new SyncClip(
        name,
        expert.see(gap, width, jaw),
        expert.hear(capture.speech(), job.workers()),
        capture.voiceActivity());
  }
}
