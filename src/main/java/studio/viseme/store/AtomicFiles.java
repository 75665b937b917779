package studio.viseme.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import studio.viseme.job.JobException;

/**
 * Writes files so that a reader, or the next start after a power cut, sees the old content or the
 * new one and nothing between: into a temporary file of the same folder, synced, then renamed over
 * the target.
 */
public final class AtomicFiles {
  /**
   * How every temporary file of ours ends; what is left over from a crash can be told by it and
   * deleted.
   */
  public static final String TEMPORARY_SUFFIX = ".part";

  private static final AtomicLong NUMBER = new AtomicLong();

  private AtomicFiles() {}

  /**
   * Makes a folder, and those above it, if it isn't there.
   *
   * @return the folder
   * @throws JobException (input) when it can't be written
   */
  public static Path createFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Fills a file through its channel, for content whose head is known last. */
  @FunctionalInterface
  public interface ChannelContent {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * @throws JobException (input) when the folder can't be written or the disk is full; the target
   *     is then as it was
   */
  public static void write(Path target, Content content) {
    writeChannel(
        target,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        });
  }

  public static void write(Path target, byte[] content) {
    write(target, out -> out.write(content));
  }

  public static void writeString(Path target, String content) {
    write(target, content.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write(Path, Content)}, with the freedom to go back and fill a head in. */
  public static void writeChannel(Path target, ChannelContent content) {
    Path temporary = temporary(target);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.READ)) {
        content.writeTo(channel);
        channel.force(true);
      }
      rename(temporary, target);
    } catch (IOException e) {
      discard(temporary);
      throw unwritable(target, e);
    } catch (RuntimeException | Error e) {
      discard(temporary);
      throw e;
    }
  }

  /** A name beside the target that no other writer uses. */
  public static Path temporary(Path target) {
    Path absolute = target.toAbsolutePath();
    String unique = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    return absolute.resolveSibling("." + absolute.getFileName() + "." + unique + TEMPORARY_SUFFIX);
  }

  /** Renames a finished, synced file over its target. */
  public static void rename(Path finished, Path target) throws IOException {
    try {
      Files.move(
          finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(finished, target, StandardCopyOption.REPLACE_EXISTING);
    }
    syncFolder(target.toAbsolutePath().getParent());
  }

  /**
   * A rename is only durable once its folder is; systems that can't open a folder sync it by
   * themselves.
   */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open folders and needs no sync.
      return;
    }
  }

  /** The error for a file that can't be written. */
  public static JobException unwritable(Path target, IOException cause) {
    return new JobException(
        JobException.Kind.INPUT,
        "The file can't be written" + because(cause),
        target.toString(),
        "check the free space and that the folder may be written",
        cause);
  }

  /** The error for a file that can't be read. */
  public static JobException unreadable(Path file, IOException cause) {
    return new JobException(
        JobException.Kind.INPUT,
        "The file can't be read" + because(cause),
        file.toString(),
        "check that it exists and may be read",
        cause);
  }

  private static String because(IOException cause) {
    return switch (cause) {
      case AccessDeniedException e -> ", access is denied";
      case NoSuchFileException e -> ", there is no such file or folder";
      case FileSystemException e when e.getReason() != null -> ", \"" + e.getReason() + "\"";
      default ->
          cause.getMessage() == null
              ? ""
              : ", \"" + cause.getMessage().lines().findFirst().orElse("") + "\"";
    };
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // What can't be deleted now is recognised by its suffix later.
      temporary.toFile().deleteOnExit();
    }
  }
}
