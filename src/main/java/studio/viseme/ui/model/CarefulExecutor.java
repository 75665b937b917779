package studio.viseme.ui.model;

import java.util.function.Consumer;

/** An executor whose work may be faulty: the fault is told, and the window goes on. */
final class CarefulExecutor implements TaskExecutor {
  private final TaskExecutor executor;
  private final Consumer<Throwable> faults;

  /**
   * @param faults on the front's thread
   */
  CarefulExecutor(TaskExecutor executor, Consumer<Throwable> faults) {
    this.executor = executor;
    this.faults = faults;
  }

  @Override
  public void background(Runnable work) {
    executor.background(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error fault) {
            executor.front(() -> faults.accept(fault));
          }
        });
  }

  @Override
  public void front(Runnable work) {
    executor.front(work);
  }
}
