package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.SyncProtocol;

/**
 * A net that was trained to tell whether lips and sound go together, as evaluation asks it. It must
 * never have seen the clip it judges, nor share data with the avatar's speech encoder.
 */
public interface SyncJudge {
  /** Its name in the report. */
  String name();

  /**
   * Begins a film.
   *
   * @param head of the person who is shown
   */
  Film film(HeadTrack head);

  /** What stands in for sound before its beginning and after its end. */
  default SyncProtocol.Beyond beyond() {
    return SyncProtocol.Beyond.ZEROS;
  }

  /** What was heard, a vector a frame of the clip's 25 a second; null where there is none. */
  float[] @Nullable [] hear(float[] speech);

  /** A film that is shown frame by frame. */
  interface Film {
    /**
     * @param frame counted as {@link #hear} counts; frames come in order, some may be left out
     * @param landmarks 478 × (x, y, z) in the picture's pixels, or null when no face was found
     * @param pose that explains them, or null
     */
    void show(
        int frame, RgbImage picture, float @Nullable [] landmarks, @Nullable RigidTransform pose);

    /** What was seen, a vector a frame; null where there is none. */
    float[] @Nullable [] seen();
  }
}
