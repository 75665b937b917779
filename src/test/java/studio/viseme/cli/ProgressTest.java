package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.app.Amounts;
import studio.viseme.app.TimeLeft;
import studio.viseme.job.JobMessage;

class ProgressTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final JobMessage STARTED =
      new JobMessage.TaskStarted(START, "train", 0, 2000, "steps");
  private static final JobMessage HALF_WAY =
      new JobMessage.TaskProgressed(
          START.plusSeconds(10), "train", 0, 1000, 2000, "steps", "loss 0.02");
  private static final JobMessage FINISHED =
      new JobMessage.TaskFinished(START.plusSeconds(20), "train", 0, false, 20);
  private static final JobMessage SKIPPED =
      new JobMessage.TaskFinished(START.plusSeconds(21), "depth", 1, true, 0);
  private static final JobMessage WARNED =
      new JobMessage.Warned(START.plusSeconds(22), "the face is small");

  private final Captured captured = new Captured();

  @Test
  void jsonIsOneObjectALine() throws IOException {
    tell(ProgressMode.JSON, 0);

    List<JsonNode> lines = new ArrayList<>();
    for (String line : captured.errLines()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.get("event").asText())
        .containsExactly("started", "progress", "finished", "finished", "warning", "error");
    JsonNode progress = lines.get(1);
    assertThat(progress.get("at").asText()).isEqualTo("2026-01-02T03:04:15Z");
    assertThat(progress.get("task").asText()).isEqualTo("train");
    assertThat(progress.get("done").asLong()).isEqualTo(1000);
    assertThat(progress.get("total").asLong()).isEqualTo(2000);
    assertThat(progress.get("unit").asText()).isEqualTo("steps");
    assertThat(progress.get("detail").asText()).isEqualTo("loss 0.02");
    assertThat(progress.get("secondsLeft").asDouble()).isEqualTo(10);
    assertThat(lines.get(3).get("skipped").asBoolean()).isTrue();
    assertThat(lines.get(5).get("exitStatus").asInt()).isEqualTo(3);
  }

  @Test
  void barIsDrawnOverWithinTheWidthAndEndsAsALine() {
    tell(ProgressMode.AUTO, 60);

    List<String> drawn = List.of(captured.err().split("\r\u001b\\[2K"));
    assertThat(drawn.get(1)).isEqualTo("train ...");
    assertThat(drawn.get(2))
        .startsWith("train ━━━━━━━━━━━━────────────  50 % 1,000/2,000 steps")
        .hasSizeLessThan(60);
    assertThat(captured.err()).contains("train: 20 s\n", "  depth: up to date\n");
  }

  @Test
  void wideBarTellsTheTimeLeft() {
    tell(ProgressMode.BAR, 120);

    assertThat(captured.err()).contains("steps, 10 s left, loss 0.02");
  }

  @Test
  void pipeGetsALineForEveryFinishedTask() {
    tell(ProgressMode.AUTO, 0);

    assertThat(captured.errLines())
        .containsExactly(
            "train: 20 s", "  depth: up to date", "warning: the face is small", "viseme: no face");
  }

  @Test
  void noneKeepsWarningsAndErrors() {
    tell(ProgressMode.NONE, 80);

    assertThat(captured.errLines())
        .containsExactly("warning: the face is small", "viseme: no face");
  }

  @Test
  void timeLeftIsNotGuessedAtOnce() {
    TimeLeft left = new TimeLeft(START);

    assertThat(left.seconds(at(1, 10, 100))).isEmpty();
    assertThat(left.seconds(at(4, 0, 100))).isEmpty();
    assertThat(left.seconds(at(4, 10, 0))).isEmpty();
    assertThat(left.seconds(at(4, 10, 100))).hasValue(36);
  }

  @Test
  void secondsReadWell() {
    assertThat(Amounts.seconds(1.25)).isEqualTo("1.3 s");
    assertThat(Amounts.seconds(75)).isEqualTo("75 s");
    assertThat(Amounts.seconds(150)).isEqualTo("2 min 30 s");
    assertThat(Amounts.seconds(9000)).isEqualTo("2 h 30 min");
  }

  private static JobMessage.TaskProgressed at(int seconds, long done, long total) {
    return new JobMessage.TaskProgressed(
        START.plusSeconds(seconds), "task", 0, done, total, "frames", "");
  }

  private void tell(ProgressMode mode, int columns) {
    ProgressView view = ProgressView.of(mode, captured.terminal(columns));
    List.of(STARTED, HALF_WAY, FINISHED, SKIPPED, WARNED).forEach(view);
    view.failed(3, "no face");
  }
}
