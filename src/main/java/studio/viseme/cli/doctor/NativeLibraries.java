package studio.viseme.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import studio.viseme.cli.doctor.Finding.Status;

/**
 * The native libraries that come with the program, loaded for a try. They are named, not imported:
 * each belongs to the one room that uses it.
 */
final class NativeLibraries {
  /**
   * @param subject the library's name in the findings
   * @param artifact its name among JavaCPP's presets
   * @param binding the Java class whose initialisation loads it
   * @param purpose what can't be done without it
   */
  private record Library(String subject, String artifact, String binding, String purpose) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "ffmpeg",
              "ffmpeg",
              "org.bytedeco.ffmpeg.global.avformat",
              "video and sound can't be read or written"),
          new Library(
              "opencv",
              "opencv",
              "org.bytedeco.opencv.global.opencv_imgproc",
              "pictures can't be analysed"),
          new Library(
              "tflite",
              "tensorflow-lite",
              "org.bytedeco.tensorflowlite.global.tensorflowlite",
              "faces can't be found"));

  private NativeLibraries() {}

  static List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    for (Library library : LIBRARIES) {
      findings.add(load(library));
    }
    return findings;
  }

  private static Finding load(Library library) {
    try {
      Loader.load(Class.forName(library.binding()));
      String version = String.valueOf(Loader.getVersion("org.bytedeco", library.artifact()));
      return Finding.ok(library.subject(), version, Map.of("version", version));
    } catch (ClassNotFoundException | IOException | LinkageError | RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Finding(
          library.subject(),
          Status.MISSING,
          "doesn't load (" + reason + "), " + library.purpose(),
          "install the system packages that the README lists and build again",
          Map.of());
    }
  }
}
