package studio.viseme.speech.syncenhanced;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechStream;

/**
 * A trained model as a speech encoder. It fuses what is heard around the middle of every frame at
 * 25 frames a second, whatever the film's rate, and interpolates to 100 vectors a second, so that
 * it can stand beside {@code logmel}. What comes out for a frame depends on its own window alone.
 */
public final class SyncEnhancedEncoder implements SpeechEncoder {
  private static final int PER_FRAME = MomentWindows.PER_FRAME;

  /** Samples a vector. */
  private static final int HOP = SAMPLE_RATE / MomentWindows.RATE;

  /** Frames that go through the net at once, at most. */
  private static final int TOGETHER = 64;

  /** Frames that are waited for while the sound goes on: a net costs little more for six. */
  private static final int WAITING = 6;

  private final FusionModel model;
  private final SpeechEncoder text;
  private final SpeechEncoder visual;

  /**
   * @param text says what is said, 100 vectors a second
   * @param visual says what it looks like, the same
   */
  public SyncEnhancedEncoder(FusionModel model, SpeechEncoder text, SpeechEncoder visual) {
    if (text.rate() != MomentWindows.RATE
        || visual.rate() != MomentWindows.RATE
        || text.width() != model.text().width()
        || visual.width() != model.visual().width()) {
      throw new IllegalArgumentException(text.name() + " and " + visual.name());
    }
    this.model = model;
    this.text = text;
    this.visual = visual;
  }

  @Override
  public String name() {
    return model.fusion().encoderName();
  }

  @Override
  public String fingerprint() {
    return fingerprint(text, visual);
  }

  /** What decides what an encoder upon these two was taught. */
  public static String fingerprint(SpeechEncoder text, SpeechEncoder visual) {
    return List.of(text.fingerprint(), visual.fingerprint()).stream()
        .filter(print -> !print.isEmpty())
        .collect(Collectors.joining("+"));
  }

  @Override
  public int width() {
    return FusionNet.WIDTH;
  }

  @Override
  public double rate() {
    return MomentWindows.RATE;
  }

  /** The slower source's, the window of the next frame, and what is waited for. */
  @Override
  public double lag() {
    double ahead = (double) model.text().lastVector(1) - PER_FRAME / 2;
    double waits = (WAITING - 1.0) / MomentWindows.FPS;
    return Math.max(text.lag(), visual.lag()) + ahead / MomentWindows.RATE + waits;
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(workers);
  }

  /** A source's stream and those of its vectors that later frames need. */
  private static final class Source {
    final SpeechStream stream;
    final MomentWindows windows;
    float[] pending = new float[0];
    long first;
    long known;

    Source(SpeechEncoder encoder, MomentWindows windows, Workers workers) {
      this.stream = encoder.stream(workers);
      this.windows = windows;
    }

    void add(FeatureSequence more) {
      int had = pending.length;
      pending = Arrays.copyOf(pending, had + more.data().length);
      System.arraycopy(more.data(), 0, pending, had, more.data().length);
      known += more.count();
    }

    float[] cut(long frame, int count) {
      float[] out = new float[windows.width() * count * windows.items()];
      for (int i = 0; i < count; i++) {
        windows.cut(pending, first, known, frame + i, out, i, count);
      }
      return out;
    }

    /** Forgets what no frame from {@code frame} on needs; the last vector stays, to be repeated. */
    void forget(long frame) {
      long needed = Math.clamp(windows.firstVector(frame), first, Math.max(first, known - 1));
      int drop = (int) (needed - first) * windows.width();
      pending = Arrays.copyOfRange(pending, drop, pending.length);
      first = needed;
    }
  }

  /** Frame −1 is heard too: the first vectors lie between it and frame 0. */
  private final class Stream implements SpeechStream {
    private final Workers workers;
    private final Source says;
    private final Source looks;
    private long samples;

    /** What came out for frames {@link #heard}−n … {@link #heard}−1. */
    private float[] fused = new float[0];

    private long heard = -1;
    private long given;
    private boolean finished;

    Stream(Workers workers) {
      this.workers = workers;
      this.says = new Source(text, model.text(), workers);
      this.looks = new Source(visual, model.visual(), workers);
    }

    @Override
    public FeatureSequence append(float[] sound, int from, int to) {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      says.add(says.stream.append(sound, from, to));
      looks.add(looks.stream.append(sound, from, to));
      samples += to - from;
      long ready = heard;
      while (says.windows.lastVector(ready) < says.known
          && looks.windows.lastVector(ready) < looks.known) {
        ready++;
      }
      if (ready - heard >= WAITING) {
        hear(ready);
      }
      return give(PER_FRAME * (heard - 1) + PER_FRAME / 2);
    }

    @Override
    public FeatureSequence finish() {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      finished = true;
      says.add(says.stream.finish());
      looks.add(looks.stream.finish());
      long count = (samples + HOP - 1) / HOP;
      if (count > 0) {
        hear(Math.max(heard, before(count - 1) + 2));
      }
      return give(count);
    }

    /** The frame whose middle is at a vector or before it. */
    private static long before(long vector) {
      return Math.floorDiv(vector - PER_FRAME / 2, PER_FRAME);
    }

    /** Hears up to frame {@code end} − 1. */
    private void hear(long end) {
      if (end == heard) {
        return;
      }
      int most = (int) Math.min(TOGETHER, end - heard);
      try (Engine engine = Engines.cpu(workers);
          FusionNet net =
              new FusionNet(engine, model.fusion(), text.width(), visual.width(), most)) {
        Batch parameters = Batch.vector(engine.floats(model.parameters()));
        while (heard < end) {
          hear(net, parameters, (int) Math.min(most, end - heard));
        }
      }
      says.forget(heard);
      looks.forget(heard);
    }

    private void hear(FusionNet net, Batch parameters, int count) {
      float[] columns =
          net.forward(parameters, says.cut(heard, count), looks.cut(heard, count), count)
              .fused()
              .download();
      int had = fused.length;
      fused = Arrays.copyOf(fused, had + columns.length);
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < width(); k++) {
          fused[had + i * width() + k] = columns[k * count + i];
        }
      }
      heard += count;
    }

    /** Gives the vectors up to {@code end} − 1. */
    private FeatureSequence give(long end) {
      int count = (int) Math.max(0, end - given);
      int width = width();
      float[] vectors = new float[count * width];
      long oldest = heard - fused.length / width;
      for (int i = 0; i < count; i++) {
        long frame = before(given + i);
        float along = (float) (given + i - PER_FRAME / 2 - frame * PER_FRAME) / PER_FRAME;
        int from = (int) (frame - oldest) * width;
        for (int k = 0; k < width; k++) {
          float a = fused[from + k];
          vectors[i * width + k] = a + along * (fused[from + width + k] - a);
        }
      }
      given += count;
      int drop = (int) Math.max(0, Math.min(before(given), heard) - oldest);
      fused = Arrays.copyOfRange(fused, drop * width, fused.length);
      return new FeatureSequence(width, rate(), vectors);
    }
  }
}
