package studio.viseme.avatar.syncgaussian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.EncoderSource;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.Layer;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.store.SafeTensors;

/**
 * SyncGaussian (Liu et al., IJCAI 2025): a head of 3-D Gaussians in two branches, face and mouth,
 * deformed by speech and by the upper face. What differs from the paper, and why, stands in {@code
 * docs/methods/syncgaussian.md}.
 */
public final class SyncGaussianBackend implements AvatarBackend {
  public static final String NAME = "syncgaussian";

  static final String WEIGHTS = "weights.safetensors";

  private final EncoderSource encoders;

  public SyncGaussianBackend(EncoderSource encoders) {
    this.encoders = encoders;
  }

  /**
   * A backend whose encoders learn from nobody.
   *
   * @param encoders finds a speech encoder by name; throws {@link JobException} for a name it
   *     doesn't know
   */
  static SyncGaussianBackend of(Function<String, SpeechEncoder> encoders) {
    return new SyncGaussianBackend(
        (settings, capture, folder, engine, job) ->
            new EncoderSource.Found(encoders.apply(settings.encoder()), 0, 0));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Capture.Capability> requires() {
    return EnumSet.of(
        Capture.Capability.FRAMES,
        Capture.Capability.SPEECH,
        Capture.Capability.LANDMARKS,
        Capture.Capability.POSE,
        Capture.Capability.UPPER_FACE,
        Capture.Capability.EXPRESSION,
        Capture.Capability.MASKS,
        Capture.Capability.PLATE,
        Capture.Capability.DEPTH);
  }

  @Override
  public TrainingReport train(
      Capture capture,
      TrainingSettings settings,
      Path folder,
      Engine engine,
      JobContext job,
      TrainingWatcher watcher) {
    Recipe recipe = Recipe.of(settings);
    int[] triangles = FaceMesh.triangles();
    return train(capture, settings, recipe, triangles, folder, engine, job, watcher);
  }

  /** The same with any recipe, and any mesh. */
  TrainingReport train(
      Capture capture,
      TrainingSettings settings,
      Recipe recipe,
      int[] triangles,
      Path folder,
      Engine engine,
      JobContext job,
      TrainingWatcher watcher) {
    Set<Capture.Capability> missing = EnumSet.copyOf(requires());
    missing.removeAll(capture.capabilities());
    if (!missing.isEmpty()) {
      throw JobException.input(
          "the capture lacks what " + NAME + " learns from", missing, "analyse the project first");
    }
    EncoderSource.Found found = encoders.find(settings, capture, folder, engine, job);
    try (TrainingRun run =
        new TrainingRun(
            capture, settings, recipe, found.encoder(), triangles, folder, engine, job, watcher)) {
      return run.run().plus(found.seconds(), found.cpuSeconds());
    }
  }

  @Override
  public void align(Capture capture, Path folder, Engine engine, JobContext job) {
    PoseAlignment found = ClipAligner.align(capture, weights(folder), engine, job);
    if (found.isRefined()) {
      found.write(folder);
    }
    if (ModelFile.showsCodes(SafeTensors.read(weights(folder)))) {
      try (SyncGaussianAvatar avatar = load(folder, "", found, ShownOpening.AS_MEANT, engine)) {
        measureLips(capture, avatar, found, job).write(folder);
      }
    }
  }

  private static ShownOpening measureLips(
      Capture capture, SyncGaussianAvatar avatar, PoseAlignment poses, JobContext job) {
    IntFunction<Layer> heads =
        frame -> {
          RigidTransform pose = poses.refined().apply(frame, capture.head().poses().get(frame));
          FrameState state = new FrameState(pose, capture.upperFace(frame), new float[0]);
          return avatar.render(state, FaceModel.clip(capture.expression().code(frame)));
        };
    try (TrackedLips lips = new TrackedLips(capture)) {
      ShownOpening shown = new OpeningMeter(capture, heads, lips).measure(job);
      if (!shown.equals(ShownOpening.AS_MEANT)) {
        job.note(
            String.format(
                Locale.ROOT,
                "mouth: lips that are apart were shown %.2f cm too %s, and are moved by that",
                Math.abs(shown.shortfall()),
                shown.shortfall() < 0 ? "far" : "near"));
      }
      return shown;
    }
  }

  @Override
  public boolean isAligned(Path folder) {
    Path file = weights(folder);
    SafeTensors in = SafeTensors.read(file);
    boolean posed = PoseAlignment.isIn(folder) || ModelFile.readPoses(in, file).isEmpty();
    return posed && (ShownOpening.isIn(folder) || !ModelFile.showsCodes(in));
  }

  @Override
  public boolean reads(Path folder) {
    Path file = folder.resolve(WEIGHTS);
    return Files.isRegularFile(file) && ModelFile.isCurrent(SafeTensors.read(file));
  }

  @Override
  public Avatar load(Path folder, String id, Engine engine) {
    return load(folder, id, PoseAlignment.read(folder), ShownOpening.read(folder), engine);
  }

  private static SyncGaussianAvatar load(
      Path folder, String id, PoseAlignment alignment, ShownOpening shown, Engine engine) {
    Path file = weights(folder);
    return SyncGaussianAvatar.read(SafeTensors.read(file), file, alignment, shown, id, engine);
  }

  private static Path weights(Path folder) {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw JobException.input("the avatar isn't finished", folder, "train it to the end");
    }
    return file;
  }
}
