package studio.viseme.speech.se4lip;

import java.util.Arrays;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechStream;

/**
 * A trained model as a speech encoder. It embeds the 200 ms around the middle of every frame at 25
 * frames a second, whatever the film's rate, takes the principal components, and interpolates them
 * to {@value #RATE} vectors a second, so that it can stand beside {@code logmel}. An embedding
 * depends on its own window alone.
 */
public final class Se4LipEncoder implements SpeechEncoder {
  /** Vectors a second. */
  public static final int RATE = 100;

  /** Vectors from the middle of a frame to that of the next. */
  private static final int PER_FRAME = RATE / LipPictures.FPS;

  /** Samples a vector. */
  private static final int HOP = SAMPLE_RATE / RATE;

  /** Windows that are cut at once, at most: those of what {@link #encode} hands over. */
  private static final int TOGETHER = 504;

  /** Windows that are waited for while the sound goes on. */
  private static final int WAITING = Ear.FEW;

  private final Se4LipModel model;
  private final Ear ear;

  public Se4LipEncoder(Se4LipModel model) {
    this.model = model;
    this.ear = new Ear(model);
  }

  @Override
  public String name() {
    return model.variant().encoderName();
  }

  @Override
  public int width() {
    return Se4LipModel.COMPONENTS;
  }

  @Override
  public double rate() {
    return RATE;
  }

  /** Half a frame less than the next frame's window needs, and what is waited for. */
  @Override
  public double lag() {
    Variant variant = model.variant();
    double begins = (1 - 0.5 - LipPictures.WINDOW / 2) / LipPictures.FPS;
    double lasts = (variant.moments() - 1) / variant.spectrogram().rate();
    double waits = (WAITING - 1.0) / LipPictures.FPS;
    return begins + lasts + variant.spectrogram().lag() + waits;
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(workers);
  }

  /** Frame −1 is embedded too: the first vectors lie between it and frame 0. */
  private final class Stream implements SpeechStream {
    private final Workers workers;
    private final SpeechStream spectrogram;
    private final int bands = model.variant().spectrogram().width();
    private float[] pending = new float[0];
    private long first;
    private long known;
    private long samples;

    /** Components of the embeddings of frames {@link #embedded}−n … {@link #embedded}−1. */
    private float[] components = new float[0];

    private long embedded = -1;
    private long given;
    private boolean finished;

    Stream(Workers workers) {
      this.workers = workers;
      this.spectrogram = model.variant().spectrogram().stream(workers);
    }

    @Override
    public FeatureSequence append(float[] sound, int from, int to) {
      add(spectrogram.append(sound, from, to));
      samples += to - from;
      long ready = embedded;
      while (model.variant().firstVector(ready) + model.variant().moments() <= known) {
        ready++;
      }
      if (ready - embedded >= WAITING) {
        embed(ready);
      }
      return give(PER_FRAME * (embedded - 1) + PER_FRAME / 2);
    }

    @Override
    public FeatureSequence finish() {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      finished = true;
      add(spectrogram.finish());
      long count = (samples + HOP - 1) / HOP;
      if (count > 0) {
        embed(Math.max(embedded, before(count - 1) + 2));
      }
      return give(count);
    }

    /** The frame whose middle is at a vector or before it. */
    private static long before(long vector) {
      return Math.floorDiv(vector - PER_FRAME / 2, PER_FRAME);
    }

    private void add(FeatureSequence more) {
      int had = pending.length;
      pending = Arrays.copyOf(pending, had + more.data().length);
      System.arraycopy(more.data(), 0, pending, had, more.data().length);
      known += more.count();
    }

    /** Embeds up to frame {@code end} − 1. */
    private void embed(long end) {
      if (end == embedded) {
        return;
      }
      while (embedded < end) {
        embedSome((int) Math.min(TOGETHER, end - embedded));
      }
      long needed = Math.max(first, Math.min(known, model.variant().firstVector(embedded)));
      pending = Arrays.copyOfRange(pending, (int) (needed - first) * bands, pending.length);
      first = needed;
    }

    private void embedSome(int count) {
      Variant variant = model.variant();
      long begin = variant.firstVector(embedded);
      int[] starts = new int[count];
      for (int i = 0; i < count; i++) {
        starts[i] = (int) (variant.firstVector(embedded + i) - begin);
      }
      int heard = starts[count - 1] + variant.moments();
      float[] vectors = new float[heard * bands];
      model.windows().take(pending, first, known, begin, heard, vectors, 0);
      float[][] units = ear.embed(vectors, starts, workers);
      int had = components.length;
      float[] more = Arrays.copyOf(components, had + count * width());
      workers.forEach(count, i -> model.project(units[i], more, had + i * width()));
      components = more;
      embedded += count;
    }

    /** Gives the vectors up to {@code end} − 1. */
    private FeatureSequence give(long end) {
      int count = (int) Math.max(0, end - given);
      int width = width();
      float[] vectors = new float[count * width];
      long oldest = embedded - components.length / width;
      for (int i = 0; i < count; i++) {
        long frame = before(given + i);
        float along = (float) (given + i - PER_FRAME / 2 - frame * PER_FRAME) / PER_FRAME;
        int from = (int) (frame - oldest) * width;
        for (int k = 0; k < width; k++) {
          float a = components[from + k];
          vectors[i * width + k] = a + along * (components[from + width + k] - a);
        }
      }
      given += count;
      int drop = (int) Math.max(0, Math.min(before(given), embedded) - oldest);
      components = Arrays.copyOfRange(components, drop * width, components.length);
      return new FeatureSequence(width, RATE, vectors);
    }
  }
}
