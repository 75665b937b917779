package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import studio.viseme.app.WindowMeasure;
import studio.viseme.app.WindowMeasure.Figure;
import studio.viseme.app.WindowMeasure.Goal;

/** The command alone: what is measured needs a toolkit, and minutes. */
class BenchWindowCommandTest {
  private static final List<Figure> FIGURES =
      List.of(
          new Figure(
              "slider.median", "to its picture", 42, "ms", Optional.of(new Goal(false, 100))),
          new Figure("slider.p90", "the slowest", 140, "ms", Optional.of(new Goal(false, 100))),
          new Figure("pulses", "a second", 31, "1/s", Optional.of(new Goal(true, 30))));

  @TempDir Path folder;
  private final List<WindowMeasure.Order> orders = new ArrayList<>();
  private final Captured captured = new Captured();

  @Test
  void aGoalThatIsMissedIsMarked() {
    assertThat(execute("--seconds", "3", "a.viseme")).isZero();
    assertThat(orders).containsExactly(new WindowMeasure.Order(Path.of("a.viseme"), false, 3));
    assertThat(captured.out().lines().filter(line -> line.contains("!")))
        .singleElement()
        .asString()
        .startsWith("slider.p90");
  }

  @Test
  void figuresAreWrittenWithTheirGoals() throws Exception {
    Path json = folder.resolve("window.json");
    assertThat(execute("--start", "--json", json.toString())).isZero();
    assertThat(orders).containsExactly(new WindowMeasure.Order(null, true, 8));
    JsonNode root = new ObjectMapper().readTree(json.toFile());
    assertThat(root.get("schema").asInt()).isEqualTo(1);
    assertThat(root.at("/figures/0/atMost").asDouble()).isEqualTo(100);
    assertThat(root.at("/figures/2/atLeast").asDouble()).isEqualTo(30);
    assertThat(root.at("/figures/1/value").asDouble()).isEqualTo(140);
  }

  @Test
  void aTimeThatMakesNoSenseIsRefused() {
    assertThat(execute("--seconds", "0.1")).isNotZero();
    assertThat(orders).isEmpty();
  }

  private int execute(String... arguments) {
    WindowMeasure window =
        (order, job) -> {
          orders.add(order);
          return FIGURES;
        };
    return new CommandLine(new BenchWindowCommand(window, captured.terminal(0)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(captured.terminal(0).err())
        .execute(arguments);
  }
}
