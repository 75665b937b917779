package studio.viseme.sample.lessons;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who speaks in the lessons. Utterance n says the same whenever it is asked for; to the
 * bit it sounds the same only after the same ones before it, since eSpeak NG's voices go on from
 * where they were.
 */
final class School implements AutoCloseable {
  private static final List<String> VARIANTS =
      List.of(
          "", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "klatt",
          "klatt2", "klatt3", "Alex", "Andrea", "Annie", "Denis", "Diogo", "Gene", "Hugo", "Jacky",
          "Lee", "Marco", "Mario", "Michael", "Mike", "adam", "anika", "antonio", "belinda", "ed",
          "edward", "linda", "max", "michel", "miguel", "paul", "pedro", "quincy", "rob", "robert",
          "sandro", "shelby", "steph", "victor", "zac");

  private static final double MORE_ENGLISH = 0.3;

  private final Curriculum curriculum;
  private final Espeak espeak = new Espeak();
  private final Flite flite;

  School(Curriculum curriculum) throws IOException {
    this.curriculum = curriculum;
    this.flite = new Flite();
  }

  /** Utterance n; null where the curriculum leaves out who says it, or the language. */
  @Nullable Utterance utterance(int n) throws IOException {
    SplittableRandom random = new SplittableRandom(curriculum.seed() * 1_000_003 + n);
    Synthesiser speaker = speaker(random.nextDouble());
    if (!curriculum.synthesisers().contains(speaker)) {
      return null;
    }
    return switch (speaker) {
      case OWN -> OwnVoice.speak(random, varies(Augmentation.PITCH), varies(Augmentation.SPEED));
      case FLITE -> speaks(Language.ENGLISH) ? flite(random) : null;
      case ESPEAK -> {
        Language[] languages = Language.values();
        boolean english = random.nextDouble() < MORE_ENGLISH;
        Language language =
            english ? Language.ENGLISH : languages[random.nextInt(languages.length)];
        yield speaks(language) ? espeak(language, random) : null;
      }
    };
  }

  private static Synthesiser speaker(double who) {
    double up = 0;
    for (Synthesiser speaker : Synthesiser.values()) {
      up += speaker.share;
      if (who < up) {
        return speaker;
      }
    }
    return Synthesiser.ESPEAK;
  }

  private boolean speaks(Language language) {
    return curriculum.languages().contains(language);
  }

  private Utterance flite(SplittableRandom random) throws IOException {
    String voice = Flite.VOICES.get(random.nextInt(Flite.VOICES.size()));
    double octaves = random.nextDouble(-0.5, 0.5);
    double pitch = voice.equals("slt") ? 175 : 110;
    String text = Language.ENGLISH.text(random);
    double stretch = random.nextDouble(0.75, 1.35);
    return flite.speak(
        voice,
        text,
        varies(Augmentation.SPEED) ? stretch : 1,
        varies(Augmentation.PITCH) ? pitch * Math.pow(2, octaves) : pitch);
  }

  private Utterance espeak(Language language, SplittableRandom random) {
    String variant = VARIANTS.get(random.nextInt(VARIANTS.size()));
    String voice = language.voice(random) + (variant.isEmpty() ? "" : "+" + variant);
    String text = language.text(random);
    int wordsPerMinute = random.nextInt(120, 230);
    int pitch = random.nextInt(15, 85);
    int range = random.nextInt(20, 90);
    return espeak.speak(
        voice,
        text,
        varies(Augmentation.SPEED) ? wordsPerMinute : 175,
        varies(Augmentation.PITCH) ? pitch : 50,
        varies(Augmentation.PITCH) ? range : 50);
  }

  private boolean varies(Augmentation augmentation) {
    return curriculum.varies(augmentation);
  }

  @Override
  public void close() throws IOException {
    espeak.close();
    flite.close();
  }
}
