package studio.viseme.project;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code project.json} holds. Immutable; every change is a new one, written atomically.
 *
 * @param schema of this file; a newer one is refused
 * @param program the version that wrote it last
 * @param created ISO 8601, UTC
 * @param source the video
 * @param options how it was imported, by the names of the command line; read by the stages, not
 *     here
 * @param consent null until it was given
 * @param stages finished ones by name
 * @param avatars in the order of creation
 * @param exports in the order of creation
 */
public record ProjectManifest(
    int schema,
    String program,
    String created,
    Source source,
    Map<String, String> options,
    @Nullable Consent consent,
    Map<String, StageRecord> stages,
    List<AvatarRecord> avatars,
    List<ExportRecord> exports) {
  /** The schema this program writes. */
  public static final int SCHEMA = 1;

  /** A backend and a number: the name of the avatar's folder, and so nothing else. */
  private static final Pattern AVATAR_ID = Pattern.compile("[a-z0-9]+-[1-9][0-9]{0,8}");

  public ProjectManifest {
    options = Map.copyOf(options);
    stages = Map.copyOf(stages);
    avatars = List.copyOf(avatars);
    exports = List.copyOf(exports);
  }

  /**
   * The video as it was put into the project.
   *
   * @param file relative to the project folder
   * @param originalName its name where it came from
   * @param sha256 of its content, hexadecimal
   */
  public record Source(String file, String originalName, String sha256, long bytes) {}

  /**
   * Whose likeness this is and on whose word it is used.
   *
   * @param statement who is shown and who agreed, in the user's words
   * @param recordedBy the account that recorded it
   * @param sourceSha256 the video it is about
   * @param recorded ISO 8601, UTC
   */
  public record Consent(
      String statement, String recordedBy, String sourceSha256, String recorded) {}

  /**
   * A stage that ended well.
   *
   * @param version the stage's own version number
   * @param fingerprint of its version, parameters and inputs
   * @param seconds it took, all its parts together
   * @param bytes it left on the disk
   * @param finished ISO 8601, UTC
   */
  public record StageRecord(
      int version, String fingerprint, double seconds, long bytes, String finished) {}

  /**
   * A trained model, or one in training.
   *
   * @param id such as {@code syncgaussian-1}; its folder is {@code avatars/<id>}
   * @param settings it is trained with, by name; equal settings continue an unfinished one
   * @param trainedOn fingerprints of what it learns from, by name, as they were when it was begun;
   *     empty where an earlier program didn't record them
   * @param created ISO 8601, UTC
   * @param finished ISO 8601, UTC; null while unfinished
   * @param results of the training by name, empty while unfinished
   */
  public record AvatarRecord(
      String id,
      String backend,
      Map<String, String> settings,
      Map<String, String> trainedOn,
      String created,
      @Nullable String finished,
      Map<String, Double> results) {
    public AvatarRecord {
      settings = Map.copyOf(settings);
      trainedOn = Map.copyOf(Objects.requireNonNullElse(trainedOn, Map.of()));
      results = Map.copyOf(results);
    }

    public boolean isFinished() {
      return finished != null;
    }
  }

  /**
   * A film or picture that was made.
   *
   * @param file where it was written
   * @param avatar the avatar's id
   * @param sha256 of its content
   * @param created ISO 8601, UTC
   */
  public record ExportRecord(String file, String avatar, String sha256, String created) {}

  /**
   * What an edited or damaged file says that no program of ours would have: empty when there is
   * nothing of that kind. Files are named relative to the project and stay inside it.
   */
  String fault() {
    if (source == null || source.file() == null || source.sha256() == null) {
      return "it names no source";
    }
    if (source.originalName() == null || !isInside(source.file())) {
      return "its source isn't a file of the project";
    }
    if (consent != null && (consent.statement() == null || consent.sourceSha256() == null)) {
      return "its consent is incomplete";
    }
    for (StageRecord stage : stages.values()) {
      if (stage.fingerprint() == null) {
        return "a stage has no fingerprint";
      }
    }
    for (AvatarRecord avatar : avatars) {
      boolean named =
          avatar.backend() != null
              && avatar.id() != null
              && AVATAR_ID.matcher(avatar.id()).matches()
              && avatar.id().startsWith(avatar.backend() + "-");
      if (!named || avatar.created() == null) {
        return "an avatar isn't named as avatars are";
      }
    }
    for (ExportRecord export : exports) {
      if (export.file() == null || export.avatar() == null) {
        return "an export is incomplete";
      }
    }
    return "";
  }

  private static boolean isInside(String file) {
    try {
      Path path = Path.of(file).normalize();
      return !path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  ProjectManifest withProgram(String version) {
    return new ProjectManifest(
        SCHEMA, version, created, source, options, consent, stages, avatars, exports);
  }

  ProjectManifest withOption(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(options);
    changed.put(name, value);
    return withOptions(changed);
  }

  ProjectManifest withOptions(Map<String, String> other) {
    return new ProjectManifest(
        schema, program, created, source, other, consent, stages, avatars, exports);
  }

  ProjectManifest withConsent(Consent given) {
    return new ProjectManifest(
        schema, program, created, source, options, given, stages, avatars, exports);
  }

  ProjectManifest withStage(String name, StageRecord record) {
    Map<String, StageRecord> more = new LinkedHashMap<>(stages);
    more.put(name, record);
    return new ProjectManifest(
        schema, program, created, source, options, consent, more, avatars, exports);
  }

  ProjectManifest withoutStage(String name) {
    Map<String, StageRecord> fewer = new LinkedHashMap<>(stages);
    fewer.remove(name);
    return new ProjectManifest(
        schema, program, created, source, options, consent, fewer, avatars, exports);
  }

  /** Adds an avatar, or replaces the one of the same id. */
  ProjectManifest withAvatar(AvatarRecord avatar) {
    List<AvatarRecord> more = new ArrayList<>(avatars);
    more.replaceAll(known -> known.id().equals(avatar.id()) ? avatar : known);
    if (!more.contains(avatar)) {
      more.add(avatar);
    }
    return new ProjectManifest(
        schema, program, created, source, options, consent, stages, more, exports);
  }

  ProjectManifest withExport(ExportRecord export) {
    List<ExportRecord> more = new ArrayList<>(exports);
    more.add(export);
    return new ProjectManifest(
        schema, program, created, source, options, consent, stages, avatars, more);
  }
}
