package studio.viseme.media;

import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reads an audio track from its start to its end as floats of the wanted rate and channels. Gaps in
 * a recording are filled with silence, so that what comes after stays in time with the picture.
 * Mixing down never clips: the weights sum to 1.
 */
public final class AudioReader implements AudioSource, AutoCloseable {
  /** A hole shorter than this is the jitter of time stamps, seconds. */
  private static final double GAP = 0.1;

  private static final int BLOCK = 8192;

  private final StreamDecoder decoder;
  private final int sampleRate;
  private final int channels;
  private final double startSeconds;

  private SwrContext resampler;
  private int inputRate;
  private int inputFormat;
  private int inputChannels;
  private double expected = Double.NaN;

  /**
   * What is decoded and not yet read: {@code silence} frames of zeros, then {@code [from, to)} of
   * {@code ready}.
   */
  private long silence;

  private float[] ready = new float[0];
  private int from;
  private int to;
  private AVFrame pending;
  private boolean ended;

  private AudioReader(Path file, StreamDecoder decoder, int wantedRate, int wantedChannels) {
    this.decoder = decoder;
    this.pending = decoder.next();
    this.ended = pending == null;
    int ownRate = pending == null ? decoder.codec().sample_rate() : pending.sample_rate();
    int ownChannels = pending == null ? 1 : pending.ch_layout().nb_channels();
    this.sampleRate = wantedRate > 0 ? wantedRate : Math.max(1, ownRate);
    this.channels = wantedChannels > 0 ? wantedChannels : Math.clamp(ownChannels, 1, 2);
    double first = pending == null ? 0 : decoder.seconds(pending);
    this.startSeconds = Double.isNaN(first) ? 0 : first;
  }

  /** A file's first audio track, at its own rate, as mono or stereo. */
  public static AudioReader open(Path file) {
    return open(file, 0, 0, 0);
  }

  /**
   * @param track from 0
   * @param sampleRate Hz, or 0 for the track's own
   * @param channels 1 or 2, or 0 for the track's own (2 when it has more)
   * @throws studio.viseme.job.JobException (input) when there is no such track or it can't be
   *     decoded
   */
  public static AudioReader open(Path file, int track, int sampleRate, int channels) {
    StreamDecoder decoder = StreamDecoder.audio(file, track);
    try {
      return new AudioReader(file, decoder, sampleRate, channels);
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int channels() {
    return channels;
  }

  /** When the first sample sounds, in the container's time. */
  public double startSeconds() {
    return startSeconds;
  }

  /**
   * Makes the first sample that is read sound at {@code seconds} of the container's time: silence
   * is put before a track that starts later, and the beginning of one that starts earlier is
   * dropped. Call before the first read.
   */
  public AudioReader startAt(double seconds) {
    long ahead = Math.round((startSeconds - seconds) * sampleRate);
    if (ahead >= 0) {
      silence += ahead;
      return this;
    }
    float[] dropped = new float[BLOCK * channels];
    for (long left = -ahead; left > 0; ) {
      int count = read(dropped, 0, (int) Math.min(left, BLOCK));
      if (count == 0) {
        break;
      }
      left -= count;
    }
    return this;
  }

  @Override
  public int read(float[] interleaved, int offset, int frames) {
    int done = 0;
    while (done < frames) {
      int wanted = frames - done;
      int at = offset + done * channels;
      if (from < to) {
        int count = Math.min(wanted, (to - from) / channels);
        System.arraycopy(ready, from, interleaved, at, count * channels);
        from += count * channels;
        done += count;
      } else if (silence > 0) {
        int count = (int) Math.min(wanted, silence);
        Arrays.fill(interleaved, at, at + count * channels, 0);
        silence -= count;
        done += count;
      } else if (!refill()) {
        break;
      }
    }
    return done;
  }

  /** Converts the next decoded frame; a gap before it becomes silence first. False at the end. */
  private boolean refill() {
    if (pending == null) {
      if (ended) {
        return false;
      }
      pending = decoder.next();
    }
    if (pending == null) {
      ended = true;
      convert(null);
      return from < to;
    }
    double seconds = decoder.seconds(pending);
    if (Double.isNaN(seconds)) {
      seconds = Double.isNaN(expected) ? startSeconds : expected;
    }
    boolean gap = !Double.isNaN(expected) && seconds - expected > GAP;
    if (gap) {
      silence = Math.round((seconds - expected) * sampleRate);
      expected = seconds;
      return true;
    }
    expected = seconds + (double) pending.nb_samples() / pending.sample_rate();
    convert(pending);
    pending = null;
    return true;
  }

  private void convert(AVFrame frame) {
    if (frame != null) {
      configure(frame);
    }
    from = 0;
    to = 0;
    if (resampler == null) {
      return;
    }
    int input = frame == null ? 0 : frame.nb_samples();
    long room =
        swresample.swr_get_delay(resampler, sampleRate)
            + (long) input * sampleRate / inputRate
            + 64;
    try (FloatPointer buffer = new FloatPointer(room * channels);
        PointerPointer<FloatPointer> planes = new PointerPointer<>(1)) {
      planes.put(0, buffer);
      int count =
          swresample.swr_convert(
              resampler, planes, (int) room, frame == null ? null : frame.extended_data(), input);
      if (count > 0) {
        if (ready.length < count * channels) {
          ready = new float[count * channels];
        }
        buffer.get(ready, 0, count * channels);
        to = count * channels;
      }
    }
  }

  /**
   * Sets the resampler up for the first frame, and anew when a track changes its rate or channels
   * on the way.
   */
  private void configure(AVFrame frame) {
    AVChannelLayout layout = frame.ch_layout();
    boolean same =
        resampler != null
            && frame.sample_rate() == inputRate
            && frame.format() == inputFormat
            && layout.nb_channels() == inputChannels;
    if (same) {
      return;
    }
    inputRate = frame.sample_rate();
    inputFormat = frame.format();
    inputChannels = layout.nb_channels();
    freeResampler();
    resampler = new SwrContext(null);
    try (AVChannelLayout wanted = new AVChannelLayout();
        AVChannelLayout guessed = new AVChannelLayout()) {
      avutil.av_channel_layout_default(wanted, channels);
      avutil.av_channel_layout_default(guessed, inputChannels);
      boolean ordered = layout.order() != avutil.AV_CHANNEL_ORDER_UNSPEC;
      int code =
          swresample.swr_alloc_set_opts2(
              resampler,
              wanted,
              avutil.AV_SAMPLE_FMT_FLT,
              sampleRate,
              ordered ? layout : guessed,
              inputFormat,
              inputRate,
              0,
              null);
      avutil.av_opt_set_double(resampler, "rematrix_maxval", 1, 0);
      if (code < 0 || swresample.swr_init(resampler) < 0) {
        throw new IllegalStateException(
            "no resampler from " + inputRate + " Hz to " + sampleRate + " Hz");
      }
    }
  }

  private void freeResampler() {
    if (resampler != null) {
      swresample.swr_free(resampler);
      resampler = null;
    }
  }

  @Override
  public void close() {
    freeResampler();
    decoder.close();
  }
}
