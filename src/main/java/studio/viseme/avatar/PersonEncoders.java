package studio.viseme.avatar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.speech.se4lip.Se4LipEncoder;
import studio.viseme.speech.se4lip.Se4LipSettings;
import studio.viseme.speech.se4lip.Variant;
import studio.viseme.speech.syncenhanced.Fusion;
import studio.viseme.speech.syncenhanced.FusionSettings;
import studio.viseme.store.AtomicFiles;

/**
 * The speech encoders by name, and among them those that are learnt from one person's film: they
 * are trained on the frames before the held-out ones, and kept in the avatar's folder.
 */
public final class PersonEncoders implements EncoderSource {
  /** What the sync-enhanced encoder fuses: what a sound says, and what it looks like. */
  private static final String TEXT = "phones";

  private static final String VISUAL = "lips";

  private final SpeechEncoders general;
  private final Map<String, PersonEncoder> own;

  public PersonEncoders(SpeechEncoders general) {
    this(general, Se4LipSettings::standard, FusionSettings::standard);
  }

  /** How a kind of encoder is trained. */
  @FunctionalInterface
  interface Recipe<K, S> {
    S with(K kind, long seed);
  }

  PersonEncoders(
      SpeechEncoders general,
      Recipe<Variant, Se4LipSettings> lips,
      Recipe<Fusion, FusionSettings> fusions) {
    this.general = general;
    this.own = new LinkedHashMap<>();
    for (Variant variant : Variant.values()) {
      own.put(variant.encoderName(), new LipsOfAPerson(seed -> lips.with(variant, seed)));
    }
    Supplier<SpeechEncoder> text = () -> general.find(TEXT).orElseThrow();
    Supplier<SpeechEncoder> visual = () -> general.find(VISUAL).orElseThrow();
    for (Fusion fusion : Fusion.values()) {
      own.put(
          fusion.encoderName(),
          new FusionOfAPerson(seed -> fusions.with(fusion, seed), text, visual));
    }
  }

  /** The names of the single encoders. */
  public List<String> names() {
    return Stream.concat(general.names().stream(), own.keySet().stream()).toList();
  }

  /** The names without those that only an ablation needs. */
  public List<String> suggested() {
    Stream<String> published = Stream.of(Variant.STFT_GRU.encoderName(), Fusion.FULL.encoderName());
    return Stream.concat(general.names().stream(), published).toList();
  }

  /** Whether a name is one of the program's own. */
  public boolean isBuiltIn(String name) {
    return general.isBuiltIn(name) || own.containsKey(name);
  }

  /** An encoder that is learnt from nobody. */
  public Optional<SpeechEncoder> general(String name) {
    return general.find(name);
  }

  /** What an encoder's {@link SpeechEncoder#fingerprint} is, before anybody has taught it. */
  public String fingerprint(String name) {
    return Arrays.stream(name.split("\\+", -1))
        .map(this::fingerprintOfPart)
        .filter(print -> !print.isEmpty())
        .collect(Collectors.joining("+"));
  }

  private String fingerprintOfPart(String part) {
    PersonEncoder kind = own.get(part);
    return kind == null
        ? general.find(part).map(SpeechEncoder::fingerprint).orElse("")
        : kind.fingerprint();
  }

  /** Those of an encoder's joined parts that are not learnt from a person. */
  private List<String> learntFromNobody(String name) {
    return Arrays.stream(name.split("\\+", -1)).filter(part -> !own.containsKey(part)).toList();
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
            Optional.ofNullable(own.get(part))
                .map(kind -> kind.open(file(folder, part)).encoder()));
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
      PersonEncoder kind = own.get(part);
      if (kind != null) {
        Path file = file(folder, part);
        if (!Files.isRegularFile(file)) {
          Path checkpoint = checkpoint(folder, part);
          kind.learn(capture, settings.seed(), file, checkpoint, engine, job);
          forgetCheckpoint(checkpoint, job);
        }
        Found learnt = kind.open(file);
        seconds += learnt.seconds();
        cpuSeconds += learnt.cpuSeconds();
      }
    }
    return new Found(open(name, folder).orElseThrow(), seconds, cpuSeconds);
  }

  private static Path file(Path folder, String name) {
    return folder.resolve(name + ".safetensors");
  }

  /** Where a training keeps what it needs to go on; the folder is made. */
  private static Path checkpoint(Path folder, String name) {
    Path checkpoint = folder.resolve("checkpoints").resolve(name + ".safetensors");
    try {
      Files.createDirectories(checkpoint.getParent());
    } catch (IOException e) {
      throw AtomicFiles.unwritable(checkpoint, e);
    }
    return checkpoint;
  }

  private static void forgetCheckpoint(Path checkpoint, JobContext job) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      job.note("the last checkpoint could not be deleted: " + e.getMessage());
    }
  }
}
