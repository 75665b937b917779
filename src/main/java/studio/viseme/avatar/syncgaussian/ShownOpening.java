package studio.viseme.avatar.syncgaussian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.job.JobException;
import studio.viseme.store.SafeTensors;

/**
 * How far apart an avatar's lips have to be so that its pictures show them as they are meant. Heads
 * that are equal to a hundredth of a decibel show the same opening up to a millimetre differently:
 * by chance the rims of their lips are painted narrower or wider. Lips that are apart are moved by
 * what is missing; lips that meet, meet, whatever the others do.
 *
 * @param shortfall by which lips that are apart look nearer to each other than the film's,
 *     centimetres; negative where they look farther apart
 */
record ShownOpening(float shortfall) {
  /** What is shown is what is meant, for all that is known. */
  static final ShownOpening AS_MEANT = new ShownOpening(0);

  private static final String FILE = "lips.safetensors";
  private static final String SHORTFALL = "opening.shortfall";

  /** Lips so little farther apart than this person's shut ones are shut, centimetres. */
  private static final float STILL_SHUT = 0.02f;

  /** Lips so much farther apart are apart. */
  private static final float APART = 0.12f;

  /** What is missing at most: beyond, a wider opening would be drawn narrower. */
  private static final float MOST = 0.9f * (APART - STILL_SHUT);

  ShownOpening {
    if (!Float.isFinite(shortfall)) {
      throw new IllegalArgumentException("a shortfall of " + shortfall);
    }
    shortfall = Math.clamp(shortfall, -MOST, 2 * MOST);
  }

  /**
   * The opening to give to the mesh.
   *
   * @param meant to be seen, centimetres
   * @param shut this person's opening when lips meet, centimetres
   */
  float of(float meant, float shut) {
    float apart = Math.clamp((meant - shut - STILL_SHUT) / (APART - STILL_SHUT), 0f, 1f);
    return meant + apart * shortfall;
  }

  /** Whether an avatar's folder has one. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * An avatar's, or {@link #AS_MEANT} where its folder has none.
   *
   * @throws JobException (input) for a damaged file
   */
  static ShownOpening read(Path folder) {
    if (!isIn(folder)) {
      return AS_MEANT;
    }
    Path file = folder.resolve(FILE);
    SafeTensors in = SafeTensors.read(file);
    float[] shortfall =
        in.has(SHORTFALL) && Arrays.equals(in.shape(SHORTFALL), new long[] {1})
            ? in.floats(SHORTFALL)
            : new float[] {Float.NaN};
    if (!Float.isFinite(shortfall[0])) {
      throw JobException.input(
          "The file is damaged, it doesn't say \"" + SHORTFALL + "\"",
          file,
          "delete it, and run \"viseme train\" to have it made anew");
    }
    return new ShownOpening(shortfall[0]);
  }

  /** Writes it into an avatar's folder. */
  void write(Path folder) {
    SafeTensors.writer().floats(SHORTFALL, new float[] {shortfall}).write(folder.resolve(FILE));
  }
}
