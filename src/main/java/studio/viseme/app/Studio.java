package studio.viseme.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.PersonEncoders;
import studio.viseme.avatar.syncgaussian.SyncGaussianBackend;
import studio.viseme.capture.Capture;
import studio.viseme.capture.CaptureFolder;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.Checks;
import studio.viseme.capture.ClipInfo;
import studio.viseme.capture.ImportOptions;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.evaluation.Instruments;
import studio.viseme.export.SourceVideo;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.media.VideoProbe;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.EncoderFolder;
import studio.viseme.speech.ImportedEncoder;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.store.Hashes;

/**
 * The composition root: the one place that knows which class does which work. Commands ask it for
 * collaborators by the words of the command line.
 */
public final class Studio {
  private final EncoderFolder imported = new EncoderFolder(DataFolder.ofUser().resolve("encoders"));
  private final PersonEncoders encoders = new PersonEncoders(new SpeechEncoders(imported));
  private final List<AvatarBackend> backends = List.of(new SyncGaussianBackend(encoders));
  private @Nullable Instruments instruments;

  /**
   * The method for {@code --backend}.
   *
   * @throws JobException (usage) for a name that isn't known
   */
  public AvatarBackend backend(String name) {
    return backends.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> unknown("backend", name, backends.stream().map(AvatarBackend::name).toList()));
  }

  /**
   * Checks what {@code --encoder} says.
   *
   * @throws JobException (usage) for a name that isn't known
   */
  public void requireEncoder(String name) {
    if (!encoders.knows(name)) {
      throw unknown("encoder", name, encoders.names());
    }
  }

  /**
   * What decides what such an encoder hears: the SHA-256 of the nets that it runs; empty when it
   * runs none that could be exchanged.
   *
   * @throws JobException (usage) for a name that isn't known
   */
  String encoderFingerprint(String name) {
    requireEncoder(name);
    return encoders.fingerprint(name);
  }

  /**
   * The speech encoder of an avatar, if there is one of that name.
   *
   * @param folder the avatar's, where an encoder lies that was learnt from the person
   * @throws JobException (input) when the file of such a one is missing or damaged
   */
  Optional<SpeechEncoder> findEncoder(String name, Path folder) {
    return encoders.open(name, folder);
  }

  /**
   * A speech encoder that is nobody's own.
   *
   * @return empty for one that is learnt from a person
   * @throws JobException (input) when its file can't be used
   */
  public Optional<SpeechEncoder> generalEncoder(String name) {
    return encoders.general(name);
  }

  /** Whether all parts of an encoder come with the program. */
  boolean isBuiltInEncoder(String name) {
    return Arrays.stream(name.split("\\+", -1)).allMatch(encoders::isBuiltIn);
  }

  /** The names of the speech encoders there are. */
  public List<String> encoders() {
    return encoders.names();
  }

  /** Those that are worth a choice, without those that only an ablation needs. */
  public List<String> suggestedEncoders() {
    return encoders.suggested();
  }

  /** Where the user's own speech encoders are. */
  public Path encoderFolder() {
    return imported.folder();
  }

  /**
   * Checks an ONNX file and makes it a speech encoder.
   *
   * @param name or null to call it as the file is called
   * @throws JobException (input) when the file is no speech encoder; (usage) for a name that is
   *     taken
   */
  public ImportedEncoder addEncoder(Path file, @Nullable String name) {
    String stem =
        String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("[.]onnx$", "");
    String called = name == null ? stem : name;
    if (encoders.isBuiltIn(called)) {
      throw JobException.usage(
          "The program has an encoder of that name", called, "choose another with --name");
    }
    return imported.add(file, called);
  }

  /**
   * The engine for {@code --device}.
   *
   * @throws JobException (usage) for a device that isn't known or that isn't in this version
   */
  public Engine engine(String device, Workers workers) {
    return switch (device) {
      case "auto", "cpu" -> Engines.cpu(workers);
      case "cuda" ->
          throw JobException.usage("CUDA is not in this version", "--device cuda", "use cpu");
      default -> throw unknown("device", device, List.of("auto", "cpu"));
    };
  }

  /** The nets that measures need; read when they are first asked for. */
  public synchronized Instruments instruments() {
    if (instruments == null) {
      instruments =
          Instruments.load(
              FaceIdentity.load(), ShapeExpert.judge(), DataFolder.ofUser().resolve("nets"));
    }
    return instruments;
  }

  /**
   * Makes a project and imports its clip, so that a video that can't be used is refused at once.
   * Where something can be done about that, the project stays with what was found and what could be
   * done; made once more of the same video, with other options, it is gone on with. Otherwise a
   * project whose import failed or was cancelled is removed again.
   *
   * @return what was imported, in words
   */
  public String create(
      Path project,
      Path video,
      Map<String, String> options,
      @Nullable String consent,
      JobContext job) {
    int audioTrack = ImportOptions.of(options).audioTrack();
    VideoProbe.of(video).requireTalkingVideo().requireAudioTrack(audioTrack);
    boolean kept = false;
    try (ProjectFolder folder = opened(project, video, options)) {
      Map<String, String> before = folder.manifest().options();
      try {
        folder.replaceOptions(options);
        if (consent != null) {
          folder.giveConsent(consent);
        }
        CaptureStages.importClip(folder, job);
        kept = true;
        return describe(capture(folder).clip());
      } finally {
        if (!kept && Checks.isRefused(folder)) {
          folder.replaceOptions(before);
        } else if (!kept) {
          folder.discard();
        }
      }
    }
  }

  /** A new project, or the one whose import of the same video was refused. */
  private static ProjectFolder opened(Path project, Path video, Map<String, String> options) {
    if (ProjectFolder.isProject(project) && Checks.isRefused(ProjectFolder.view(project))) {
      ProjectFolder refused = ProjectFolder.open(project);
      if (refused.manifest().source().sha256().equals(Hashes.sha256(video))) {
        return refused;
      }
      refused.close();
    }
    return ProjectFolder.create(project, video, options);
  }

  private static String describe(ClipInfo clip) {
    return "%d frames of %d x %d, %s"
        .formatted(
            clip.frames(),
            clip.width(),
            clip.height(),
            Amounts.seconds(clip.frames() / (double) ClipInfo.FPS));
  }

  /** What analysis knows about a project's clip. */
  public Capture capture(ProjectFolder project) {
    return CaptureFolder.open(project);
  }

  /** The video that a project's clip was cut from. */
  public SourceVideo source(ProjectFolder project) {
    double start =
        ImportOptions.of(project.manifest().options())
            .range()
            .map(ImportOptions.Range::from)
            .orElse(0.0);
    VideoProbe probe = VideoProbe.of(project.source());
    OptionalDouble fps =
        probe.variableFrameRate() ? OptionalDouble.empty() : OptionalDouble.of(probe.fps());
    return new SourceVideo(project.source(), start, fps, project.manifest().source().sha256());
  }

  private static JobException unknown(String option, String name, List<String> known) {
    return JobException.usage(
        "There is no such " + option,
        "--" + option + " " + name,
        "known are " + String.join(", ", known));
  }
}
