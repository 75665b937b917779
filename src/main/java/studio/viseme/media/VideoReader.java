package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;

/**
 * Reads a video's pictures from the first to the last, upright and in RGB. Memory does not grow
 * with the video: one picture is in the hands of the caller, two are in the decoder's.
 *
 * <p>{@link #next()} gives the pictures as they were recorded. {@link #sample(double)} gives the
 * picture nearest to a moment, for rising moments; so it makes a constant frame rate of any,
 * constant or not. Only the pictures that are given out are converted to RGB. One thread at a time.
 */
public final class VideoReader implements AutoCloseable {
  /** How long the last picture is shown when nothing tells. */
  private static final double DEFAULT_INTERVAL = 0.04;

  private final Path file;
  private final StreamDecoder decoder;
  private final ColorConverter colors = new ColorConverter();
  private final Orientation orientation;
  private final double startSeconds;

  /**
   * The two decoded pictures around the moment last asked for; {@code after} is null once the video
   * has ended.
   */
  private Decoded before;

  private Decoded after;
  private double interval = DEFAULT_INTERVAL;

  private record Decoded(AVFrame frame, double seconds) {}

  private VideoReader(Path file, StreamDecoder decoder) {
    this.file = file;
    this.decoder = decoder;
    this.orientation = StreamDecoder.orientation(decoder.stream().codecpar());
    double fps = StreamDecoder.seconds(decoder.stream().avg_frame_rate());
    this.interval = fps > 0 ? 1 / fps : DEFAULT_INTERVAL;
    this.after = decode(Double.NaN);
    if (after == null) {
      throw Containers.noPictures(file);
    }
    this.startSeconds = after.seconds;
  }

  /**
   * @throws JobException (input) when there is no picture to read
   */
  public static VideoReader open(Path file) {
    StreamDecoder decoder = StreamDecoder.video(file);
    try {
      return new VideoReader(file, decoder);
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /** When the first picture is shown, in the container's time. */
  public double startSeconds() {
    return startSeconds;
  }

  /** The next picture as recorded, or null at the end. */
  public VideoFrame next() {
    if (after == null) {
      return null;
    }
    Decoded current = after;
    VideoFrame frame = new VideoFrame(upright(current), current.seconds);
    step();
    return frame;
  }

  /**
   * The picture nearest to {@code seconds} after the first picture, or null from the moment on at
   * which the last one is over. Moments must not fall.
   */
  public RgbImage sample(double seconds) {
    double moment = startSeconds + seconds;
    while (after != null && after.seconds < moment) {
      step();
    }
    if (after == null) {
      return moment < before.seconds + interval - 1e-6 ? upright(before) : null;
    }
    boolean first = before == null || after.seconds - moment <= moment - before.seconds;
    return upright(first ? after : before);
  }

  /**
   * Goes back or on, so that the next moment asked of {@link #sample} may be {@code seconds} or any
   * later one. Decodes from the last key picture before it.
   */
  public void seek(double seconds) {
    restart(startSeconds + seconds);
    if (after == null || after.seconds > startSeconds + seconds + interval) {
      restart(Double.NEGATIVE_INFINITY);
    }
  }

  private void restart(double containerSeconds) {
    decoder.seek(Math.max(containerSeconds, Math.min(0, startSeconds)));
    before = null;
    after = decode(Double.NaN);
  }

  private void step() {
    before = after;
    after = decode(before.seconds);
  }

  private Decoded decode(double previous) {
    AVFrame frame = decoder.next();
    if (frame == null) {
      return null;
    }
    double seconds = decoder.seconds(frame);
    if (Double.isNaN(seconds)) {
      seconds = Double.isNaN(previous) ? 0 : previous + interval;
    }
    double duration = decoder.duration(frame);
    if (duration > 0) {
      interval = duration;
    }
    return new Decoded(frame, seconds);
  }

  private RgbImage upright(Decoded decoded) {
    return orientation.upright(colors.toRgb(decoded.frame));
  }

  @Override
  public String toString() {
    return "video " + file;
  }

  @Override
  public void close() {
    colors.close();
    decoder.close();
  }
}
