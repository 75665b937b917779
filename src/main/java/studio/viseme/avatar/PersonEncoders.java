package studio.viseme.avatar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.speech.se4lip.LipPictures;
import studio.viseme.speech.se4lip.Se4LipEncoder;
import studio.viseme.speech.se4lip.Se4LipModel;
import studio.viseme.speech.se4lip.Se4LipSettings;
import studio.viseme.speech.se4lip.Se4LipTraining;
import studio.viseme.speech.se4lip.Variant;
import studio.viseme.store.AtomicFiles;

/**
 * The speech encoders by name, and among them those that are learnt from one person's film: they
 * are trained on the frames before the held-out ones, and kept in the avatar's folder.
 */
public final class PersonEncoders implements EncoderSource {
  /** Frames that there must be to learn from: four seconds. */
  private static final int LEAST_FRAMES = 100;

  private final SpeechEncoders general;
  private final BiFunction<Variant, Long, Se4LipSettings> recipe;

  public PersonEncoders(SpeechEncoders general) {
    this(general, Se4LipSettings::standard);
  }

  /**
   * @param recipe of a variant's training with a seed
   */
  PersonEncoders(SpeechEncoders general, BiFunction<Variant, Long, Se4LipSettings> recipe) {
    this.general = general;
    this.recipe = recipe;
  }

  /** The names of the single encoders. */
  public List<String> names() {
    Stream<String> own = Arrays.stream(Variant.values()).map(Variant::encoderName);
    return Stream.concat(general.names().stream(), own).toList();
  }

  /** Whether a name is one of the program's own. */
  public boolean isBuiltIn(String name) {
    return general.isBuiltIn(name) || Variant.of(name).isPresent();
  }

  /** An encoder that is learnt from nobody. */
  public Optional<SpeechEncoder> general(String name) {
    return general.find(name);
  }

  /** The SHA-256 of the files that the user added and that the encoder runs, or nothing. */
  public String fingerprint(String name) {
    return general
        .find(String.join("+", learntFromNobody(name)))
        .map(SpeechEncoder::fingerprint)
        .orElse("");
  }

  /** Those of an encoder's joined parts that are not learnt from a person. */
  private static List<String> learntFromNobody(String name) {
    return Arrays.stream(name.split("\\+", -1)).filter(part -> Variant.of(part).isEmpty()).toList();
  }

  /** Whether there is an encoder of that name. */
  public boolean knows(String name) {
    String[] parts = name.split("\\+", -1);
    List<String> others = learntFromNobody(name);
    boolean distinct = Arrays.stream(parts).distinct().count() == parts.length;
    if (others.isEmpty()) {
      return distinct;
    }
    Optional<SpeechEncoder> rest = general.find(String.join("+", others));
    return distinct
        && rest.isPresent()
        && (others.size() == parts.length || rest.get().rate() == Se4LipEncoder.RATE);
  }

  /**
   * The encoder of a finished avatar.
   *
   * @throws JobException (input) when what it learnt is missing or damaged
   */
  public Optional<SpeechEncoder> open(String name, Path folder) {
    return general.find(
        name,
        part ->
            Variant.of(part)
                .map(variant -> new Se4LipEncoder(Se4LipModel.read(file(folder, variant)))));
  }

  @Override
  public Found find(
      TrainingSettings settings, Capture capture, Path folder, Engine engine, JobContext job) {
    double seconds = 0;
    double cpuSeconds = 0;
    String name = settings.encoder();
    if (!knows(name)) {
      throw JobException.usage(
          "There is no such encoder",
          "--encoder " + name,
          "known are " + String.join(", ", names()));
    }
    for (String part : name.split("\\+", -1)) {
      Optional<Variant> variant = Variant.of(part);
      if (variant.isPresent()) {
        Path file = file(folder, variant.get());
        if (!Files.isRegularFile(file)) {
          train(recipe.apply(variant.get(), settings.seed()), capture, folder, engine, job)
              .write(file);
          forgetCheckpoint(checkpoint(folder, variant.get()), job);
        }
        Se4LipModel.Cost cost = Se4LipModel.read(file).cost();
        seconds += cost.seconds();
        cpuSeconds += cost.cpuSeconds();
      }
    }
    return new Found(open(name, folder).orElseThrow(), seconds, cpuSeconds);
  }

  private static Path file(Path folder, Variant variant) {
    return folder.resolve(variant.encoderName() + ".safetensors");
  }

  private static Path checkpoint(Path folder, Variant variant) {
    return folder.resolve("checkpoints").resolve(variant.encoderName() + ".safetensors");
  }

  private static Se4LipModel train(
      Se4LipSettings settings, Capture capture, Path folder, Engine engine, JobContext job) {
    LipPictures lips = LipCrops.ofTrainingFrames(capture, job);
    int[] frames = IntStream.range(0, lips.frames()).filter(lips::hasWindow).toArray();
    if (frames.length < LEAST_FRAMES) {
      throw JobException.input(
          "The clip is too short to learn a speech encoder from",
          frames.length + " frames",
          "use --encoder logmel, or a clip of a minute and more");
    }
    int samples = lips.frames() * (SpeechEncoder.SAMPLE_RATE / LipPictures.FPS);
    float[] sound = Arrays.copyOf(capture.speech(), samples);
    Path checkpoint = checkpoint(folder, settings.variant());
    try {
      Files.createDirectories(checkpoint.getParent());
    } catch (IOException e) {
      throw AtomicFiles.unwritable(checkpoint, e);
    }
    try (Se4LipTraining training = new Se4LipTraining(engine, settings, lips, sound, frames)) {
      return training.run(job, checkpoint);
    }
  }

  private static void forgetCheckpoint(Path checkpoint, JobContext job) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      job.note("the last checkpoint could not be deleted: " + e.getMessage());
    }
  }
}
