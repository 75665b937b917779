package studio.viseme.project;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import studio.viseme.job.JobException;
import studio.viseme.store.AtomicFiles;

/**
 * Keeps a second process out of a project. The operating system holds the lock and lets go of it
 * when its process dies, however it dies: a file that is left behind locks nothing. The file also
 * tells who holds it; the locked byte lies far behind that text, so that it can be read while
 * locked on systems whose locks are mandatory.
 */
final class ProjectLock implements AutoCloseable {
  static final String FILE = "project.lock";
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final int LONGEST_PID = 32;

  private final FileChannel channel;
  private final FileLock lock;

  private ProjectLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * @throws JobException (input) when another process, or another part of this one, holds the
   *     project
   */
  static ProjectLock take(Path project) {
    Path file = project.resolve(FILE);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        FileLock lock = tryLock(channel);
        if (lock == null) {
          throw inUse(project, channel);
        }
        channel.truncate(0);
        channel.write(
            StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
        return new ProjectLock(channel, lock);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw AtomicFiles.unwritable(file, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // The same process holds it through another channel.
      return null;
    }
  }

  private static JobException inUse(Path project, FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
    channel.read(text, 0);
    String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    return JobException.input(
        "The project is in use by " + (pid.isEmpty() ? "another process" : "process " + pid),
        project,
        "wait until it is done, or end it");
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      // The system releases the lock with the process.
      return;
    }
  }
}
