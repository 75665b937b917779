package studio.viseme.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import studio.viseme.cli.doctor.Finding.Status;

/** The processor: its name, how many of its cores are ours, how wide its vectors are. */
final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final int VECTOR_BITS_WANTED = 256;

  private Processor() {}

  static Finding examine() {
    return examine(Runtime.getRuntime().availableProcessors(), readCpuInfo());
  }

  /**
   * @param cpuInfo the lines of Linux's {@code /proc/cpuinfo}, empty elsewhere
   */
  static Finding examine(int cores, List<String> cpuInfo) {
    String name = value(cpuInfo, "model name").orElse("a processor");
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("name", name);
    numbers.put("cores", cores);
    String found = "%s, %d core%s".formatted(name, cores, cores == 1 ? "" : "s");
    Optional<Set<String>> flags = value(cpuInfo, "flags").map(text -> Set.of(text.split(" ")));
    if (flags.isEmpty()) {
      return Finding.ok("processor", found, numbers);
    }
    int bits = flags.get().contains("avx512f") ? 512 : flags.get().contains("avx2") ? 256 : 128;
    numbers.put("vectorBits", bits);
    found += ", vectors of " + bits + " bits";
    if (bits < VECTOR_BITS_WANTED) {
      String remedy = "training will be slow without AVX2";
      return new Finding("processor", Status.WARNING, found, remedy, numbers);
    }
    return Finding.ok("processor", found, numbers);
  }

  private static Optional<String> value(List<String> cpuInfo, String key) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static List<String> readCpuInfo() {
    try {
      return Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
