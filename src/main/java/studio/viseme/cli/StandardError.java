package studio.viseme.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Gives the program its standard error back. The launcher mutes descriptor 2 while the JVM starts,
 * because the JVM warns there about its incubator module, which would spoil {@code --progress
 * json}; the real standard error waits at the descriptor that {@code viseme.stderr.descriptor}
 * names. {@code dup2} puts it back for Java and for native libraries alike.
 */
final class StandardError {
  private static final int STANDARD_ERROR = 2;

  private StandardError() {}

  /** Does nothing when the program was not started by the launcher. */
  static void restore() {
    Integer descriptor = Integer.getInteger("viseme.stderr.descriptor");
    if (descriptor == null) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle dup2 = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"), type);
    try {
      int ignored = (int) dup2.invokeExact((int) descriptor, STANDARD_ERROR);
    } catch (Throwable e) {
      throw new IllegalStateException("standard error can't be restored", e);
    }
  }
}
