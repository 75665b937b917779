package studio.viseme.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import studio.viseme.capture.Capture;

/** Captures of which a part is another: who reads a part is seen by what then changes. */
public final class ChangedCapture {
  private ChangedCapture() {}

  /**
   * The same capture but for one part.
   *
   * @param part the name of the method that gives it
   * @param other gives it instead, from the method's arguments or null
   */
  public static Capture with(Capture inner, String part, Function<Object[], Object> other) {
    return (Capture)
        Proxy.newProxyInstance(
            Capture.class.getClassLoader(),
            new Class<?>[] {Capture.class},
            (proxy, method, args) -> {
              if (method.getName().equals(part)) {
                return other.apply(args);
              }
              try {
                return method.invoke(inner, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
