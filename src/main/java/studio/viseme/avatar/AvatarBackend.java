package studio.viseme.avatar;

import java.nio.file.Path;
import java.util.Set;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;

/** A published method: trains an avatar from a capture and loads a trained one. Stateless. */
public interface AvatarBackend {
  /** The name on the command line, such as {@code syncgaussian}. */
  String name();

  /** What a capture must hold for it. */
  Set<Capture.Capability> requires();

  /**
   * Trains, or goes on training what a checkpoint in {@code folder} holds. Writes {@code
   * weights.safetensors} and {@code checkpoints/} into the folder by atomic renames; when the job
   * is cancelled a checkpoint is written first. Frames from {@code
   * capture.clip().firstHeldOutFrame()} on are not touched.
   *
   * @throws studio.viseme.job.JobException when the capture lacks something, or has too little to
   *     learn from
   */
  TrainingReport train(
      Capture capture,
      TrainingSettings settings,
      Path folder,
      Engine engine,
      JobContext job,
      TrainingWatcher watcher);

  /**
   * Looks where a finished avatar's head stands in each frame of its clip, held-out frames too, and
   * writes the {@link PoseAlignment} into its folder. Of a held-out frame nothing below the nose is
   * read, and nothing that is read of it changes what is found for an earlier frame. How its
   * pictures show what is meant may be measured, too, on frames before the held-out ones.
   */
  default void align(Capture capture, Path folder, Engine engine, JobContext job) {}

  /** Whether a finished avatar has what {@link #align} writes, or has no need of it. */
  default boolean isAligned(Path folder) {
    return true;
  }

  /**
   * Whether a finished avatar is one that this version of the program loads: an earlier one may
   * have kept it otherwise.
   */
  boolean reads(Path folder);

  /** Loads a finished avatar. */
  Avatar load(Path folder, String id, Engine engine);
}
