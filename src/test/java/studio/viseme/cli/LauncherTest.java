package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.Version;

/** The launcher in a folder of its own, with this build's classes and a Maven that does nothing. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  @TempDir Path home;
  private Path cache;
  private Path remarks;

  @BeforeEach
  void furnish() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    cache = home.resolve("target/viseme.aot");
    remarks = home.resolve("remarks.log");
    for (String folder :
        new String[] {
          "bin", "target", "src/main", "src/build", "shaders", "projects-sample", "assets/speech"
        }) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.createFile(home.resolve("pom.xml"));
    executable(home.resolve("bin/mvn"), "#!/bin/sh\nexit 0\n");
    executable(home.resolve("viseme"), Files.readString(here.resolve("viseme")));
    Path target = here.resolve("target");
    Files.createSymbolicLink(home.resolve("target/classes"), target.resolve("classes"));
    Files.copy(
        target.resolve("runtime-class-path.txt"), home.resolve("target/runtime-class-path.txt"));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void startsWithACacheAndWithoutAFittingOne() throws Exception {
    assertThat(start()).as("the first start, which builds").contains(Version.NAME);
    assertThat(cache).as(Files.readString(home.resolve("target/rehearsal.log"))).isNotEmptyFile();

    assertThat(start()).as("with the cache").contains(Version.NAME);
    assertThat(Files.readString(remarks)).as("it fits").doesNotContain("[aot");

    Files.writeString(cache, "no cache at all");
    assertThat(start()).as("with a damaged one").contains(Version.NAME);
    assertThat(Files.readString(remarks)).as("the JVM noticed").contains("[aot");

    Files.delete(cache);
    assertThat(start()).as("with none").contains(Version.NAME);
  }

  /** What {@code viseme --version} says, on both of its outputs. */
  private String start() throws Exception {
    Files.deleteIfExists(remarks);
    Path out = home.resolve("out.txt");
    ProcessBuilder command =
        new ProcessBuilder(home.resolve("viseme").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    Map<String, String> environment = command.environment();
    environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("VISEME_NATIVE_LOG", remarks.toString());
    int status = command.start().waitFor();
    String said = Files.readString(out);
    assertThat(status).as(said).isZero();
    return said;
  }
}
