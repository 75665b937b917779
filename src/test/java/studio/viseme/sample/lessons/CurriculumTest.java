package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import studio.viseme.speech.LogMel;

class CurriculumTest {
  private static final Set<Augmentation> ALL = EnumSet.allOf(Augmentation.class);

  @Test
  void itsOptionsSayWhatIsLeftOut() {
    assertThat(Curriculum.full(1, 5).options()).isEmpty();
    Curriculum some =
        new Curriculum(
            1,
            5,
            EnumSet.of(Synthesiser.ESPEAK, Synthesiser.OWN),
            EnumSet.of(Language.GERMAN),
            EnumSet.complementOf(EnumSet.of(Augmentation.NOISE, Augmentation.ROOM)));
    assertThat(some.options())
        .isEqualTo(" --synthesisers own,espeak --languages german --without room,noise");
    assertThatThrownBy(() -> new Curriculum(1, 5, Set.of(), Set.of(Language.GERMAN), ALL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSharesOfAllSpeakersAreEverything() {
    double all = 0;
    for (Synthesiser each : Synthesiser.values()) {
      all += each.share;
    }
    assertThat(all).isEqualTo(1);
  }

  private static Lesson lesson() {
    return Lesson.of(OwnVoice.speak(new SplittableRandom(3), true, true), new LogMel());
  }

  /** Nothing varied is the lesson itself. */
  @Test
  void withoutAugmentationsALessonStaysAsItIs() {
    Lesson lesson = lesson();
    Lesson plain = lesson.disguised(new SplittableRandom(1), Set.of());
    assertThat(plain.phones()).isEqualTo(lesson.phones());
    for (int i = 0; i < plain.mel().length - LogMel.BANDS; i++) {
      // the quietest sounds lie on the floor, which is added once more
      if (lesson.mel()[i] > -14) {
        assertThat(plain.mel()[i]).isBetween(lesson.mel()[i] - 0.02f, lesson.mel()[i] + 0.02f);
      }
    }
  }

  /** Each changes what is heard, and leaving it out changes nothing else that is drawn. */
  @Test
  void eachAugmentationIsHeard() {
    Lesson lesson = lesson();
    for (Augmentation one : ALL) {
      if (one == Augmentation.PITCH) {
        continue; // of the synthesisers, not of a hearing
      }
      Set<Augmentation> others = EnumSet.complementOf(EnumSet.of(one));
      int differ = 0;
      for (int seed = 0; seed < 20; seed++) {
        SplittableRandom with = new SplittableRandom(seed);
        SplittableRandom without = new SplittableRandom(seed);
        Lesson a = lesson.disguised(with, ALL);
        Lesson b = lesson.disguised(without, others);
        differ += java.util.Arrays.equals(a.mel(), b.mel()) ? 0 : 1;
        if (one != Augmentation.SPEED) {
          assertThat(without.nextLong()).as("%s", one).isEqualTo(with.nextLong());
        }
      }
      assertThat(differ).as("%s", one).isGreaterThan(5);
    }
  }
}
