package studio.viseme.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Standard error for the program alone. The JVM warns of its incubator module before the program
 * can speak, and native libraries write to descriptor 2 as they please; both would spoil {@code
 * --progress json}. The launcher therefore sends descriptor 2 elsewhere and hands the real standard
 * error over as the descriptor that {@code viseme.stderr.descriptor} names.
 */
final class StandardError {
  private StandardError() {}

  /** Does nothing when the program was not started by the launcher. */
  static void takeOver() {
    Integer descriptor = Integer.getInteger("viseme.stderr.descriptor");
    if (descriptor != null) {
      OutputStream stream = new DescriptorStream(descriptor);
      System.setErr(new PrintStream(stream, true, StandardCharsets.UTF_8));
    }
  }

  /** Writes to an open descriptor of the process by POSIX's {@code write}. */
  private static final class DescriptorStream extends OutputStream {
    private static final MethodHandle WRITE = write();

    private final int descriptor;

    DescriptorStream(int descriptor) {
      this.descriptor = descriptor;
    }

    private static MethodHandle write() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("write"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment rest = arena.allocate(length);
        MemorySegment.copy(bytes, offset, rest, ValueLayout.JAVA_BYTE, 0, length);
        while (rest.byteSize() > 0) {
          rest = rest.asSlice(written(rest));
        }
      }
    }

    private long written(MemorySegment bytes) throws IOException {
      long count;
      try {
        count = (long) WRITE.invokeExact(descriptor, bytes, bytes.byteSize());
      } catch (Throwable e) {
        throw new IOException(e);
      }
      if (count < 0) {
        throw new IOException("standard error was closed");
      }
      return count;
    }
  }
}
