package studio.viseme.sample.lessons;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Everybody who speaks in the lessons. Utterance n is the same whenever it is asked for. */
final class School implements AutoCloseable {
  private static final List<String> VARIANTS =
      List.of(
          "", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "klatt",
          "klatt2", "klatt3", "Alex", "Andrea", "Annie", "Denis", "Diogo", "Gene", "Hugo", "Jacky",
          "Lee", "Marco", "Mario", "Michael", "Mike", "adam", "anika", "antonio", "belinda", "ed",
          "edward", "linda", "max", "michel", "miguel", "paul", "pedro", "quincy", "rob", "robert",
          "sandro", "shelby", "steph", "victor", "zac");

  private static final double OWN = 0.08;
  private static final double RECORDED = 0.42;

  private final long seed;
  private final Espeak espeak = new Espeak();
  private final Flite flite;

  School(long seed) throws IOException {
    this.seed = seed;
    this.flite = new Flite();
  }

  Utterance utterance(int n) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + n);
    double who = random.nextDouble();
    if (who < OWN) {
      return OwnVoice.speak(random);
    }
    if (who < OWN + RECORDED) {
      String voice = Flite.VOICES.get(random.nextInt(Flite.VOICES.size()));
      boolean woman = voice.equals("slt");
      double pitch = (woman ? 175 : 110) * Math.pow(2, random.nextDouble(-0.5, 0.5));
      String text = Language.ENGLISH.text(random);
      return flite.speak(voice, text, random.nextDouble(0.75, 1.35), pitch);
    }
    Language[] languages = Language.values();
    Language language =
        random.nextDouble() < 0.3 ? Language.ENGLISH : languages[random.nextInt(languages.length)];
    String variant = VARIANTS.get(random.nextInt(VARIANTS.size()));
    String voice = language.voice(random) + (variant.isEmpty() ? "" : "+" + variant);
    return espeak.speak(
        voice,
        language.text(random),
        random.nextInt(120, 230),
        random.nextInt(15, 85),
        random.nextInt(20, 90));
  }

  @Override
  public void close() throws IOException {
    espeak.close();
    flite.close();
  }
}
