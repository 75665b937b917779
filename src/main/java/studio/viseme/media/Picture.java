package studio.viseme.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A decoded picture as it is stored, and when it is shown.
 *
 * @param frame freed by {@link #close}
 * @param seconds in the container's time
 */
record Picture(AVFrame frame, double seconds) implements AutoCloseable {
  /** Takes over what a frame refers to; the frame is empty afterwards. */
  static Picture taken(AVFrame from, double seconds) {
    AVFrame own = avutil.av_frame_alloc();
    avutil.av_frame_move_ref(own, from);
    return new Picture(own, seconds);
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
  }
}
