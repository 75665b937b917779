package studio.viseme.face.tflite;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Keeps TensorFlow Lite's remarks off the standard error stream, where progress is told to other
 * programs. Its Java binding has no switch for that, so the native one is called by its name; where
 * it can't be found (it is mangled C++), the remarks stay.
 */
final class NativeLog {
  private static final String SET_MINIMUM_SEVERITY =
      "_ZN6tflite13LoggerOptions21SetMinimumLogSeverityENS_11LogSeverityE";
  private static final int WARNING = 2;

  private NativeLog() {}

  /** Only warnings and errors from now on. Call once the native library is loaded. */
  static void quieten() {
    Optional<MemorySegment> function = SymbolLookup.loaderLookup().find(SET_MINIMUM_SEVERITY);
    if (function.isEmpty()) {
      return;
    }
    try {
      Linker.nativeLinker()
          .downcallHandle(
              function.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
          .invoke(WARNING);
    } catch (Throwable e) {
      throw new IllegalStateException("TensorFlow Lite's log can't be quietened", e);
    }
  }
}
