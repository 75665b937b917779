package studio.viseme.cli.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import studio.viseme.cli.doctor.Finding.Status;

/** Looks at the machine, part by part. Changes nothing. */
public final class Doctor {
  private static final int JAVA_NEEDED = 25;
  private static final long MEMORY_WANTED = 4_000_000_000L;
  private static final long DISK_WANTED = 5_000_000_000L;

  private static final List<String> MODELS =
      List.of(
          "face_detection_short_range.tflite",
          "face_landmark_with_attention.tflite",
          "geometry_pipeline_metadata_landmarks.binarypb",
          "selfie_segmentation.tflite");

  private final Path workplace;

  /**
   * @param workplace the folder whose disk is looked at
   */
  public Doctor(Path workplace) {
    this.workplace = workplace;
  }

  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(system());
    findings.add(java());
    findings.add(Processor.examine());
    findings.add(memory());
    findings.add(disk());
    findings.addAll(NativeLibraries.examine());
    findings.add(models());
    findings.add(OpenGl.examine());
    findings.add(CudaDriver.examine());
    return findings;
  }

  private static Finding system() {
    String name = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    String found = name + " " + System.getProperty("os.version") + ", " + architecture;
    Map<String, Object> numbers = Map.of("name", name, "architecture", architecture);
    boolean known = name.equals("Linux") || name.startsWith("Windows");
    if (known && architecture.equals("amd64")) {
      return Finding.ok("system", found, numbers);
    }
    String remedy = "use 64-bit Linux or Windows on an x86 processor";
    return new Finding("system", Status.MISSING, found, remedy, numbers);
  }

  private static Finding java() {
    Runtime.Version version = Runtime.version();
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    Map<String, Object> numbers =
        Map.of("version", version.toString(), "feature", version.feature(), "vectors", vectors);
    if (version.feature() < JAVA_NEEDED) {
      String remedy = "install JDK " + JAVA_NEEDED;
      return new Finding("java", Status.MISSING, version.toString(), remedy, numbers);
    }
    if (!vectors) {
      String remedy = "start with the launcher, or with --add-modules jdk.incubator.vector";
      String found = version + " without its vector module";
      return new Finding("java", Status.MISSING, found, remedy, numbers);
    }
    return Finding.ok("java", version.toString(), numbers);
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system)) {
      return Finding.ok("memory", "unknown", Map.of("heapBytes", heap));
    }
    long total = system.getTotalMemorySize();
    long free = system.getFreeMemorySize();
    Map<String, Object> numbers = Map.of("totalBytes", total, "freeBytes", free, "heapBytes", heap);
    String found =
        "%.1f GB, the program's heap may take %.1f GB".formatted(total / 1e9, heap / 1e9);
    if (total >= MEMORY_WANTED) {
      return Finding.ok("memory", found, numbers);
    }
    String remedy = "close other programs; the work wants 3 GB for itself";
    return new Finding("memory", Status.WARNING, found, remedy, numbers);
  }

  private Finding disk() {
    try {
      FileStore store = Files.getFileStore(workplace.toAbsolutePath());
      long free = store.getUsableSpace();
      Map<String, Object> numbers = Map.of("freeBytes", free);
      String found = "%.1f GB free in this folder".formatted(free / 1e9);
      return free >= DISK_WANTED
          ? Finding.ok("disk", found, numbers)
          : new Finding("disk", Status.WARNING, found, "make room for the project", numbers);
    } catch (IOException e) {
      return new Finding("disk", Status.WARNING, "unknown", "is the folder there?", Map.of());
    }
  }

  private static Finding models() {
    List<String> missing =
        MODELS.stream()
            .filter(name -> Doctor.class.getResource("/models/" + name) == null)
            .toList();
    return missing.isEmpty()
        ? Finding.ok("models", MODELS.size() + " face models", Map.of("count", MODELS.size()))
        : Finding.missing("models", "without " + String.join(", ", missing), "build again");
  }
}
