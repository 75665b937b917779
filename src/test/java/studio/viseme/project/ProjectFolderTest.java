package studio.viseme.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;

class ProjectFolderTest {
  @TempDir Path folder;
  private Path video;
  private Path project;

  @BeforeEach
  void video() throws IOException {
    video = Files.writeString(folder.resolve("take one.mp4"), "pictures");
    project = folder.resolve("anna.viseme");
  }

  @Test
  void whatIsRecordedIsThereAfterReopening() throws IOException {
    try (ProjectFolder made = ProjectFolder.create(project, video, Map.of("face", "1"))) {
      made.giveConsent("Anna, by her own word");
      made.stageFinished("import", 2, "abc", 1.5, 100);
      made.addAvatar("syncgaussian", Map.of("preset", "draft"), Map.of());
      made.avatarFinished("syncgaussian-1", Map.of("steps", 10.0));
      assertThat(made.addAvatar("syncgaussian", Map.of(), Map.of()).id())
          .isEqualTo("syncgaussian-2");
      Files.writeString(made.exportsFolder().resolve("a.mp4"), "film");
      made.addExport(made.exportsFolder().resolve("a.mp4"), "syncgaussian-1");
    }
    try (ProjectFolder opened = ProjectFolder.open(project)) {
      assertThat(opened.name()).isEqualTo("anna");
      assertThat(opened.option("face")).contains("1");
      assertThat(Files.readString(opened.source())).isEqualTo("pictures");
      assertThat(opened.requireConsent().statement()).isEqualTo("Anna, by her own word");
      assertThat(opened.stage("import").orElseThrow().fingerprint()).isEqualTo("abc");
      assertThat(opened.newestFinishedAvatar().id()).isEqualTo("syncgaussian-1");
      assertThat(
              opened.newestAvatar(avatar -> avatar.settings().isEmpty()).orElseThrow().isFinished())
          .isFalse();
      assertThat(opened.exports().getFirst().file()).isEqualTo("exports/a.mp4");
    }
    assertThat(Files.readAllLines(project.resolve("journal.log"))).hasSizeGreaterThan(5);
  }

  @Test
  void withoutConsentOrAvatarItSaysWhatToDo() {
    try (ProjectFolder made = ProjectFolder.create(project, video, Map.of())) {
      assertThatThrownBy(made::requireConsent)
          .isInstanceOf(JobException.class)
          .hasMessageContaining("--consent");
      assertThatThrownBy(made::newestFinishedAvatar).hasMessageContaining("viseme train");
      assertThatThrownBy(() -> made.avatar("x-1")).hasMessageContaining("no avatar \"x-1\"");
    }
  }

  @Test
  void aSecondOpeningIsRefusedAndLookingIsNot() {
    try (ProjectFolder made = ProjectFolder.create(project, video, Map.of())) {
      assertThatThrownBy(() -> ProjectFolder.open(project))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      try (ProjectFolder seen = ProjectFolder.view(project)) {
        assertThat(seen.manifest().source().originalName()).isEqualTo("take one.mp4");
        assertThatThrownBy(() -> seen.giveConsent("x")).isInstanceOf(IllegalStateException.class);
      }
    }
    ProjectFolder.open(project).close();
  }

  @Test
  void aLockThatADeadProcessLeftLocksNothing() throws IOException {
    ProjectFolder.create(project, video, Map.of()).close();
    Files.writeString(project.resolve("project.lock"), "999999");
    ProjectFolder.open(project).close();
  }

  /** Another process holds the project, is killed, and the project is free at once. */
  @Test
  void anotherProcessKeepsUsOutUntilItDies() throws Exception {
    ProjectFolder.create(project, video, Map.of()).close();
    Process other =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    project.toString()))
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("holding");
      assertThatThrownBy(() -> ProjectFolder.open(project))
          .hasMessageContaining("in use by process " + other.pid());
    } finally {
      other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    ProjectFolder.open(project).close();
  }

  /** Opens a project and keeps it until it is killed. */
  public static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      ProjectFolder opened = ProjectFolder.open(Path.of(args[0]));
      System.out.println("holding");
      Thread.sleep(60_000);
      opened.close();
    }
  }

  @Test
  void brokenProjectsAreOneLine() throws IOException {
    refused(folder.resolve("none.viseme"), "There is no such project");
    refused(Files.createDirectory(folder.resolve("empty.viseme")), "The folder is no project");
    ProjectFolder.create(project, video, Map.of()).close();
    Path manifest = project.resolve("project.json");
    String good = Files.readString(manifest);
    for (String bad :
        new String[] {
          "", "{", "[]", "{\"schema\":1}", "\u0000\u0000", good.substring(0, good.length() / 2)
        }) {
      Files.writeString(manifest, bad);
      refused(project, "The file is damaged");
    }
    Files.writeString(manifest, good.replace("\"schema\" : 1", "\"schema\" : 7"));
    refused(project, "The project was made by a newer version");
    Files.writeString(manifest, good);
    ProjectFolder.open(project).close();
  }

  private static void refused(Path project, String words) {
    assertThatThrownBy(() -> ProjectFolder.open(project))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(3))
        .hasMessageStartingWith(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void creatingNeverLeavesHalfAProject() throws IOException {
    assertThatThrownBy(() -> ProjectFolder.create(folder.resolve("a.txt"), video, Map.of()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(2));
    assertThatThrownBy(() -> ProjectFolder.create(project, folder.resolve("none.mp4"), Map.of()))
        .isInstanceOf(JobException.class);
    assertThat(folder.toFile().list()).containsExactly("take one.mp4");
    Files.createDirectory(project);
    assertThatThrownBy(() -> ProjectFolder.create(project, video, Map.of()))
        .hasMessageContaining("already");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsOneLine() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(locked), "this account may write everywhere");
    assertThatThrownBy(() -> ProjectFolder.create(locked.resolve("a.viseme"), video, Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("access is denied");
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsRemoved() throws IOException {
    ProjectFolder.create(project, video, Map.of()).close();
    Path left = Files.writeString(project.resolve("capture/.a.safetensors.12-3.part"), "half");
    ProjectFolder.open(project).close();
    assertThat(left).doesNotExist();
  }
}
