package studio.viseme.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.MaskMerge;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Png;
import studio.viseme.image.Resampling;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.FileTree;
import studio.viseme.store.Hashes;

/**
 * Masks that somebody made or painted elsewhere, kept with the project: folders {@code labels},
 * {@code person} and {@code head}, any of them, each with a PNG a frame named by the frame's number
 * from 0 ({@code 12.png} or {@code 000012.png}). They have the size of the clip's frames, or of the
 * source's, of which the clip's crop is cut out. Frames without a file keep the program's own
 * masks.
 */
final class MaskFolder {
  /** What to say instead of a folder to go back to the program's own masks. */
  static final String NONE = "none";

  private static final String FOLDER = "imported-masks";
  private static final String FINGERPRINT = "fingerprint";
  private static final List<String> KINDS = List.of("labels", "person", "head");
  private static final String LABELS = KINDS.get(0);
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})\\.png");

  private final Path folder;

  /** File of each kind and frame. */
  private final TreeMap<String, TreeMap<Integer, Path>> files;

  private MaskFolder(Path folder) {
    this.folder = folder;
    this.files = list(folder);
  }

  /** The project's imported masks, if it has any. */
  static Optional<MaskFolder> of(ProjectFolder project) {
    Path folder = project.captureFolder().resolve(FOLDER);
    return Files.isDirectory(folder) ? Optional.of(new MaskFolder(folder)) : Optional.empty();
  }

  /**
   * Takes masks into a project in place of those that it has, whole or not at all.
   *
   * @param from the folder, or {@link #NONE} to drop them
   * @throws JobException (input) for a folder without masks, or with something else in it
   */
  static void take(ProjectFolder project, String from) {
    Path target = project.captureFolder().resolve(FOLDER);
    Path work = project.captureFolder().resolve("." + FOLDER + ".work");
    try {
      FileTree.delete(work);
      if (from.equals(NONE)) {
        FileTree.delete(target);
        return;
      }
      Path source = Path.of(from);
      if (!Files.isDirectory(source)) {
        throw JobException.input("There is no folder of masks", source, "name one");
      }
      MaskFolder given = new MaskFolder(source);
      Files.createDirectories(work);
      for (String kind : given.files.keySet()) {
        Files.createDirectories(work.resolve(kind));
        given.files.get(kind).forEach((frame, file) -> copy(file, work.resolve(kind), frame));
      }
      AtomicFiles.writeString(work.resolve(FINGERPRINT), given.hash());
      FileTree.delete(target);
      AtomicFiles.rename(work, target);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(target, e);
    }
  }

  private static void copy(Path file, Path folder, int frame) {
    try {
      byte[] content = Files.readAllBytes(file);
      AtomicFiles.write(folder.resolve(String.format(Locale.ROOT, "%06d.png", frame)), content);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  private static TreeMap<String, TreeMap<Integer, Path>> list(Path folder) {
    TreeMap<String, TreeMap<Integer, Path>> found = new TreeMap<>();
    for (String kind : KINDS) {
      Path part = folder.resolve(kind);
      if (!Files.isDirectory(part)) {
        continue;
      }
      TreeMap<Integer, Path> numbered = new TreeMap<>();
      try (Stream<Path> entries = Files.list(part)) {
        for (Path file : entries.sorted().toList()) {
          Matcher name = NAME.matcher(file.getFileName().toString());
          if (!name.matches()) {
            throw JobException.input(
                "A mask must be named by its frame, 000012.png for instance",
                file,
                "rename it or take it away");
          }
          if (numbered.put(Integer.parseInt(name.group(1)), file) != null) {
            throw JobException.input(
                "Frame " + Integer.parseInt(name.group(1)) + " has two masks",
                file,
                "take one away");
          }
        }
      } catch (IOException e) {
        throw AtomicFiles.unreadable(part, e);
      }
      if (!numbered.isEmpty()) {
        found.put(kind, numbered);
      }
    }
    if (found.isEmpty()) {
      throw JobException.input(
          "The folder has no masks",
          folder,
          "put PNGs named by their frame into its folders labels, person or head");
    }
    return found;
  }

  /** Changes when other masks are taken in. */
  String fingerprint() {
    Path file = folder.resolve(FINGERPRINT);
    try {
      return Files.exists(file) ? Files.readString(file) : hash();
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  private String hash() {
    StringBuilder all = new StringBuilder();
    files.forEach(
        (kind, numbered) ->
            numbered.forEach(
                (frame, file) ->
                    all.append(kind)
                        .append(' ')
                        .append(frame)
                        .append(' ')
                        .append(Hashes.sha256(file))
                        .append('\n')));
    return Hashes.sha256(all.toString());
  }

  /**
   * @throws JobException (input) when a frame isn't the clip's; sizes and codes are checked as each
   *     mask is read
   */
  void check(ClipInfo clip) {
    files.forEach(
        (kind, numbered) -> {
          if (numbered.lastKey() >= clip.frames()) {
            throw JobException.input(
                "There is a mask of frame "
                    + numbered.lastKey()
                    + ", and the clip's last is "
                    + (clip.frames() - 1),
                folder.resolve(kind),
                "give masks of this clip, counted from 0, with --masks; or --masks " + NONE);
          }
        });
  }

  /** How many frames have at least one mask. */
  long frames() {
    return files.values().stream().flatMap(kind -> kind.keySet().stream()).distinct().count();
  }

  /** A frame's parsing with what is there for it laid over. */
  Parsing over(Parsing own, int frame, ClipInfo clip) {
    return MaskMerge.merge(
        own,
        read(LABELS, frame, clip),
        read(KINDS.get(1), frame, clip),
        read(KINDS.get(2), frame, clip));
  }

  private @Nullable GrayImage read(String kind, int frame, ClipInfo clip) {
    TreeMap<Integer, Path> numbered = files.get(kind);
    Path file = numbered == null ? null : numbered.get(frame);
    if (file == null) {
      return null;
    }
    GrayImage image = Png.readGray(file);
    boolean labels = kind.equals(LABELS);
    if (labels) {
      requireCodes(image, file);
    }
    if (image.width() == clip.width() && image.height() == clip.height()) {
      return image;
    }
    if (image.width() != clip.sourceWidth() || image.height() != clip.sourceHeight()) {
      throw JobException.input(
          "The mask is %d x %d, and the clip's frames are %d x %d, the video's %d x %d"
              .formatted(
                  image.width(),
                  image.height(),
                  clip.width(),
                  clip.height(),
                  clip.sourceWidth(),
                  clip.sourceHeight()),
          file,
          "give masks of one of these sizes with --masks; or --masks " + NONE);
    }
    GrayImage cut = Resampling.crop(image, clip.crop());
    return labels
        ? Resampling.nearest(cut, clip.width(), clip.height())
        : clip.width() < cut.width()
            ? Resampling.area(cut, clip.width(), clip.height())
            : Resampling.bilinear(cut, clip.width(), clip.height());
  }

  private static void requireCodes(GrayImage labels, Path file) {
    for (byte code : labels.data()) {
      if ((code & 255) >= FaceRegion.values().length) {
        throw JobException.input(
            "The label map holds " + (code & 255) + ", which is no region's code",
            file,
            "use the codes 0 to " + (FaceRegion.values().length - 1) + " as grey levels");
      }
    }
  }
}
