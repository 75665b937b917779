package studio.viseme.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobException;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;

/**
 * Runs a job on the calling thread and stops it at a safe point when the process is told to end.
 *
 * <p>Ctrl-C and a plain kill begin the JVM's shutdown. Its hook cancels the job and waits until the
 * job has written its checkpoint and left, at most {@link #PATIENCE_SECONDS}; the process then ends
 * with the status of a cancelled command. What the job wrote is whole either way, because every
 * file appears by a rename.
 */
final class JobRunner {
  static final String CANCELLED = "cancelled: give the same command again to go on";
  private static final int PATIENCE_SECONDS = 30;

  private final ProgressView view;
  private final Consumer<Integer> halt;

  JobRunner(ProgressView view) {
    this(view, Runtime.getRuntime()::halt);
  }

  /**
   * @param halt ends the process with a status, past all other shutdown hooks
   */
  JobRunner(ProgressView view, Consumer<Integer> halt) {
    this.view = view;
    this.halt = halt;
  }

  <T> T run(Function<JobContext, T> job) {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(interruption::stop, "viseme-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Workers workers = Workers.ofMachine()) {
      return job.apply(
          new JobContext(interruption.unlessStopped(view), interruption.control, workers));
    } finally {
      interruption.ended.countDown();
      interruption.forget(hook);
    }
  }

  /** What the shutdown hook and the job share. */
  private final class Interruption {
    private final JobControl control = new JobControl();
    private final CountDownLatch ended = new CountDownLatch(1);

    void stop() {
      control.cancel();
      try {
        ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      int status = JobException.Kind.CANCELLED.exitStatus();
      view.failed(status, CANCELLED);
      halt.accept(status);
    }

    /** A cancelled job's tasks end without being done; the view needn't hear of them. */
    Consumer<JobMessage> unlessStopped(ProgressView view) {
      return message -> {
        if (!control.isCancelled()) {
          view.accept(message);
        }
      };
    }

    void forget(Thread hook) {
      if (!control.isCancelled()) {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The shutdown has begun: the hook says the last word.
        }
      }
    }
  }
}
