package studio.viseme.face.expression;

import java.util.Arrays;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;

/**
 * What the mouth does from frame to frame: {@link MouthState}'s figures as curves, NaN where no
 * face was found.
 *
 * @param gap between the inner borders of the lips, centimetres
 * @param width between the corners, centimetres
 * @param jaw how far the chin has dropped, centimetres
 */
public record MouthTrack(float[] gap, float[] width, float[] jaw) {
  /** Of frames that nothing is known of yet. */
  public static MouthTrack unknown(int frames) {
    MouthTrack track = new MouthTrack(new float[frames], new float[frames], new float[frames]);
    Arrays.fill(track.gap, Float.NaN);
    Arrays.fill(track.width, Float.NaN);
    Arrays.fill(track.jaw, Float.NaN);
    return track;
  }

  /** Of the first frames of a clip. */
  public static MouthTrack of(LandmarkTrack landmarks, HeadTrack head, int frames) {
    MouthTrack track = unknown(frames);
    for (int i = 0; i < frames; i++) {
      if (landmarks.found(i)) {
        track.set(i, MouthState.of(landmarks, head, i));
      }
    }
    return track;
  }

  public void set(int frame, MouthState mouth) {
    gap[frame] = mouth.gap();
    width[frame] = mouth.width();
    jaw[frame] = mouth.jaw();
  }
}
