package studio.viseme.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import studio.viseme.Version;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.project.ProjectManifest.Consent;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.project.ProjectManifest.Source;
import studio.viseme.project.ProjectManifest.StageRecord;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.FileTree;
import studio.viseme.store.Hashes;
import studio.viseme.store.Json;

/**
 * A project that is open. The folder may be moved and read without this program:
 *
 * <pre>
 * NAME.viseme/
 *   project.json      the manifest: source, consent, finished stages, avatars, exports
 *   project.lock      who has it open
 *   journal.log       what was done and when
 *   source/           the video
 *   capture/          what the analysis stages wrote
 *   avatars/ID/       what training wrote
 *   exports/          films
 * </pre>
 *
 * Every change is one atomic write of the manifest: a program that is killed leaves the project as
 * it was before the change or after it. While a project is open to work on, no other process can
 * open it so; {@link #view} only reads. Thread-safe.
 */
public final class ProjectFolder implements AutoCloseable {
  /** How the name of every project folder ends. */
  public static final String SUFFIX = ".viseme";

  private static final String MANIFEST = "project.json";

  private final Path folder;
  private final ProjectLock lock;
  private final Journal journal;
  private ProjectManifest manifest;

  private ProjectFolder(Path folder, ProjectLock lock, ProjectManifest manifest) {
    this.folder = folder;
    this.lock = lock;
    this.journal = new Journal(folder);
    this.manifest = manifest;
  }

  /**
   * Makes a project of a video, which is copied into it, and opens it.
   *
   * @param options of the import, by name; kept for the stages
   * @throws JobException (input) when there is something of that name already, or it can't be
   *     written; nothing is left behind
   */
  public static ProjectFolder create(Path project, Path video, Map<String, String> options) {
    requireName(project);
    if (Files.exists(project)) {
      throw JobException.input(
          "There is already something of that name", project, "choose another name or delete it");
    }
    Path building = AtomicFiles.temporary(project);
    try {
      Files.createDirectories(building.resolve("source"));
      Files.createDirectory(building.resolve("capture"));
      Files.createDirectory(building.resolve("avatars"));
      Files.createDirectory(building.resolve("exports"));
      String file = "source/" + video.getFileName();
      Path copy = Files.copy(video, building.resolve(file));
      Source source =
          new Source(file, video.getFileName().toString(), Hashes.sha256(copy), Files.size(copy));
      ProjectManifest manifest =
          new ProjectManifest(
              ProjectManifest.SCHEMA,
              Version.NUMBER,
              Journal.now(),
              source,
              options,
              null,
              Map.of(),
              List.of(),
              List.of());
      Json.write(building.resolve(MANIFEST), manifest);
      AtomicFiles.rename(building, project);
    } catch (IOException e) {
      tidy(building);
      throw AtomicFiles.unwritable(project, e);
    } catch (RuntimeException e) {
      tidy(building);
      throw e;
    }
    ProjectFolder opened = open(project);
    opened.journal.add("created", Map.of("source", opened.manifest.source().originalName()));
    return opened;
  }

  /**
   * Opens a project to work on it. What a killed process left half written is removed.
   *
   * @throws JobException (input) when it is missing, damaged, newer than this program, or in use
   */
  public static ProjectFolder open(Path project) {
    requireThere(project);
    ProjectLock lock = ProjectLock.take(project);
    try {
      tidyTemporaries(project);
      return new ProjectFolder(project, lock, read(project));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens a project to look at it, in use or not; every change then throws {@link
   * IllegalStateException}.
   */
  public static ProjectFolder view(Path project) {
    requireThere(project);
    return new ProjectFolder(project, null, read(project));
  }

  /** Whether a folder is a project, damaged or not. */
  public static boolean isProject(Path folder) {
    return Files.exists(folder.resolve(MANIFEST));
  }

  private static void requireName(Path project) {
    if (!project.getFileName().toString().endsWith(SUFFIX)) {
      throw JobException.usage(
          "A project's name ends in " + SUFFIX,
          project,
          "name it " + project.getFileName() + SUFFIX);
    }
  }

  private static void requireThere(Path project) {
    if (!Files.isDirectory(project)) {
      throw JobException.input(
          "There is no such project", project, "check the name, or make it with \"viseme create\"");
    }
    if (!Files.exists(project.resolve(MANIFEST))) {
      throw JobException.input(
          "The folder is no project, it has no " + MANIFEST,
          project,
          "name a folder made by \"viseme create\"");
    }
  }

  private static ProjectManifest read(Path project) {
    Path file = project.resolve(MANIFEST);
    JsonNode tree = Json.read(file, JsonNode.class);
    int schema = tree.path("schema").asInt(0);
    if (schema > ProjectManifest.SCHEMA) {
      throw JobException.input(
          "The project was made by a newer version of this program, schema " + schema,
          file,
          "update Viseme Studio");
    }
    if (schema < 1) {
      throw JobException.input(
          "The file is damaged, it names no schema",
          file,
          "restore it from a copy or make it anew");
    }
    ProjectManifest manifest = Json.convert(tree, ProjectManifest.class, file);
    String fault = manifest.fault();
    if (!fault.isEmpty()) {
      throw JobException.input(
          "The file is damaged, " + fault, file, "restore it from a copy or make it anew");
    }
    return manifest;
  }

  public Path folder() {
    return folder;
  }

  /** The folder's name without its suffix. */
  public String name() {
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  public synchronized ProjectManifest manifest() {
    return manifest;
  }

  /** The video. */
  public Path source() {
    return folder.resolve(manifest().source().file());
  }

  public Path captureFolder() {
    return folder.resolve("capture");
  }

  public Path exportsFolder() {
    return folder.resolve("exports");
  }

  public Path avatarFolder(String id) {
    return folder.resolve("avatars").resolve(id);
  }

  /** An option of the import, such as {@code crop}. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(manifest().options().get(name));
  }

  /** Changes an option of the import; the stages that read it are stale from then on. */
  public void changeOption(String name, String value) {
    change(known -> known.withOption(name, value));
    journal.add("option changed", Map.of("option", name, "value", value));
  }

  /** Takes other options of the import instead of all there are. */
  public void replaceOptions(Map<String, String> options) {
    if (!options.equals(manifest().options())) {
      change(known -> known.withOptions(options));
      journal.add("options replaced", Map.of("options", options));
    }
  }

  /** Records that the person shown agreed. */
  public void giveConsent(String statement) {
    if (statement.isBlank()) {
      throw JobException.usage(
          "The consent is empty", "--consent", "say who is shown and who agreed");
    }
    String account = System.getProperty("user.name", "unknown");
    String hash = manifest().source().sha256();
    change(
        known -> known.withConsent(new Consent(statement.strip(), account, hash, Journal.now())));
    journal.add("consent", Map.of("statement", statement.strip()));
  }

  /**
   * @throws JobException (input) when nobody has recorded that the person shown agreed, or it was
   *     about another video
   */
  public Consent requireConsent() {
    Consent consent = manifest().consent();
    if (consent == null || !consent.sourceSha256().equals(manifest().source().sha256())) {
      throw JobException.input(
          "No consent is recorded for the person in this video",
          folder,
          "record it with \"viseme create … --consent\", saying who is shown and who agreed");
    }
    return consent;
  }

  public Optional<StageRecord> stage(String name) {
    return Optional.ofNullable(manifest().stages().get(name));
  }

  /** Records that a stage's files are complete; write it after them. */
  public void stageFinished(
      String name, int version, String fingerprint, double seconds, long bytes) {
    change(
        known ->
            known.withStage(
                name, new StageRecord(version, fingerprint, seconds, bytes, Journal.now())));
    journal.add("stage finished", Map.of("stage", name, "seconds", seconds));
  }

  /** Forgets a stage; do it before its files are touched. */
  public void stageBegun(String name) {
    if (manifest().stages().containsKey(name)) {
      change(known -> known.withoutStage(name));
    }
    journal.add("stage begun", Map.of("stage", name));
  }

  public List<AvatarRecord> avatars() {
    return manifest().avatars();
  }

  /**
   * Makes a place for a new avatar, numbered after the last of its backend.
   *
   * @param trainedOn fingerprints of what it is going to learn from, by name
   */
  public AvatarRecord addAvatar(
      String backend, Map<String, String> settings, Map<String, String> trainedOn) {
    int last =
        avatars().stream()
            .filter(avatar -> avatar.backend().equals(backend))
            .mapToInt(avatar -> Integer.parseInt(avatar.id().substring(backend.length() + 1)))
            .max()
            .orElse(0);
    AvatarRecord avatar =
        new AvatarRecord(
            backend + "-" + (last + 1),
            backend,
            settings,
            trainedOn,
            Journal.now(),
            null,
            Map.of());
    try {
      Files.createDirectories(avatarFolder(avatar.id()).resolve("checkpoints"));
    } catch (IOException e) {
      throw AtomicFiles.unwritable(avatarFolder(avatar.id()), e);
    }
    change(known -> known.withAvatar(avatar));
    journal.add("avatar begun", Map.of("avatar", avatar.id()));
    return avatar;
  }

  /** Records that an avatar's training is done; write it after its weights. */
  public AvatarRecord avatarFinished(String id, Map<String, Double> results) {
    AvatarRecord known = avatar(id);
    AvatarRecord finished =
        new AvatarRecord(
            id,
            known.backend(),
            known.settings(),
            known.trainedOn(),
            known.created(),
            Journal.now(),
            results);
    change(before -> before.withAvatar(finished));
    journal.add("avatar finished", Map.of("avatar", id));
    return finished;
  }

  /**
   * @throws JobException (input) when there is none of that id
   */
  public AvatarRecord avatar(String id) {
    return avatars().stream()
        .filter(avatar -> avatar.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                JobException.input(
                    "There is no avatar \"" + id + "\"",
                    folder,
                    avatars().isEmpty()
                        ? "train one with \"viseme train\""
                        : "known are "
                            + String.join(
                                ", ", avatars().stream().map(AvatarRecord::id).toList())));
  }

  /** The newest avatar that is wanted, finished or not. */
  public Optional<AvatarRecord> newestAvatar(Predicate<AvatarRecord> wanted) {
    return avatars().reversed().stream().filter(wanted).findFirst();
  }

  /**
   * @throws JobException (input) when no training was finished yet
   */
  public AvatarRecord newestFinishedAvatar() {
    return avatars().stream()
        .filter(AvatarRecord::isFinished)
        .reduce(
            (earlier, later) ->
                later.finished().compareTo(earlier.finished()) >= 0 ? later : earlier)
        .orElseThrow(
            () ->
                JobException.input(
                    "The project has no finished avatar",
                    folder,
                    "train one with \"viseme train\""));
  }

  public List<ExportRecord> exports() {
    return manifest().exports();
  }

  /** Records a film that was written and checked. */
  public ExportRecord addExport(Path file, String avatar) {
    Path absolute = file.toAbsolutePath().normalize();
    Path root = folder.toAbsolutePath().normalize();
    String name =
        absolute.startsWith(root) ? root.relativize(absolute).toString() : absolute.toString();
    ExportRecord export = new ExportRecord(name, avatar, Hashes.sha256(file), Journal.now());
    change(known -> known.withExport(export));
    journal.add("exported", Map.of("file", name, "avatar", avatar));
    return export;
  }

  /**
   * An empty folder for work whose result is not kept; the one before it is gone. Opening the
   * project removes one that was left behind.
   */
  public Path scratch() {
    Path scratch = folder.resolve("scratch" + AtomicFiles.TEMPORARY_SUFFIX);
    try {
      FileTree.delete(scratch);
      return Files.createDirectory(scratch);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(scratch, e);
    }
  }

  /** Removes what {@link #scratch()} made. */
  public void removeScratch() {
    tidy(folder.resolve("scratch" + AtomicFiles.TEMPORARY_SUFFIX));
  }

  /** Adds a line to the journal. */
  public void note(String event, Map<String, ?> details) {
    journal.add(event, details);
  }

  /** Removes the project from the disk and closes it. */
  public void discard() {
    if (lock == null) {
      throw new IllegalStateException("the project was opened to look at it");
    }
    close();
    tidy(folder);
  }

  private synchronized void change(UnaryOperator<ProjectManifest> edit) {
    if (lock == null) {
      throw new IllegalStateException("the project was opened to look at it");
    }
    ProjectManifest changed = edit.apply(manifest).withProgram(Version.NUMBER);
    Json.write(folder.resolve(MANIFEST), changed);
    manifest = changed;
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }

  /**
   * Deletes what was left half done. What can't be deleted keeps its temporary name and is
   * recognised as left over.
   */
  private static void tidy(Path root) {
    try {
      FileTree.delete(root);
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static void tidyTemporaries(Path project) {
    try (Stream<Path> all = Files.walk(project)) {
      List<Path> left =
          all.filter(path -> path.getFileName().toString().endsWith(AtomicFiles.TEMPORARY_SUFFIX))
              .toList();
      left.forEach(ProjectFolder::tidy);
    } catch (IOException | UncheckedIOException e) {
      throw JobException.input(
          "The project can't be read completely", project, "check its permissions");
    }
  }
}
