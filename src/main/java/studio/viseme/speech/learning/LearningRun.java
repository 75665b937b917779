package studio.viseme.speech.learning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.Stopwatch;
import studio.viseme.store.SafeTensors;

/**
 * The steps of a training, which may be cut off. A step must be a function of the nets and of its
 * own number; then what goes on from a checkpoint ends with the same bits.
 */
public final class LearningRun {
  private static final int CHECKPOINT_STEPS = 50;

  private final String id;
  private final int steps;
  private final List<Trained> nets;
  private final Stopwatch watch = Stopwatch.start();
  private TrainingCost earlier = new TrainingCost(0, 0);
  private int done;

  /** One step. */
  @FunctionalInterface
  public interface Step {
    /**
     * @param step counted from 0
     * @return the loss
     */
    double take(int step);
  }

  /**
   * @param id names the run: a checkpoint of another one can't be gone on with
   * @param nets that learn
   */
  public LearningRun(String id, int steps, List<Trained> nets) {
    this.id = id;
    this.steps = steps;
    this.nets = List.copyOf(nets);
  }

  /**
   * Trains to the end, or until the job is cancelled.
   *
   * @param checkpoint where to keep what a run needs to go on, and where to look for it; null keeps
   *     nothing
   */
  public void run(Step step, JobContext job, @Nullable Path checkpoint) {
    if (checkpoint != null && Files.isRegularFile(checkpoint)) {
      resume(SafeTensors.read(checkpoint), job);
    }
    try (JobContext.Task task = job.task("speech encoder", steps, "steps")) {
      task.advance(done, "");
      while (done < steps) {
        double loss = step.take(done);
        done++;
        if (checkpoint != null && done % CHECKPOINT_STEPS == 0 && done < steps) {
          write(checkpoint);
        }
        task.advance(1, String.format(Locale.ROOT, "loss %.3f", loss));
      }
    } catch (JobCancelledException cancelled) {
      if (checkpoint != null) {
        write(checkpoint);
      }
      throw cancelled;
    }
  }

  /** What it took until now, in all its parts. */
  public TrainingCost cost() {
    return earlier.and(new TrainingCost(watch.seconds(), watch.cpuSeconds()));
  }

  private void write(Path file) {
    TrainingCost cost = cost();
    SafeTensors.Writer out =
        SafeTensors.writer()
            .metadata("run", id)
            .metadata("step", Integer.toString(done))
            .metadata("seconds", Double.toString(cost.seconds()))
            .metadata("cpuSeconds", Double.toString(cost.cpuSeconds()));
    nets.forEach(net -> net.write(out));
    out.write(file);
  }

  private void resume(SafeTensors in, JobContext job) {
    if (!id.equals(in.metadata().get("run"))) {
      job.note("the checkpoint belongs to another speech encoder; it is trained anew");
      return;
    }
    nets.forEach(net -> net.read(in));
    done = (int) number(in, "step");
    earlier = new TrainingCost(number(in, "seconds"), number(in, "cpuSeconds"));
  }

  private static double number(SafeTensors in, String key) {
    return Double.parseDouble(in.metadata().getOrDefault(key, "0"));
  }
}
