package studio.viseme.export;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobCancelledException;
import studio.viseme.media.VideoWriter;

/**
 * Encodes a film's pictures on a thread of its own while the next ones are rendered. A few pictures
 * wait at most; whoever renders faster than that waits too. A failure of the encoder is thrown to
 * the renderer at its next picture.
 */
final class EncodingThread implements AutoCloseable {
  private static final int WAITING = 6;
  private static final Raster END = new RgbImage(1, 1);

  private final VideoWriter writer;
  private final BlockingQueue<Raster> pictures = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::encode, "viseme-encoder");
  private volatile @Nullable Throwable failure;
  private volatile boolean givenUp;

  EncodingThread(VideoWriter writer) {
    this.writer = writer;
    thread.setDaemon(true);
    thread.start();
  }

  /** Appends a picture; it must not be written afterwards. */
  void add(Raster picture) {
    try {
      pictures.put(picture);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobCancelledException();
    }
    rethrow();
  }

  /** Waits for the last picture, and gives the film its name. */
  void finish() {
    add(END);
    join();
    rethrow();
    writer.finish();
  }

  private void encode() {
    try {
      for (Raster picture = pictures.take(); picture != END; picture = pictures.take()) {
        if (failure == null && !givenUp) {
          write(picture);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** After a failure pictures are only taken off the queue, so that nobody waits for room in it. */
  private void write(Raster picture) {
    try {
      writer.write(picture);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobCancelledException();
    }
  }

  /**
   * Ends the thread; the writer stays the caller's to close, and may be closed once this returns.
   */
  @Override
  public void close() {
    givenUp = true;
    if (thread.isAlive()) {
      thread.interrupt();
      join();
    }
  }
}
