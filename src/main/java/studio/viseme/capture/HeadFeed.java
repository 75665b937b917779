package studio.viseme.capture;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.Threads;
import studio.viseme.media.VideoReader;

/**
 * Decodes a clip's frames on a thread of its own while those before are packed. A few frames wait
 * at most; then the decoder waits too. A failure of the decoder is thrown at the next frame.
 */
final class HeadFeed implements AutoCloseable {
  private static final int WAITING = 8;
  private static final RgbImage END = new RgbImage(1, 1);

  private final VideoReader reader;
  private final HeadCrop crop;
  private final double from;
  private final long frames;
  private final BlockingQueue<RgbImage> decoded = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::decode, "viseme-decoder");
  private volatile @Nullable Throwable failure;

  /**
   * @param reader the caller's to close, after this
   * @param from seconds of the source
   * @param frames how many at most, at {@link ClipInfo#FPS} a second
   */
  HeadFeed(VideoReader reader, HeadCrop crop, double from, long frames) {
    this.reader = reader;
    this.crop = crop;
    this.from = from;
    this.frames = frames;
    thread.setDaemon(true);
    thread.start();
  }

  /** The next frame, the caller's own; null when the video has ended. */
  @Nullable RgbImage next() {
    RgbImage frame;
    try {
      frame = decoded.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobCancelledException();
    }
    if (frame != END) {
      return frame;
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    return null;
  }

  private void decode() {
    try {
      try {
        decodeAll();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      decoded.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void decodeAll() throws InterruptedException {
    reader.skipTo(from);
    for (long i = 0; i < frames; i++) {
      RgbImage head = reader.sample(from + i / (double) ClipInfo.FPS, crop.box());
      if (head == null) {
        return;
      }
      boolean scaled = head.width() != crop.width() || head.height() != crop.height();
      decoded.put(scaled ? Resampling.area(head, crop.width(), crop.height()) : head);
    }
  }

  /** Ends the thread; only then may the reader be closed. */
  @Override
  public void close() {
    thread.interrupt();
    Threads.awaitEnd(thread);
  }
}
