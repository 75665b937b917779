package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceFileTest {
  @TempDir Path folder;

  @Test
  void whatWasKeptIsFoundAgain() {
    PreferenceFile file = new PreferenceFile(folder.resolve("new/window.json"));
    assertThat(file.read()).isEqualTo(Preferences.FIRST);
    Preferences kept =
        Preferences.FIRST
            .opened("/a.viseme")
            .withPage(Page.DIRECT)
            .withTheme(Preferences.Theme.DARK)
            .withWindow(new Preferences.Bounds(10, 20, 1280, 800, false))
            .withTray(true);
    file.write(kept);
    assertThat(file.read()).isEqualTo(kept);
  }

  @Test
  void aDamagedFileCountsAsNone() throws IOException {
    Path path = Files.writeString(folder.resolve("window.json"), "{ \"recent\": 7");
    assertThat(new PreferenceFile(path).read()).isEqualTo(Preferences.FIRST);
  }

  @Test
  void whatAFileLeavesOutIsAsAtTheFirstStart() throws IOException {
    Path path = Files.writeString(folder.resolve("window.json"), "{ \"schema\": 1 }");
    assertThat(new PreferenceFile(path).read().recent()).isEmpty();
    assertThat(new PreferenceFile(path).read().page()).isEqualTo(Page.START);
  }

  @Test
  void theProjectUsedLastComesFirstAndOnce() {
    Preferences used = Preferences.FIRST.opened("a").opened("b").opened("a");
    assertThat(used.recent()).containsExactly("a", "b");
    assertThat(used.forgotten("a").recent()).containsExactly("b");
    for (int i = 0; i < 30; i++) {
      used = used.opened("p" + i);
    }
    assertThat(used.recent()).hasSize(12).startsWith("p29");
  }
}
