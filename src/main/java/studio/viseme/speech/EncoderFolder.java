package studio.viseme.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import studio.viseme.job.JobException;
import studio.viseme.store.AtomicFiles;

/**
 * The speech encoders that a user added: ONNX files in one folder, each called as its file is
 * without the ending. A file that is put there by hand counts like one that was added. Thread-safe.
 */
public final class EncoderFolder {
  private static final String ENDING = ".onnx";
  private static final String NAME = "[a-z0-9][a-z0-9._-]*";

  private final Path folder;
  private final SpeechCache cache;
  private final Map<String, SpeechEncoder> opened = new HashMap<>();

  /**
   * @param folder need not be there yet
   */
  public EncoderFolder(Path folder) {
    this.folder = folder;
    this.cache = new SpeechCache(folder.resolve("cache"));
  }

  /** Where the files are. */
  public Path folder() {
    return folder;
  }

  /** The encoders' names in order, whether or not their files are right. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .filter(name -> name.matches(NAME))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw AtomicFiles.unreadable(folder, e);
    }
  }

  /**
   * The encoder of a name, opened when it is first asked for; what it makes of a sound is kept.
   *
   * @return empty when there is no such file
   * @throws JobException (input) when the file is no speech encoder
   */
  public synchronized Optional<SpeechEncoder> find(String name) {
    if (!names().contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        opened.computeIfAbsent(
            name, n -> cache.remembering(ImportedEncoder.open(n, folder.resolve(n + ENDING)))));
  }

  /**
   * Checks a file and takes a copy of it.
   *
   * @throws JobException (input) when it is no speech encoder; (usage) for a name that can't be one
   */
  public ImportedEncoder add(Path file, String name) {
    if (!name.matches(NAME)) {
      throw JobException.usage(
          "An encoder can't be called so", name, "use small letters, digits, dots and hyphens");
    }
    ImportedEncoder encoder = ImportedEncoder.open(name, file);
    AtomicFiles.createFolder(folder);
    AtomicFiles.write(folder.resolve(name + ENDING), out -> Files.copy(file, out));
    synchronized (this) {
      opened.remove(name);
    }
    return encoder;
  }
}
