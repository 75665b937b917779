package studio.viseme.capture.check;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.MouthTrack;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncExpert;
import studio.viseme.speech.SyncProtocol;
import studio.viseme.speech.SyncProtocol.Beyond;
import studio.viseme.speech.SyncProtocol.Score;

/**
 * How far sound and picture are apart, as the lips tell it. An avatar learns when the lips of this
 * film move to a sound, and moves them just so to another: what is late here is late in every dub.
 */
public final class LipSyncCheck {
  static final String ID = "lip-sync";

  /** Frames of the clip that are looked at, at most. */
  public static final int MOST_FRAMES = 300 * SyncExpert.RATE;

  /** Frames by which sound and lips may be apart. */
  private static final int LIMIT = 1;

  /** Spoken frames that there must be for each part. */
  private static final int PART = 4 * SyncExpert.RATE;

  private static final int MOST_PARTS = 6;

  private LipSyncCheck() {}

  /**
   * Finds the offset that most parts of the clip agree on.
   *
   * @param speaks whether there is speech, one flag a frame; they decide how many frames are looked
   *     at
   * @param sound of these frames, mono, 16 kHz
   * @param moved frames by which this sound was moved already
   */
  public static Finding of(
      LandmarkTrack landmarks,
      HeadTrack head,
      boolean[] speaks,
      float[] sound,
      int moved,
      Workers workers) {
    int spoken = 0;
    for (boolean voice : speaks) {
      spoken += voice ? 1 : 0;
    }
    if (spoken < 2 * PART) {
      return Finding.unmeasured(ID, "There is too little speech to compare lips and sound");
    }
    SyncExpert expert = new SyncExpert();
    MouthTrack mouth = MouthTrack.of(landmarks, head, speaks.length);
    float[] @Nullable [] seen = expert.see(mouth.gap(), mouth.width(), mouth.jaw());
    float[] @Nullable [] heard = expert.hear(sound, workers);
    return judge(seen, heard, speaks, Math.min(MOST_PARTS, spoken / PART), moved);
  }

  /**
   * @param parts with as much speech each; all but one in five of them must find what the whole
   *     finds, within a frame
   * @param moved frames by which what is heard was moved already
   */
  static Finding judge(
      float[] @Nullable [] seen,
      float[] @Nullable [] heard,
      boolean[] speaks,
      int parts,
      int moved) {
    Score whole = SyncProtocol.score(seen, heard, Beyond.LEFT_OUT);
    int agree = 0;
    int spoken = 0;
    int[] part = new int[speaks.length];
    for (int i = 0; i < speaks.length; i++) {
      part[i] = spoken;
      spoken += speaks[i] ? 1 : 0;
    }
    for (int p = 0; p < parts; p++) {
      float[] @Nullable [] some = Arrays.copyOf(seen, seen.length);
      for (int i = 0; i < some.length; i++) {
        if ((long) part[Math.min(i, part.length - 1)] * parts / Math.max(1, spoken) != p) {
          some[i] = null;
        }
      }
      Score score = SyncProtocol.score(some, heard, Beyond.LEFT_OUT);
      boolean same =
          whole != null
              && score != null
              && Math.abs(score.offsetFrames() - whole.offsetFrames()) <= LIMIT;
      agree += same ? 1 : 0;
    }
    if (whole == null || 5 * agree < 4 * parts) {
      return Finding.unmeasured(ID, "It can't be told whether lips and sound go together");
    }
    int offset = whole.offsetFrames();
    if (Math.abs(offset) <= LIMIT) {
      String together = "Lips and sound go together";
      return Finding.of(
          ID,
          Severity.PASSED,
          moved == 0 ? together : together + ", since the sound is moved by " + told(moved),
          offset,
          LIMIT,
          "frames");
    }
    return Finding.of(
            ID,
            Severity.WARNING,
            "The sound comes %s %s the lips, and will in every dub; move it"
                .formatted(told(offset), offset > 0 ? "after" : "before"),
            offset,
            LIMIT,
            "frames")
        .with(new Fix.ShiftSound(moved + offset));
  }

  private static String told(int frames) {
    return String.format(
        Locale.ROOT,
        "%d frame%s (%.2f s)",
        Math.abs(frames),
        Math.abs(frames) == 1 ? "" : "s",
        Math.abs(frames) / (double) SyncExpert.RATE);
  }
}
