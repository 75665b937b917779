package studio.viseme.sample.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import studio.viseme.sample.voice.Articulator;
import studio.viseme.sample.voice.MouthShape;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;
import studio.viseme.speech.HeardMouth;
import studio.viseme.speech.SpeechEncoder;

/**
 * A synthetic voice that speaks in no lesson, and what its mouth does: to examine an encoder with.
 * The synthesiser and the words are those of the lessons, voices and sentences aren't.
 *
 * @param samples mono, 16 kHz, −1..1
 * @param mouth in the middle of each frame
 * @param speaks whether a frame's middle lies between the first sound and the last, and in no pause
 */
public record Stranger(float[] samples, HeardMouth mouth, boolean[] speaks) {
  /** Variants of eSpeak NG that {@link School} hasn't. */
  private static final List<String> VARIANTS =
      List.of(
          "Alicia",
          "Andy",
          "Gene2",
          "Henrique",
          "benjamin",
          "boris",
          "caleb",
          "david",
          "iven",
          "iven4",
          "john",
          "klatt4",
          "marcelo",
          "norbert",
          "pablo",
          "steph3",
          "travis");

  private static final long SEED = 4711;

  /**
   * Has strangers speak a language.
   *
   * @param count utterances of about 7 s
   * @throws studio.viseme.job.JobException (input) when eSpeak NG isn't installed
   */
  public static List<Stranger> speak(Language language, int count) {
    List<Stranger> strangers = new ArrayList<>();
    try (Espeak espeak = new Espeak()) {
      for (int n = 0; n < count; n++) {
        SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + n);
        String variant = VARIANTS.get((n * 5 + language.ordinal()) % VARIANTS.size());
        strangers.add(
            of(
                espeak.speak(
                    language.voice(random) + "+" + variant,
                    language.text(random),
                    random.nextInt(120, 230),
                    random.nextInt(15, 85),
                    random.nextInt(20, 90))));
      }
    }
    return List.copyOf(strangers);
  }

  static Stranger of(Utterance said) {
    int frames = said.samples().length * HeardMouth.RATE / SpeechEncoder.SAMPLE_RATE;
    HeardMouth mouth = new HeardMouth(new float[frames], new float[frames], new float[frames]);
    boolean[] speaks = new boolean[frames];
    Articulator articulator = new Articulator(said.phones());
    int at = 0;
    for (int i = 0; i < frames; i++) {
      double seconds = (double) i / HeardMouth.RATE + HeardMouth.FRAME_MIDDLE;
      MouthShape shape = articulator.at(seconds);
      mouth.gap()[i] = (float) shape.gap();
      mouth.width()[i] = HeardMouth.shownWidth((float) shape.width(), (float) shape.protrusion());
      mouth.jaw()[i] = (float) shape.jaw();
      List<TimedPhone> phones = said.phones();
      while (at < phones.size() - 1 && phones.get(at).end() <= seconds) {
        at++;
      }
      speaks[i] = phones.get(at).phone() != Phone.SIL;
    }
    return new Stranger(said.samples(), mouth, speaks);
  }
}
