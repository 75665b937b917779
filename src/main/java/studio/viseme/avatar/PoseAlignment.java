package studio.viseme.avatar;

import java.nio.file.Files;
import java.nio.file.Path;
import studio.viseme.job.JobException;
import studio.viseme.store.SafeTensors;

/**
 * Where a finished avatar's head stands in each frame of its clip; a file beside its weights.
 *
 * @param refined found by looking at the frame, six numbers: of a training frame those that were
 *     learnt from, of a held-out one what its pixels above the nose tip say
 * @param expected what is to be expected of the tracked pose alone, a linear map learnt on the
 *     training frames: for whoever must not look at a frame
 */
public record PoseAlignment(PoseCorrections refined, PoseCorrections expected) {
  /** Of an avatar that trusts the tracker. */
  public static final PoseAlignment NONE =
      new PoseAlignment(PoseCorrections.NONE, PoseCorrections.NONE);

  private static final String FILE = "poses.safetensors";
  private static final String REFINED = "refined";
  private static final String EXPECTED = "expected";

  /** Whether poses were refined. */
  public boolean isRefined() {
    return !refined.isEmpty();
  }

  /**
   * An avatar's, or {@link #NONE} where its folder has none.
   *
   * @throws JobException (input) for a damaged file
   */
  public static PoseAlignment read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!isIn(folder)) {
      return NONE;
    }
    SafeTensors in = SafeTensors.read(file);
    return new PoseAlignment(read(in, REFINED, file), read(in, EXPECTED, file));
  }

  private static PoseCorrections read(SafeTensors in, String name, Path file) {
    long[] shape = in.has(name) ? in.shape(name) : new long[0];
    if (shape.length != 2 || shape[1] != PoseCorrections.SIZE) {
      throw JobException.input(
          "The file is damaged, it has no \"" + name + "\" poses",
          file,
          "delete it, and run \"viseme train\" to have it made anew");
    }
    return new PoseCorrections(in.floats(name));
  }

  /** Whether an avatar's folder has one. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /** Writes it into an avatar's folder. */
  public void write(Path folder) {
    SafeTensors.writer()
        .floats(REFINED, refined.values(), refined.frames(), PoseCorrections.SIZE)
        .floats(EXPECTED, expected.values(), expected.frames(), PoseCorrections.SIZE)
        .write(folder.resolve(FILE));
  }
}
