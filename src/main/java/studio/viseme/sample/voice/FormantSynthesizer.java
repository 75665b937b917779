package studio.viseme.sample.voice;

import java.util.Arrays;
import java.util.List;
import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;

/**
 * A voice that belongs to nobody: swinging folds and turbulent air, shaped by resonances that move
 * from sound to sound. A cascade synthesiser after Klatt (1980), "Software for a cascade/parallel
 * formant synthesizer", with the glottal pulse of Klatt and Klatt (1990), "Analysis, synthesis, and
 * perception of voice quality variations among female and male talkers".
 */
public final class FormantSynthesizer {
  public static final int RATE = 16_000;

  /** Controls change this often: 2.5 ms. */
  private static final int CONTROL = RATE / 400;

  private static final double OPEN_QUOTIENT = 0.62;
  private static final double ROOM_NOISE = 6e-5;
  private static final double[] BANDWIDTHS = {85, 110, 160, 260, 350};
  private static final double F4 = 4150;
  private static final double F5 = 5200;

  private final SampleScript script;
  private final List<TimedPhone> phones;
  private final Noise noise;
  private final int controls;

  /** The controls over time. */
  private final double[] voice;

  private final double[] breath;
  private final double[] hiss;
  private final double[] hissHertz;
  private final double[] nasal;
  private final double[] pitch;
  private final double[][] formants;

  private FormantSynthesizer(SampleScript script, List<TimedPhone> phones, long seed) {
    this.script = script;
    this.phones = phones;
    noise = new Noise(seed);
    controls = (int) Math.ceil(phones.getLast().end() * RATE / CONTROL) + 1;
    voice = new double[controls];
    breath = new double[controls];
    hiss = new double[controls];
    hissHertz = new double[controls];
    nasal = new double[controls];
    pitch = new double[controls];
    formants = new double[3][controls];
  }

  /** Speaks a script: mono, 16 kHz, −1..1. */
  public static float[] speak(SampleScript script, long seed) {
    FormantSynthesizer synthesizer = new FormantSynthesizer(script, script.timing(), seed);
    synthesizer.score();
    synthesizer.intone();
    return synthesizer.sound();
  }

  private int control(double seconds) {
    return (int) Math.clamp(Math.round(seconds * RATE / CONTROL), 0, controls);
  }

  /** Writes each sound's targets, then lets them run into each other as far as each can move. */
  private void score() {
    for (int i = 0; i < phones.size(); i++) {
      TimedPhone p = phones.get(i);
      TimedPhone next = phones.get(Math.min(i + 1, phones.size() - 1));
      Phone phone = p.phone();
      shape(p, phone.kind() == Phone.Kind.ASPIRATE ? next.phone() : phone);
      double loud = p.stress() == 1 ? 1 : p.stress() == 2 ? 0.9 : 0.78;
      switch (phone.kind()) {
        case VOWEL -> fill(voice, p.start(), p.end(), loud);
        case GLIDE -> fill(voice, p.start(), p.end(), 0.62);
        case NASAL -> {
          fill(voice, p.start(), p.end(), 0.52);
          fill(nasal, p.start(), p.end(), 1);
        }
        case ASPIRATE -> fill(breath, p.start(), p.end(), 0.30);
        case FRICATIVE -> hiss(p, p.start(), p.end(), strength(phone));
        case VOICED_FRICATIVE -> {
          fill(voice, p.start(), p.end(), 0.34);
          hiss(p, p.start(), p.end(), 0.45 * strength(phone));
        }
        case PLOSIVE, VOICED_PLOSIVE -> plosive(p, next);
        case SILENCE -> fill(voice, p.start(), p.end(), 0);
      }
    }
    smooth(voice, 10);
    smooth(breath, 8);
    smooth(hiss, 3);
    smooth(nasal, 8);
    for (double[] formant : formants) {
      smooth(formant, 14);
      smooth(formant, 8);
    }
  }

  private void shape(TimedPhone p, Phone as) {
    double[] from = as.formants();
    double[] to = as.glidesTo().formants();
    int first = control(p.start());
    int last = control(p.end());
    for (int k = first; k < last; k++) {
      double f =
          as == as.glidesTo() ? 0 : Ramp.smooth(0.30, 0.85, (double) (k - first) / (last - first));
      for (int n = 0; n < 3; n++) {
        formants[n][k] = Ramp.mix(from[n], to[n], f);
      }
    }
    if (last == controls || p.end() >= phones.getLast().end()) {
      for (int n = 0; n < 3; n++) {
        Arrays.fill(formants[n], Math.max(first, last - 1), controls, from[n]);
      }
    }
  }

  private static double strength(Phone phone) {
    return switch (phone) {
      case S, Z -> 0.62;
      case SH, ZH, CH, JH -> 0.60;
      case F, V -> 0.16;
      case TH, DH -> 0.12;
      default -> 0.30;
    };
  }

  private void hiss(TimedPhone p, double from, double to, double strength) {
    fill(hiss, from, to, strength);
    fill(hissHertz, from - 0.02, to + 0.02, p.phone().noiseHertz());
  }

  /** Closure, burst, and what follows it: breath after p, t, k; rubbing after ch, j. */
  private void plosive(TimedPhone p, TimedPhone next) {
    Phone phone = p.phone();
    boolean voiced = phone.kind() == Phone.Kind.VOICED_PLOSIVE;
    boolean rubbed = phone == Phone.CH || phone == Phone.JH;
    double release = p.start() + (rubbed ? 0.42 : voiced ? 0.68 : 0.55) * p.duration();
    if (voiced) {
      fill(voice, p.start(), release, 0.16);
    }
    if (rubbed) {
      hiss(p, release, p.end(), voiced ? 0.42 : 0.60);
      return;
    }
    hiss(p, release, release + 0.012, voiced ? 0.28 : 0.50);
    if (voiced) {
      fill(voice, release + 0.004, p.end(), 0.45);
    } else if (next.phone().kind() != Phone.Kind.SILENCE) {
      fill(breath, release + 0.008, p.end() + 0.012, 0.26);
    }
  }

  private void fill(double[] track, double from, double to, double value) {
    Arrays.fill(track, control(from), Math.max(control(from), control(to)), value);
  }

  /** A triangular window of {@code reach} controls to either side. */
  private static void smooth(double[] track, int reach) {
    for (int pass = 0; pass < 2; pass++) {
      double[] sums = new double[track.length + 1];
      for (int i = 0; i < track.length; i++) {
        sums[i + 1] = sums[i] + track[i];
      }
      int half = Math.max(1, reach / 2);
      for (int i = 0; i < track.length; i++) {
        int from = Math.max(0, i - half);
        int to = Math.min(track.length, i + half + 1);
        track[i] = (sums[to] - sums[from]) / (to - from);
      }
    }
  }

  /**
   * The melody: falls over a sentence, rises on stressed vowels, and ends low, or high in a
   * question.
   */
  private void intone() {
    for (int s = 0; s < script.sentences().size(); s++) {
      int sentence = s;
      List<TimedPhone> said =
          phones.stream().filter(p -> p.sentence() == sentence && p.phone() != Phone.SIL).toList();
      double start = said.getFirst().start();
      double end = said.getLast().end();
      boolean question = script.sentences().get(s).isQuestion();
      List<TimedPhone> accents = said.stream().filter(p -> p.stress() == 1).toList();
      int from = control(start - 0.4);
      int to = s == script.sentences().size() - 1 ? controls : control(end + 0.4);
      for (int k = from; k < to; k++) {
        double t = (double) k * CONTROL / RATE;
        double along = Math.clamp((t - start) / (end - start), 0, 1);
        double tone = 1.07 - 0.16 * along;
        for (int a = 0; a < accents.size(); a++) {
          double lift = 0.06 + 0.13 * noise.uniform(1000L * s + a);
          tone += lift * Math.exp(-Math.pow((t - accents.get(a).middle() + 0.01) / 0.10, 2));
        }
        double last = Ramp.smooth(end - 0.40, end, t);
        tone *= 1 + (question ? 0.30 : -0.17) * last;
        tone *= 1 + 0.012 * noise.drift(t, 7, 3);
        pitch[k] = script.pitch() * tone;
      }
    }
    for (int k = 0; k < controls; k++) {
      if (pitch[k] == 0) {
        pitch[k] = script.pitch();
      }
    }
    smooth(pitch, 6);
  }

  private float[] sound() {
    int samples = (int) Math.round(phones.getLast().end() * RATE);
    double[] out = new double[samples];
    Resonator[] tract = new Resonator[5];
    for (int n = 0; n < 5; n++) {
      tract[n] = new Resonator();
    }
    Resonator nasalPole = new Resonator();
    Resonator nasalZero = new Resonator();
    Resonator hissBody = new Resonator();
    Resonator hissEdge = new Resonator();
    double phase = 0;
    double period = RATE / pitch[0];
    double tilt = 0;
    double before = 0;
    for (int i = 0; i < samples; i++) {
      int k = i / CONTROL;
      if (i % CONTROL == 0) {
        for (int n = 0; n < 3; n++) {
          tract[n].set(formants[n][k], BANDWIDTHS[n] * (1 + 0.8 * nasal[k] + 0.6 * breath[k]));
        }
        tract[3].set(F4, BANDWIDTHS[3]);
        tract[4].set(F5, BANDWIDTHS[4]);
        nasalPole.set(280, 100);
        nasalZero.set(280 + 220 * nasal[k], 100);
        double hertz = hissHertz[k] == 0 ? 3000 : hissHertz[k];
        hissBody.set(hertz, 700 + 0.12 * hertz);
        hissEdge.set(Math.min(7400, hertz * 1.28), 1100);
      }
      phase += 1;
      if (phase >= period) {
        phase -= period;
        period = RATE / (pitch[k] * (1 + 0.008 * noise.gaussian(i)));
      }
      double open = phase / (OPEN_QUOTIENT * period);
      // the derivative of the flow t^2 - t^3 while the folds are open
      double pulse = open < 1 ? 2 * open - 3 * open * open : 0;
      tilt += 0.82 * (pulse - tilt);
      double white = 2 * noise.uniform(1L << 40 | i) - 1;
      double air = white * (breath[k] * 1.4 + voice[k] * (open < 1 ? 0.10 : 0.03));
      double source = voice[k] * tilt + 0.9 * air;
      double tractIn = nasalZero.zero(nasalPole.pass(source));
      for (Resonator r : tract) {
        tractIn = r.pass(tractIn);
      }
      double sharp = white - 0.6 * before;
      before = white;
      double rub =
          hiss[k]
              * (0.55 * hissBody.pass(sharp) + 0.35 * hissEdge.pass(sharp))
              * (0.7 + 0.3 * (open < 1 ? 1 : 0));
      out[i] = tractIn + 0.35 * rub;
    }
    return level(out);
  }

  /** Brings the loud moments to −5 dB and lays a quiet room under it. */
  private float[] level(double[] out) {
    double[] peaks = new double[out.length / 400 + 1];
    for (int i = 0; i < out.length; i++) {
      peaks[i / 400] = Math.max(peaks[i / 400], Math.abs(out[i]));
    }
    Arrays.sort(peaks);
    double scale = 0.50 / Math.max(1e-9, peaks[(int) (0.98 * (peaks.length - 1))]);
    float[] samples = new float[out.length];
    for (int i = 0; i < out.length; i++) {
      double y = out[i] * scale + ROOM_NOISE * noise.gaussian(1L << 41 | i);
      samples[i] = (float) (0.9 * Math.tanh(y / 0.9));
    }
    return samples;
  }

  /** A second-order resonance, or its inverse. */
  private static final class Resonator {
    private double a;
    private double b;
    private double c;
    private double y1;
    private double y2;

    void set(double hertz, double bandwidth) {
      c = -Math.exp(-2 * Math.PI * bandwidth / RATE);
      b = 2 * Math.exp(-Math.PI * bandwidth / RATE) * Math.cos(2 * Math.PI * hertz / RATE);
      a = 1 - b - c;
    }

    double pass(double x) {
      double y = a * x + b * y1 + c * y2;
      y2 = y1;
      y1 = y;
      return y;
    }

    /** The inverse filter: a zero where {@link #pass} has a pole. */
    double zero(double x) {
      double y = (x - b * y1 - c * y2) / a;
      y2 = y1;
      y1 = x;
      return y;
    }
  }
}
