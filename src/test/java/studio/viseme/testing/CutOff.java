package studio.viseme.testing;

import java.time.Duration;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;

/** Jobs that are cancelled in the middle of their work. */
public final class CutOff {
  private CutOff() {}

  /** A job on one thread that is cancelled as soon as a task has come so far. */
  public static JobContext at(long done) {
    JobControl control = new JobControl();
    return new JobContext(
        message -> {
          if (message instanceof JobMessage.TaskProgressed told && told.done() == done) {
            control.cancel();
          }
        },
        control,
        Workers.sameThread(),
        Duration.ZERO);
  }
}
