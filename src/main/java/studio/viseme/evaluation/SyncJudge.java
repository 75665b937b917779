package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.image.RgbImage;

/**
 * A net that was trained to tell whether lips and sound go together, as evaluation asks it. It must
 * never have seen the clip it judges, nor share data with the avatar's speech encoder.
 */
public interface SyncJudge {
  /** Its name in the report. */
  String name();

  /** Begins a film. */
  Film film();

  /** What was heard, a vector a frame of the clip's 25 a second; null where there is none. */
  float[] @Nullable [] hear(float[] speech);

  /** A film that is shown frame by frame. */
  interface Film {
    /**
     * @param frame counted as {@link #hear} counts; frames come in order, some may be left out
     * @param landmarks 478 × (x, y, z) in the picture's pixels, or null when no face was found
     */
    void show(int frame, RgbImage picture, float @Nullable [] landmarks);

    /** What was seen, a vector a frame; null where there is none. */
    float[] @Nullable [] seen();
  }
}
