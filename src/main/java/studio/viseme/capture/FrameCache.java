package studio.viseme.capture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Keeps what was used last, up to a number of bytes. Thread-safe; two threads that miss the same
 * entry may both make it.
 */
final class FrameCache<T> {
  private final long maxBytes;
  private final ToLongFunction<T> size;
  private final Map<Integer, T> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  FrameCache(long maxBytes, ToLongFunction<T> size) {
    this.maxBytes = maxBytes;
    this.size = size;
  }

  T get(int number, IntFunction<T> make) {
    synchronized (this) {
      T known = entries.get(number);
      if (known != null) {
        return known;
      }
    }
    T made = make.apply(number);
    put(number, made);
    return made;
  }

  private synchronized void put(int number, T made) {
    T before = entries.put(number, made);
    bytes += size.applyAsLong(made) - (before == null ? 0 : size.applyAsLong(before));
    var oldest = entries.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      Map.Entry<Integer, T> entry = oldest.next();
      if (entry.getKey() != number) {
        bytes -= size.applyAsLong(entry.getValue());
        oldest.remove();
      }
    }
  }
}
