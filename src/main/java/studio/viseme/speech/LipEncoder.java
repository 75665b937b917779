package studio.viseme.speech;

import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.compute.Perceptron;
import studio.viseme.job.Workers;

/**
 * What the lips do while something is said, by a net that has heard many synthetic voices in many
 * languages and knows what their mouths did: 100 vectors a second of an embedding ({@link
 * LipNet#EMBEDDING} values), then the mouth's shape ({@link LipNet#SHAPES} values). It has seen no
 * real person; what a person does with the lips is fitted on top of it.
 *
 * <p>A frame of {@link LogMel} is freed from voice and microphone ({@link VoiceMean}, 200 ms ahead)
 * and heard together with 240 ms before it and after it. So that the first words are heard as well
 * as later ones, the mean listens to a sound's first four seconds before any of it is heard.
 */
public final class LipEncoder implements SpeechEncoder {
  public static final int WIDTH = LipNet.EMBEDDING + LipNet.SHAPES;

  /** Frames that go through the net at once, so that memory doesn't grow with a long piece. */
  private static final int BLOCK = 512;

  /** Frames of a sound that the mean listens to beforehand: as many as it remembers. */
  private static final int BEGINNING = VoiceMean.MEMORY;

  private final LogMel mel = new LogMel();
  private final LipNet net;

  public LipEncoder() {
    this(LipNet.bundled());
  }

  public LipEncoder(LipNet net) {
    this.net = net;
  }

  @Override
  public String name() {
    return "lips";
  }

  @Override
  public String fingerprint() {
    return net.fingerprint();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public double rate() {
    return mel.rate();
  }

  @Override
  public double lag() {
    return mel.lag() + (LipNet.REACH + LipNet.MEAN_AHEAD) / mel.rate();
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(workers);
  }

  private final class Stream implements SpeechStream {
    private final Engine engine;
    private final Perceptron trunk;
    private final Perceptron head;
    private final Batch trunkWeights;
    private final Batch headWeights;
    private final Batch input;
    private final Batch embedding;
    private final Batch output;
    private final SpeechStream sound;
    private final VoiceMean mean = new VoiceMean(net.usual());

    /** Frames whose mean isn't known yet. */
    private final FloatList raw = new FloatList();

    /** How many of them the mean has heard. */
    private int heard;

    /** Frames freed from their mean, from {@link LipNet#REACH} before the next vector on. */
    private final FloatList free = new FloatList();

    /** Whether the mean has listened to the beginning. */
    private boolean begun;

    private boolean finished;

    Stream(Workers workers) {
      engine = Engines.cpu(workers);
      trunk = engine.perceptron(net.size().trunk());
      head = engine.perceptron(LipNet.HEAD);
      trunkWeights = Batch.vector(engine.floats(net.trunk()));
      headWeights = Batch.vector(engine.floats(net.head()));
      input = Batch.allocate(engine, LipNet.INPUTS, BLOCK);
      embedding = Batch.allocate(engine, LipNet.EMBEDDING, BLOCK);
      output = Batch.allocate(engine, LipNet.HEAD.outputs(), BLOCK);
      this.sound = mel.stream(workers);
      free.add(VoiceMean.silence(LipNet.REACH));
    }

    @Override
    public FeatureSequence append(float[] samples, int from, int to) {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      raw.add(sound.append(samples, from, to).data());
      if (begun || raw.size() >= BEGINNING * LogMel.BANDS) {
        begin();
        normalize(LipNet.MEAN_AHEAD);
      }
      return vectors();
    }

    @Override
    public FeatureSequence finish() {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      finished = true;
      raw.add(sound.finish().data());
      begin();
      normalize(LipNet.MEAN_AHEAD);
      normalize(0);
      free.add(VoiceMean.silence(LipNet.REACH));
      FeatureSequence last = vectors();
      trunk.close();
      head.close();
      engine.close();
      return last;
    }

    /** Lets the mean listen to the beginning, once. */
    private void begin() {
      if (begun) {
        return;
      }
      begun = true;
      float[] frames = raw.toArray();
      for (int at = 0; at < Math.min(frames.length, BEGINNING * LogMel.BANDS); at += LogMel.BANDS) {
        mean.add(frames, at);
      }
    }

    /** Frees all frames that have {@code ahead} frames after them. */
    private void normalize(int ahead) {
      int bands = LogMel.BANDS;
      float[] frames = raw.toArray();
      int count = frames.length / bands;
      int done = 0;
      float[] out = new float[bands];
      for (; done + ahead < count; done++) {
        for (; heard <= Math.min(done + LipNet.MEAN_AHEAD, count - 1); heard++) {
          mean.add(frames, heard * bands);
        }
        mean.normalize(frames, done * bands, out, 0);
        free.add(out);
      }
      raw.drop(done * bands);
      heard -= done;
    }

    private FeatureSequence vectors() {
      int bands = LogMel.BANDS;
      int count = Math.max(0, free.size() / bands - 2 * LipNet.REACH);
      float[] vectors = new float[count * WIDTH];
      if (count > 0) {
        float[] frames = free.toArray();
        for (int from = 0; from < count; from += BLOCK) {
          int n = Math.min(BLOCK, count - from);
          float[] windows = new float[LipNet.INPUTS * n];
          for (int i = 0; i < n; i++) {
            LipNet.window(frames, LipNet.REACH + from + i, windows, i, n);
          }
          Batch x = input.first(n);
          Batch inner = embedding.first(n);
          Batch said = output.first(n);
          x.upload(windows);
          trunk.forward(trunkWeights, x, null, inner);
          head.forward(headWeights, inner, null, said);
          write(inner.download(), LipNet.EMBEDDING, n, vectors, from * WIDTH);
          write(said.download(), LipNet.SHAPES, n, vectors, from * WIDTH + LipNet.EMBEDDING);
        }
        free.drop(count * bands);
      }
      return new FeatureSequence(WIDTH, rate(), vectors);
    }

    private static void write(float[] columns, int rows, int n, float[] out, int at) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < rows; k++) {
          out[at + i * WIDTH + k] = columns[k * n + i];
        }
      }
    }
  }
}
