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
 * Reads an audio track from its start to its end as floats of the wanted rate and channels, in time
 * with the container's clock from the first sample to the last: gaps in a recording are filled with
 * silence, what is there twice is dropped, and a sound clock that runs at another pace than the
 * time stamps is brought back by so little that nobody hears it. Mixing down never clips: the
 * weights sum to 1.
 */
public final class AudioReader implements AutoCloseable, AudioSource {
  /** A hole or an overlap; less is the jitter of time stamps, or drift, seconds. */
  private static final double GAP = 0.1;

  /** Time stamps that go back further have begun anew: what follows follows, seconds. */
  private static final double BEGUN_ANEW = 5;

  /** From this mean error on the pace is changed, seconds: a quarter of a frame. */
  private static final double DRIFT = 0.01;

  /** The error is averaged over about this time, and removed within it, seconds. */
  private static final double PATIENCE = 2;

  private static final int BLOCK = 8192;

  private final StreamDecoder decoder;
  private final int sampleRate;
  private final int channels;
  private final double startSeconds;

  private SwrContext resampler;
  private int inputRate;
  private int inputFormat;
  private int inputChannels;

  /** What the container's clock says at the first sample; moves when time stamps begin anew. */
  private double origin;

  /** Frames converted or filled in since the origin. */
  private long produced;

  /** Mean lag of what was produced behind the time stamps, seconds, and how it is being removed. */
  private double lag;

  private double correctedUntil;
  private double silenceSeconds;
  private double driftSeconds;

  /** Frames to drop of what is converted next: they overlap what was there before. */
  private long surplus;

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
    this.origin = startSeconds;
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
      silenceSeconds += (double) ahead / sampleRate;
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

  /**
   * Reads {@code frames} frames in any case; after the track's end they are silence.
   *
   * @param interleaved from its start on
   */
  public void readPadded(float[] interleaved, int frames) {
    int count = read(interleaved, 0, frames);
    Arrays.fill(interleaved, count * channels, frames * channels, 0);
    silenceSeconds += (double) (frames - count) / sampleRate;
  }

  /** How much silence was put where the track has nothing, seconds. */
  public double silenceSeconds() {
    return silenceSeconds;
  }

  /** By how much the sound was slowed down or sped up so far to stay in time, seconds. */
  public double driftSeconds() {
    return driftSeconds;
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
    double late = lateness(decoder.seconds(pending));
    if (late > GAP) {
      silence = Math.round(late * sampleRate);
      produced += silence;
      silenceSeconds += late;
      lag = 0;
      return true;
    }
    if (late < -BEGUN_ANEW) {
      origin += late;
      late = 0;
    } else if (late < -GAP) {
      surplus = Math.round(-late * sampleRate);
      produced -= surplus;
      lag = 0;
    }
    convert(pending);
    follow(late, (double) pending.nb_samples() / pending.sample_rate());
    pending = null;
    return true;
  }

  /** How much later a frame is to sound than it would if it followed what was produced so far. */
  private double lateness(double seconds) {
    if (Double.isNaN(seconds)) {
      return 0;
    }
    long inside = resampler == null ? 0 : swresample.swr_get_delay(resampler, sampleRate);
    return seconds - origin - (double) (produced + inside) / sampleRate;
  }

  /** Changes the pace when the mean error says that the clocks have drifted apart. */
  private void follow(double late, double duration) {
    if (Math.abs(late) > GAP) {
      return;
    }
    lag += (late - lag) * Math.min(1, duration / PATIENCE);
    double now = (double) produced / sampleRate;
    if (Math.abs(lag) < DRIFT || now < correctedUntil) {
      return;
    }
    int frames = (int) Math.round(lag * sampleRate);
    int distance = (int) (PATIENCE * sampleRate);
    if (swresample.swr_set_compensation(resampler, frames, distance) >= 0) {
      driftSeconds += Math.abs(lag);
      correctedUntil = now + PATIENCE;
      lag = 0;
    }
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
        int dropped = (int) Math.min(surplus, count);
        surplus -= dropped;
        produced += count;
        from = dropped * channels;
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
