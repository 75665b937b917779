package studio.viseme.media;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A video's pictures in the order they are shown, each with a time that is later than the one
 * before, whatever the file says; interlaced ones are made whole.
 */
final class PictureStream implements AutoCloseable {
  /** How long the last picture is shown when nothing tells. */
  private static final double DEFAULT_INTERVAL = 0.04;

  /** A picture that is said to last less than this share of the one before lasts as long. */
  private static final double LEAST_SHARE = 0.25;

  private final StreamDecoder decoder;
  private final Deinterlacer deinterlacer = new Deinterlacer();
  private final Deque<Picture> ready = new ArrayDeque<>();
  private double interval;
  private double previous = Double.NaN;
  private boolean ended;

  PictureStream(Path file) {
    decoder = StreamDecoder.video(file);
    double fps = StreamDecoder.seconds(decoder.stream().avg_frame_rate());
    interval = fps > 0 ? 1 / fps : DEFAULT_INTERVAL;
  }

  /** The next picture, the caller's to close; null at the end. */
  Picture next() {
    while (ready.isEmpty() && !ended) {
      AVFrame frame = decoder.next();
      if (frame == null) {
        ended = true;
        deinterlacer.finish(ready);
      } else {
        deinterlacer.add(frame, time(frame), ready);
      }
    }
    return ready.poll();
  }

  private double time(AVFrame frame) {
    double told = decoder.seconds(frame);
    boolean usable = Double.isNaN(previous) || told > previous;
    double seconds = usable && !Double.isNaN(told) ? told : following();
    double since = Double.isNaN(previous) ? interval : seconds - previous;
    double duration = decoder.duration(frame);
    // The last picture of a film is often said to last no time at all.
    interval = duration > LEAST_SHARE * since ? duration : since;
    previous = seconds;
    return seconds;
  }

  private double following() {
    return Double.isNaN(previous) ? 0 : previous + interval;
  }

  /** How long the picture given last is shown, as far as the file tells, seconds. */
  double interval() {
    return interval;
  }

  /** How many pictures couldn't be decoded whole so far. */
  long damaged() {
    return decoder.damaged();
  }

  PictureFormat format(Picture picture) {
    return decoder.format(picture.frame());
  }

  /** Goes to the last key picture at or before a moment of the container's time. */
  void seek(double seconds) {
    decoder.seek(seconds);
    drop();
    previous = Double.NaN;
    ended = false;
  }

  private void drop() {
    deinterlacer.reset();
    ready.forEach(Picture::close);
    ready.clear();
  }

  @Override
  public void close() {
    drop();
    deinterlacer.close();
    decoder.close();
  }
}
