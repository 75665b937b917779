package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.evaluation.SpeechMarks.Certainty;
import studio.viseme.evaluation.SpeechMarks.Closure;
import studio.viseme.evaluation.SpeechMarks.Silence;
import studio.viseme.job.JobException;

class MarkedMouthTest {
  private static final int FRAMES = 100;
  private static final double OPEN = 0.4;
  private static final double SHUT = 0.05;

  @Test
  void aClosureClosesInAFrameThatItTouchesOrBesideItsMiddle() {
    SpeechMarks marks = marks(closure(1.00, 1.10, Certainty.SURE));
    assertThat(MarkedMouth.of(marks, openBut(25)).closed()).isEqualTo(1);
    assertThat(MarkedMouth.of(marks, openBut(27)).closed()).isEqualTo(1);
    assertThat(MarkedMouth.of(marks, openBut(24)).closed()).isZero();
    assertThat(MarkedMouth.of(marks, openBut(28)).closed()).isZero();
    SpeechMarks brief = marks(closure(1.01, 1.03, Certainty.LIKELY));
    assertThat(MarkedMouth.of(brief, openBut(24)).closed()).isEqualTo(1);
    assertThat(MarkedMouth.of(brief, openBut(26)).closed()).isEqualTo(1);
    assertThat(MarkedMouth.of(brief, openBut(27)).closed()).isZero();
  }

  @Test
  void doubtfulMarksDontCount() {
    SpeechMarks marks = marks(closure(1, 1.1, Certainty.DOUBTFUL), closure(2, 2.1, Certainty.SURE));
    MarkedMouth mouth = MarkedMouth.of(marks, openBut(25));
    assertThat(mouth.marked()).isEqualTo(1);
    assertThat(mouth.closed()).isZero();
    assertThat(mouth.closures()).isZero();
  }

  @Test
  void aMouthMayComeToRestInSilenceAndGetReady() {
    SpeechMarks marks = new SpeechMarks(List.of(), List.of(new Silence(1, 2)));
    double[] gap = new double[FRAMES];
    Arrays.fill(gap, OPEN);
    Arrays.fill(gap, 28, 47, SHUT);
    MarkedMouth mouth = MarkedMouth.of(marks, gap);
    assertThat(mouth.silent()).isEqualTo(19);
    assertThat(mouth.silence()).isEqualTo(1);
    gap[30] = OPEN;
    assertThat(MarkedMouth.of(marks, gap).shut()).isEqualTo(18);
  }

  @Test
  void aRecordingMayBeginAndEndWithSilence() {
    SpeechMarks marks =
        new SpeechMarks(List.of(), List.of(new Silence(0, 1), new Silence(3, 3.99)));
    assertThat(MarkedMouth.of(marks, openBut(-1)).silent()).isEqualTo(22 + 21);
  }

  @Test
  void framesThatCountAreThoseThatAreLookedAt() {
    SpeechMarks marks =
        new SpeechMarks(List.of(closure(1, 1.1, Certainty.SURE)), List.of(new Silence(2, 3)));
    boolean[] wanted = MarkedMouth.frames(marks, FRAMES);
    double[] gap = new double[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      gap[i] = wanted[i] ? SHUT : Double.NaN;
    }
    assertThat(MarkedMouth.of(marks, gap)).isEqualTo(new MarkedMouth(1, 1, 19, 19));
  }

  @Test
  void nothingMarkedHasNoShare() {
    MarkedMouth mouth = MarkedMouth.of(new SpeechMarks(List.of(), List.of()), openBut(3));
    assertThat(mouth.closures()).isNaN();
    assertThat(mouth.silence()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\t2\tp",
        "2\t1\tp\tsure",
        "1\t2\tx\tsure",
        "1\t2\tp\tperhaps",
        "a\t2\tp\tsure",
        "-1\t2\tp\tsure",
        "1\tInfinity\tp\tsure",
        "1 2 p sure"
      })
  void whatIsNoMarkIsRefusedByItsLine(String line, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("marks.tsv");
    Files.writeString(file, "# comment\n" + line + "\n");
    assertThatThrownBy(() -> SpeechMarks.read(file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("line 2");
  }

  @Property(tries = 50)
  void anyTextIsReadOrRefused(@ForAll String text) throws IOException {
    Path file = Files.createTempFile("marks", ".tsv");
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      SpeechMarks.read(file);
    } catch (JobException refused) {
      assertThat(refused).hasMessageContaining("marks");
    } finally {
      Files.delete(file);
    }
  }

  /** The marks that come with the tests: closures don't overlap each other or a silence. */
  @ParameterizedTest
  @MethodSource("tables")
  void theTablesCanBeRead(Path table) {
    SpeechMarks marks = SpeechMarks.read(table);
    assertThat(marks.closures()).isNotEmpty();
    assertThat(marks.silences()).isNotEmpty();
    for (Closure closure : marks.closures()) {
      assertThat(closure.end() - closure.start()).isBetween(0.02, 0.3);
      assertThat(marks.silences())
          .noneMatch(s -> s.start() < closure.end() && closure.start() < s.end());
    }
  }

  static Stream<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/closures"))) {
      return files.sorted().toList().stream();
    }
  }

  private static Closure closure(double start, double end, Certainty certainty) {
    return new Closure(start, end, "p", certainty);
  }

  private static SpeechMarks marks(Closure... closures) {
    return new SpeechMarks(List.of(closures), List.of());
  }

  private static double[] openBut(int shut) {
    double[] gap = new double[FRAMES];
    Arrays.fill(gap, OPEN);
    if (shut >= 0) {
      gap[shut] = SHUT;
    }
    return gap;
  }
}
