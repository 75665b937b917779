package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.job.JobException;

class LipClosuresTest {
  private static final int FRAMES = 100;

  @ParameterizedTest
  @CsvSource({
    "blue, 1 0",
    "please, 1 0",
    "now, 0 0",
    "stop, 0 1",
    "lamb, 0 0",
    "grab, 0 1",
    "m, 0 1",
    "b, 1 0",
    "p, 1 0",
    "phone, 0 0",
    "psalm, 0 1",
    "mum, 1 1",
    "Bob, 1 1",
    "sil, 0 0",
    "a, 0 0"
  })
  void lipsMeetWhereEnglishHasThem(String word, String expected) {
    List<Double> moments = LipClosures.moments(List.of(new Word(1, 2, word)));
    String found = (moments.contains(1.0) ? 1 : 0) + " " + (moments.contains(2.0) ? 1 : 0);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void onlyMomentsThatWereMeasuredWholeCount() {
    double[] real = new double[FRAMES];
    double[] shown = new double[FRAMES];
    Arrays.fill(real, 0.5);
    Arrays.fill(shown, 0.5);
    real[23] = 0.04;
    shown[27] = 0.08;
    real[50] = 0.04;
    shown[54] = 0.0;
    List<Word> words =
        List.of(
            new Word(1, 1.2, "by"),
            new Word(2, 2.2, "my"),
            new Word(3, 3.2, "pin"),
            new Word(3.96, 4, "bee"),
            new Word(90, 91, "bye"));
    int[] frames = IntStream.range(0, FRAMES).toArray();
    assertThat(LipClosures.of(words, FRAMES, frames, real, shown))
        .isEqualTo(new LipClosures(3, 2, 1));
    real[74] = Double.NaN;
    assertThat(LipClosures.of(words, FRAMES, frames, real, shown).moments()).isEqualTo(2);
    int[] later = IntStream.range(40, FRAMES).toArray();
    double[] laterReal = Arrays.copyOfRange(real, 40, FRAMES);
    double[] laterShown = Arrays.copyOfRange(shown, 40, FRAMES);
    LipClosures rest = LipClosures.of(words, FRAMES, later, laterReal, laterShown);
    assertThat(rest).isEqualTo(new LipClosures(1, 1, 0));
    assertThat(rest.relative()).isZero();
    assertThat(new LipClosures(3, 0, 1).relative()).isNaN();
  }

  @Test
  void wordsAreReadAndCommentsAreNot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("words.tsv");
    Files.writeString(file, "# start end word\n0.5\t0.75\tbin\n\n0.75\t1\tblue\tloud\n");
    assertThat(LipClosures.read(file))
        .containsExactly(new Word(0.5, 0.75, "bin"), new Word(0.75, 1, "blue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5 0.75 bin", "a\tb\tbin", "1\t0.5\tbin", "-1\t0.5\tbin", "0\tNaN\tx"})
  void whatIsNoWordIsToldWithItsLine(String line, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("words.tsv");
    Files.writeString(file, "0\t1\tbin\n" + line + "\n");
    assertThatThrownBy(() -> LipClosures.read(file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("line 2");
  }
}
