package studio.viseme.speech;

import java.util.Arrays;
import java.util.List;
import studio.viseme.job.Workers;

/**
 * How likely each phone of English is being spoken: 42 values that sum to 1, 100 vectors a second,
 * by CMU Sphinx' acoustic model. The one encoder here that knows many voices; of another language
 * it hears what an English ear makes of it.
 *
 * <p>A faint noise is added to the sound ({@link Dither}), cepstra are made of it ({@link Cepstra})
 * and freed from voice and microphone ({@link CepstralMean}), their slope and curvature added,
 * every state of every phone scored ({@link PhoneScorer}), and the phones followed through time
 * ({@link PhoneLoop}). Nothing looks at the sound as a whole.
 */
public final class PhonePosteriors implements SpeechEncoder {
  /** Frames to either side that curvature is taken from. */
  static final int REACH = 3;

  /** Frames a helper scores at once. */
  private static final int BLOCK = 32;

  private static final int CEPSTRA = AcousticModel.CEPSTRA;
  private static final int FEATURES = AcousticModel.STREAMS * CEPSTRA;

  private final AcousticModel model;
  private final Settings settings;
  private final Cepstra cepstra = new Cepstra();
  private final PhoneScorer scorer;
  private final float[] enter;

  /** The mean cepstrum of the voices that the model was trained on. */
  private final float[] usual;

  /**
   * What was chosen by measuring: docs/decisions/0018. All hardly matter near these values, but for
   * the noise, without which silence turns into words.
   *
   * @param dither standard deviation on the 16-bit scale
   * @param meanMemory frames of speech that the mean remembers
   * @param meanAhead frames after a frame that its mean has heard
   * @param meanStart frames that the first means wait for
   * @param margin how far below the loud moments speech is still learnt from, in units of the first
   *     cepstrum (5 a neper)
   * @param scale of log likelihoods
   * @param insertion log weight of beginning another phone
   * @param silence log weight more for silence, noise and other voices
   * @param lag frames of the future that a vector has heard, after the mean's
   */
  record Settings(
      float dither,
      float meanMemory,
      int meanAhead,
      int meanStart,
      float margin,
      float scale,
      float insertion,
      float silence,
      int lag) {
    static final Settings STANDARD = new Settings(30, 600, 30, 200, 40, 0.2f, -3, -1, 15);
  }

  public PhonePosteriors() {
    this(AcousticModel.english(), Settings.STANDARD);
  }

  PhonePosteriors(AcousticModel model, Settings settings) {
    this.model = model;
    this.settings = settings;
    this.scorer = new PhoneScorer(model);
    this.usual = model.meanSpeech();
    this.enter = new float[model.phones().size()];
    for (int p = 0; p < enter.length; p++) {
      enter[p] = (float) Math.exp(settings.insertion + (model.silent(p) ? settings.silence : 0));
    }
  }

  @Override
  public String name() {
    return "phones";
  }

  @Override
  public int width() {
    return model.phones().size();
  }

  @Override
  public double rate() {
    return (double) SAMPLE_RATE / Cepstra.HOP;
  }

  /** The vectors of the first two seconds wait longer: until the voice is known a little. */
  @Override
  public double lag() {
    int frames = Math.max(REACH, settings.meanAhead) + settings.lag;
    return (double) (Cepstra.WINDOW / 2 + (REACH + frames) * Cepstra.HOP) / SAMPLE_RATE;
  }

  /** The phones' names, in the order of a vector's values: those of the CMU dictionary. */
  public List<String> phones() {
    return model.phones();
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(workers);
  }

  private final class Stream implements SpeechStream {
    private final Workers workers;
    private final SpeechStream front;
    private final CepstralMean mean = new CepstralMean(settings.meanMemory, settings.margin);
    private final PhoneLoop loop = new PhoneLoop(model, settings.lag, settings.scale, enter);

    /** Cepstra that still wait for their mean. */
    private final FloatList raw = new FloatList();

    /** Cepstra less their mean, from {@link #REACH} before the next frame to be scored on. */
    private final FloatList normal = new FloatList();

    private long heard;
    private long normalised;

    private Stream(Workers workers) {
      this.workers = workers;
      this.front =
          new Dither(
              settings.dither,
              new PreEmphasis(
                  Cepstra.PRE_EMPHASIS,
                  new FrameStream(
                      Cepstra.WINDOW, Cepstra.HOP, CEPSTRA, workers, cepstra::analyse)));
    }

    /** Long pieces are gone through in short ones, so that memory doesn't grow with them. */
    @Override
    public FeatureSequence append(float[] samples, int from, int to) {
      FloatList vectors = new FloatList();
      int at = from;
      do {
        int end = Math.min(to, at + PIECE);
        take(front.append(samples, at, end).data());
        vectors.add(follow(score(), false));
        at = end;
      } while (at < to);
      return new FeatureSequence(width(), rate(), vectors.toArray());
    }

    @Override
    public FeatureSequence finish() {
      take(front.finish().data());
      while (raw.size() > 0) {
        normalise();
      }
      // Beyond the end the last cepstra go on.
      for (int i = 0; i < REACH && normal.size() > 0; i++) {
        normal.add(normal.toArray(), normal.size() - CEPSTRA, CEPSTRA);
      }
      return new FeatureSequence(width(), rate(), follow(score(), true));
    }

    private void take(float[] fresh) {
      for (int at = 0; at < fresh.length; at += CEPSTRA) {
        raw.add(fresh, at, CEPSTRA);
        mean.add(fresh, at);
        heard++;
        while (raw.size() > 0
            && heard > Math.max(normalised + settings.meanAhead, settings.meanStart)) {
          normalise();
        }
      }
    }

    private void normalise() {
      float[] frame = new float[CEPSTRA];
      for (int i = 0; i < CEPSTRA; i++) {
        frame[i] = raw.get(i) - mean.get(i) + usual[i];
      }
      raw.drop(CEPSTRA);
      // Before the beginning the first cepstra were there already.
      for (int i = 0; i < (normalised == 0 ? REACH : 0); i++) {
        normal.add(frame);
      }
      normal.add(frame);
      normalised++;
    }

    /** Scores every frame that has its neighbours. */
    private float[] score() {
      int frames = Math.max(0, normal.size() / CEPSTRA - 2 * REACH);
      float[] features = new float[frames * FEATURES];
      float[] window = normal.toArray();
      for (int t = 0; t < frames; t++) {
        features(window, t * CEPSTRA, features, t * FEATURES);
      }
      normal.drop(frames * CEPSTRA);
      float[] scores = new float[frames * scorer.states()];
      workers.forEach(
          Math.ceilDiv(frames, BLOCK),
          block -> {
            int first = block * BLOCK;
            int end = Math.min(frames, first + BLOCK);
            scorer.score(
                Arrays.copyOfRange(features, first * FEATURES, end * FEATURES),
                end - first,
                scores,
                first * scorer.states());
          });
      return scores;
    }

    private float[] follow(float[] scores, boolean last) {
      int frames = scores.length / scorer.states();
      int width = width();
      float[] vectors = new float[(frames + loop.waiting()) * width];
      int count = 0;
      for (int t = 0; t < frames; t++) {
        count += loop.add(scores, t * scorer.states(), vectors, count * width) ? 1 : 0;
      }
      while (last && loop.waiting() > 0) {
        loop.answer(vectors, count++ * width);
      }
      return Arrays.copyOf(vectors, count * width);
    }
  }

  /** Cepstra, their slope over 4 frames, and the slope's over 2: the model's {@code 1s_c_d_dd}. */
  private static void features(float[] window, int at, float[] features, int to) {
    for (int i = 0; i < CEPSTRA; i++) {
      int now = at + REACH * CEPSTRA + i;
      features[to + i] = window[now];
      features[to + CEPSTRA + i] = window[now + 2 * CEPSTRA] - window[now - 2 * CEPSTRA];
      features[to + 2 * CEPSTRA + i] =
          (window[now + 3 * CEPSTRA] - window[now - CEPSTRA])
              - (window[now + CEPSTRA] - window[now - 3 * CEPSTRA]);
    }
  }
}
