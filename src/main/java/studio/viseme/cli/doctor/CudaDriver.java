package studio.viseme.cli.doctor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.viseme.cli.doctor.Finding.Status;

/**
 * NVIDIA's driver, asked through its own library without anything that would have to be installed.
 * A GPU is good to have and never needed.
 */
final class CudaDriver {
  private static final String SUBJECT = "cuda";
  private static final String UNUSED = "; this version computes on the processor";
  private static final int NAME_BYTES = 256;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library;
  private final Arena arena;

  private CudaDriver(SymbolLookup library, Arena arena) {
    this.library = library;
    this.arena = arena;
  }

  static Finding examine() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library =
          SymbolLookup.libraryLookup(windows ? "nvcuda.dll" : "libcuda.so.1", arena);
      return new CudaDriver(library, arena).firstDevice();
    } catch (IllegalArgumentException e) {
      return note("no NVIDIA driver" + UNUSED, Map.of("driver", false));
    } catch (Throwable e) {
      return note(
          "an NVIDIA driver that doesn't answer: " + e.getMessage(), Map.of("driver", true));
    }
  }

  private Finding firstDevice() throws Throwable {
    int status = (int) function("cuInit", ValueLayout.JAVA_INT).invokeExact(0);
    if (status != 0) {
      return note(
          "an NVIDIA driver without a usable GPU (error " + status + ")" + UNUSED,
          Map.of("driver", true, "devices", 0));
    }
    int version = number("cuDriverGetVersion");
    int devices = number("cuDeviceGetCount");
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("driver", true);
    numbers.put("cudaVersion", version / 1000 + "." + version % 1000 / 10);
    numbers.put("devices", devices);
    if (devices == 0) {
      return note("an NVIDIA driver without a GPU" + UNUSED, numbers);
    }
    String name = name();
    long bytes = memory();
    numbers.put("name", name);
    numbers.put("memoryBytes", bytes);
    return note(
        "%s, %.1f GB, CUDA %s%s".formatted(name, bytes / 1e9, numbers.get("cudaVersion"), UNUSED),
        numbers);
  }

  /** Calls a function that stores one int. */
  private int number(String name) throws Throwable {
    MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
    check(name, (int) function(name, ValueLayout.ADDRESS).invokeExact(result));
    return result.get(ValueLayout.JAVA_INT, 0);
  }

  private String name() throws Throwable {
    MemorySegment text = arena.allocate(NAME_BYTES);
    MethodHandle get =
        function(
            "cuDeviceGetName", ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    check("cuDeviceGetName", (int) get.invokeExact(text, NAME_BYTES, 0));
    return text.getString(0);
  }

  private long memory() throws Throwable {
    MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
    MethodHandle get = function("cuDeviceTotalMem_v2", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    check("cuDeviceTotalMem_v2", (int) get.invokeExact(bytes, 0));
    return bytes.get(ValueLayout.JAVA_LONG, 0);
  }

  private MethodHandle function(String name, MemoryLayout... arguments) {
    return linker.downcallHandle(
        library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  private static void check(String function, int status) {
    if (status != 0) {
      throw new IllegalStateException(function + " says " + status);
    }
  }

  private static Finding note(String found, Map<String, Object> numbers) {
    return new Finding(SUBJECT, Status.NOTE, found, "", numbers);
  }
}
