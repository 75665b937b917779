package studio.viseme.sample.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;
import studio.viseme.speech.LipNet;

/** Needs the synthesisers; where they aren't installed it says so and is skipped. */
class SchoolTest {
  private static School school() throws IOException {
    try {
      School school = new School(Curriculum.full(1, 30));
      school.utterance(0);
      school.utterance(2);
      return school;
    } catch (JobException missing) {
      assumeThat(true).as(missing.getMessage()).isFalse();
      throw missing;
    }
  }

  @Test
  void soundAndPhonesLastEquallyLong() throws IOException {
    try (School school = school()) {
      for (int n = 0; n < 12; n++) {
        Utterance said = Objects.requireNonNull(school.utterance(n));
        List<TimedPhone> phones = said.phones();
        assertThat(phones.getFirst().start()).isEqualTo(0);
        assertThat(phones.getLast().end()).isCloseTo(said.samples().length / 16_000.0, within());
        for (int i = 1; i < phones.size(); i++) {
          assertThat(phones.get(i).start()).isEqualTo(phones.get(i - 1).end());
          assertThat(phones.get(i).duration()).isPositive();
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.02);
  }

  /** Where s is said there is hiss, and where lips are shut for p there is little. */
  @Test
  void phonesAreWhereTheyAreHeard() throws IOException {
    double hiss = 0;
    double shut = 0;
    try (School school = school()) {
      for (int n = 0; n < 30; n++) {
        Utterance said = Objects.requireNonNull(school.utterance(n));
        hiss = Math.max(hiss, edge(said, Phone.S));
        shut = Math.max(shut, edge(said, Phone.P));
      }
    }
    assertThat(hiss).isGreaterThan(4 * shut);
  }

  /** Median over a phone's occurrences of the mean squared difference of neighbouring samples. */
  private static double edge(Utterance said, Phone phone) {
    double[] values =
        said.phones().stream()
            .filter(p -> p.phone() == phone && p.duration() > 0.04)
            .mapToDouble(p -> edge(said.samples(), p))
            .sorted()
            .toArray();
    return values.length == 0 ? 0 : values[values.length / 2];
  }

  private static double edge(float[] samples, TimedPhone p) {
    int from = (int) ((p.start() + 0.2 * p.duration()) * 16_000);
    int to = (int) ((p.start() + 0.5 * p.duration()) * 16_000);
    double sum = 0;
    for (int i = from + 1; i < to; i++) {
      sum += Math.pow(samples[i] - samples[i - 1], 2) / (to - from);
    }
    return sum;
  }

  @Test
  void theSameSeedTeachesTheSame() throws IOException {
    school().close();
    LipNet one = train(Workers.sameThread());
    try (Workers two = Workers.of(2)) {
      LipNet other = train(two);
      assertThat(other.trunk()).isEqualTo(one.trunk());
      assertThat(other.head()).isEqualTo(one.head());
    }
    assertThat(one.usual()).doesNotContain(Float.NaN);
  }

  private static LipNet train(Workers workers) throws IOException {
    try (Engine engine = Engines.cpu(workers)) {
      return new LipTraining(Curriculum.full(7, 6), 12, LipNet.USUAL_SIZE)
          .train(engine, JobContext.silent());
    }
  }

  @Test
  void whoIsLeftOutIsSilentAndTheOthersSayTheSame() throws IOException {
    school().close();
    Curriculum some =
        new Curriculum(
            1,
            30,
            EnumSet.of(Synthesiser.ESPEAK, Synthesiser.OWN),
            EnumSet.of(Language.ENGLISH, Language.GERMAN),
            EnumSet.allOf(Augmentation.class));
    List<Utterance> left = utterances(some);
    List<Utterance> all = utterances(Curriculum.full(1, 30));
    assertThat(left).contains((Utterance) null);
    int said = 0;
    for (int n = 0; n < all.size(); n++) {
      if (left.get(n) != null) {
        assertThat(sounds(left.get(n))).isEqualTo(sounds(all.get(n)));
        said++;
      }
    }
    assertThat(said).isBetween(3, 20);
  }

  private static List<Phone> sounds(Utterance said) {
    return said.phones().stream().map(TimedPhone::phone).toList();
  }

  private static List<Utterance> utterances(Curriculum curriculum) throws IOException {
    List<Utterance> said = new ArrayList<>();
    try (School school = new School(curriculum)) {
      for (int n = 0; n < curriculum.utterances(); n++) {
        said.add(school.utterance(n));
      }
    }
    return said;
  }

  /** A stranger's mouth shuts where it must, and speaks for most of its time. */
  @Test
  void strangersSpeakEachLanguage() throws IOException {
    school().close();
    for (Language language : Language.values()) {
      List<Stranger> strangers = Stranger.speak(language, 1);
      Stranger one = strangers.getFirst();
      int frames = one.samples().length * 25 / 16_000;
      assertThat(one.speaks()).hasSize(frames);
      assertThat(one.mouth().gap()).hasSize(frames);
      int speaking = 0;
      int shut = 0;
      for (int i = 0; i < frames; i++) {
        speaking += one.speaks()[i] ? 1 : 0;
        shut += one.speaks()[i] && one.mouth().gap()[i] < 0.05f ? 1 : 0;
      }
      assertThat(speaking).as("%s", language).isGreaterThan(frames / 2);
      assertThat(shut).as("%s", language).isBetween(1, frames / 2);
    }
  }
}
