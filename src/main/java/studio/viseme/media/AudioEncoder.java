package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Sound to AAC. Pulls from its source only what the pictures have reached, so that nothing piles
 * up.
 */
final class AudioEncoder extends Encoder {
  private static final long BIT_RATE_PER_CHANNEL = 96_000;

  /**
   * AAC in MP4 knows only these rates; others are played at a wrong speed by some players, so the
   * nearest above is used.
   */
  private static final int[] RATES = {16_000, 22_050, 24_000, 32_000, 44_100, 48_000};

  private final AudioSource source;
  private final int frameSize;
  private final float[] block;
  private long written;
  private boolean ended;

  AudioEncoder(AVFormatContext container, AudioSource sound, Path target) {
    super(container, "aac", target);
    this.source = RateChange.to(sound, rateFor(sound.sampleRate()));
    AVRational unit = new AVRational().num(1).den(source.sampleRate());
    codec.sample_rate(source.sampleRate());
    codec.time_base(unit);
    codec.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
    codec.bit_rate(BIT_RATE_PER_CHANNEL * source.channels());
    avutil.av_channel_layout_default(codec.ch_layout(), source.channels());
    open(new AVDictionary(null));
    this.frameSize = codec.frame_size();
    this.block = new float[frameSize * source.channels()];
    frame.nb_samples(frameSize);
    frame.format(avutil.AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(source.sampleRate());
    avutil.av_channel_layout_default(frame.ch_layout(), source.channels());
    FFmpeg.written(avutil.av_frame_get_buffer(frame, 0), "allocating", target);
  }

  static int rateFor(int rate) {
    for (int candidate : RATES) {
      if (rate <= candidate) {
        return candidate;
      }
    }
    return RATES[RATES.length - 1];
  }

  /** Encodes until the sound reaches {@code seconds} or its end. */
  void advanceTo(double seconds) {
    while (!ended && written < seconds * source.sampleRate()) {
      writeBlock();
    }
  }

  void finish() {
    while (!ended) {
      writeBlock();
    }
    encode(null);
  }

  private void writeBlock() {
    int count = source.read(block, 0, frameSize);
    ended = count < frameSize;
    if (count == 0) {
      return;
    }
    FFmpeg.written(avutil.av_frame_make_writable(frame), "allocating", target);
    int channels = source.channels();
    float[] plane = new float[count];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < count; i++) {
        plane[i] = Math.clamp(block[i * channels + channel], -1f, 1f);
      }
      new FloatPointer(frame.data(channel)).put(plane, 0, count);
    }
    frame.nb_samples(count);
    frame.pts(written);
    encode(frame);
    written += count;
  }
}
