package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.sample.voice.Phone;
import studio.viseme.speech.LipNet;
import studio.viseme.speech.LogMel;

class LessonTest {
  private static final int GAP = 1;
  private static final int PRESS = 5;

  private static Lesson lesson() {
    return Lesson.of(OwnVoice.speak(new SplittableRandom(3), true, true), new LogMel());
  }

  @Test
  void lipsAreShutInTheMiddleOfTheSoundsThatShutThem() {
    Lesson lesson = lesson();
    int shut = 0;
    for (int t = 2; t < lesson.frames() - 2; t++) {
      boolean inside = lesson.phones()[t - 2] == lesson.phones()[t + 2];
      if (inside && Phone.values()[lesson.phones()[t]].isBilabial()) {
        assertThat(lesson.shapes()[t * LipNet.SHAPES + GAP]).isLessThan(0.1f);
        assertThat(lesson.shapes()[t * LipNet.SHAPES + PRESS]).isGreaterThan(0.8f);
        shut++;
      }
    }
    assertThat(shut).isPositive();
  }

  @Test
  void aDisguiseKeepsTheMouthInStepWithTheSound() {
    Lesson lesson = lesson();
    for (int seed = 0; seed < 20; seed++) {
      Lesson other =
          lesson.disguised(new SplittableRandom(seed), EnumSet.allOf(Augmentation.class));
      assertThat(other.mel()).hasSize(other.frames() * LogMel.BANDS);
      assertThat(other.shapes()).hasSize(other.frames() * LipNet.SHAPES);
      double speed = (double) lesson.frames() / other.frames();
      assertThat(speed).isBetween(0.79, 1.27);
      for (float value : other.mel()) {
        assertThat(value).isFinite();
      }
      int middle = other.frames() / 2;
      int there = (int) (middle * speed);
      assertThat(other.phones()[middle])
          .isIn(lesson.phones()[there - 1], lesson.phones()[there], lesson.phones()[there + 1]);
    }
  }

  @Test
  void theSameSeedSaysTheSame() {
    Lesson a = lesson().disguised(new SplittableRandom(5), EnumSet.allOf(Augmentation.class));
    Lesson b = lesson().disguised(new SplittableRandom(5), EnumSet.allOf(Augmentation.class));
    assertThat(a.mel()).isEqualTo(b.mel());
    assertThat(lesson().disguised(new SplittableRandom(6), EnumSet.allOf(Augmentation.class)).mel())
        .isNotEqualTo(a.mel());
  }

  @ParameterizedTest
  @EnumSource
  void everyLanguageHasSomethingToSay(Language language) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20; i++) {
      assertThat(language.text(random)).endsWith(".").doesNotContain("null");
    }
    assertThat(language.voice(random)).isNotBlank();
  }
}
