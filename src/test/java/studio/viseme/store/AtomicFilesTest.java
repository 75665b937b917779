package studio.viseme.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void aWriterThatFailsHalfWayLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("check the free space");
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aFolderThatIsMissingIsOneLine() {
    assertThatThrownBy(() -> AtomicFiles.writeString(folder.resolve("no/a.txt"), "x"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no such file or folder");
  }

  record Sample(String name, double score, float part, Map<String, Integer> counts) {}

  @Test
  void equalContentIsEqualText() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("b", 2);
    counts.put("a", 1);
    String text = Json.line(new Sample("x", Double.NaN, 0.1f, counts));
    assertThat(text)
        .isEqualTo("{\"name\":\"x\",\"score\":null,\"part\":0.1,\"counts\":{\"a\":1,\"b\":2}}");
  }

  @Test
  void damagedJsonIsOneLine() throws IOException {
    for (String text :
        new String[] {
          "", "{", "null", "{\"name\":1} x", "{\"what\":1}", "[]", "{\"name\":\"a\",\"name\":\"b\"}"
        }) {
      Path file = Files.writeString(folder.resolve("a.json"), text);
      assertThatThrownBy(() -> Json.read(file, Sample.class))
          .as(text)
          .isInstanceOf(JobException.class)
          .hasMessageStartingWith("The file is damaged")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
  }
}
