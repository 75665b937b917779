package studio.viseme.capture;

import java.util.function.Supplier;

/** A value that is made when it is first asked for; once, whichever thread asks. */
final class Lazy<T> {
  private Supplier<T> make;
  private T value;

  Lazy(Supplier<T> make) {
    this.make = make;
  }

  synchronized T get() {
    if (make != null) {
      value = make.get();
      make = null;
    }
    return value;
  }
}
