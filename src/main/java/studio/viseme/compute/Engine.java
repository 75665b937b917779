package studio.viseme.compute;

/** Where arithmetic runs. */
public interface Engine extends AutoCloseable {
  /** {@code cpu}, {@code reference} or {@code cuda}. */
  String name();

  @Override
  void close();
}
