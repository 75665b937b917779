package studio.viseme.ui.model;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.FaultLog;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;

/**
 * Runs the window's jobs one after the other and keeps a card of each. While somebody moves a
 * control, {@link #giveWay} leaves them a core; results don't change by it.
 */
public final class JobDesk implements AutoCloseable {
  private final TaskExecutor executor;
  private final TaskExecutor jobs;
  private final FaultLog faults;
  private final Workers workers;
  private final ObservableList<JobCard> cards = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable JobCard> current = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobCard> ended = new ReadOnlyObjectWrapper<>();

  /**
   * @param jobs its background runs one job after the other
   * @param workers taken over
   */
  JobDesk(TaskExecutor executor, TaskExecutor jobs, FaultLog faults, Workers workers) {
    this.executor = executor;
    this.jobs = jobs;
    this.faults = faults;
    this.workers = workers;
  }

  /** The newest first. */
  public ObservableList<JobCard> cards() {
    return cards;
  }

  /** The job that runs, or null. */
  public ReadOnlyObjectProperty<@Nullable JobCard> currentProperty() {
    return current.getReadOnlyProperty();
  }

  /** The job that ended last, or null. */
  public ReadOnlyObjectProperty<@Nullable JobCard> endedProperty() {
    return ended.getReadOnlyProperty();
  }

  /** Leaves a core to whoever moves a control, until {@link #takeAll()}. */
  void giveWay() {
    workers.limit(1);
  }

  void takeAll() {
    workers.limit(workers.parallelism());
  }

  /** Work without a listener. */
  <T> JobCard start(String title, Page page, Function<JobContext, T> work, Consumer<T> done) {
    return start(title, page, work, done, message -> {});
  }

  /**
   * Puts a job at the end of the line.
   *
   * @param page where its result is seen
   * @param done gets its result on the front's thread, if it ends well
   * @param listener hears its messages on the front's thread
   */
  <T> JobCard start(
      String title,
      Page page,
      Function<JobContext, T> work,
      Consumer<T> done,
      Consumer<JobMessage> listener) {
    JobCard card = new JobCard(title, page);
    cards.addFirst(card);
    jobs.background(() -> run(card, work, done, listener));
    return card;
  }

  private <T> void run(
      JobCard card, Function<JobContext, T> work, Consumer<T> done, Consumer<JobMessage> listener) {
    if (card.control().isCancelled()) {
      return;
    }
    executor.front(
        () -> {
          card.begin();
          current.set(card);
        });
    try {
      T result = work.apply(new JobContext(told(card, listener), card.control(), workers));
      end(card, JobState.DONE, null);
      executor.front(() -> done.accept(result));
    } catch (JobCancelledException cancelled) {
      end(card, JobState.CANCELLED, null);
    } catch (JobException known) {
      end(card, JobState.FAILED, problem(known, card));
    } catch (RuntimeException | Error fault) {
      end(card, JobState.FAILED, fault(fault, card));
    }
  }

  private Consumer<JobMessage> told(JobCard card, Consumer<JobMessage> listener) {
    return message ->
        executor.front(
            () -> {
              card.accept(message);
              listener.accept(message);
            });
  }

  private void end(JobCard card, JobState last, @Nullable Problem why) {
    executor.front(
        () -> {
          current.set(null);
          card.end(last, why);
          ended.set(card);
        });
  }

  private Problem problem(JobException known, JobCard card) {
    return known.kind() == JobException.Kind.FAULT ? fault(known, card) : Problem.of(known);
  }

  /** A fault of ours: a line with a code, the rest in a log file. */
  Problem fault(Throwable fault, JobCard card) {
    return new Problem(faults.record(fault, List.of("window", card.title())), "", "");
  }

  /** Takes what is over out of the tray. */
  public void clear() {
    cards.removeIf(card -> card.state().isOver());
  }

  /** Cancels everything; what runs ends at a safe place. */
  public void cancelAll() {
    cards.forEach(JobCard::cancel);
  }

  @Override
  public void close() {
    cancelAll();
    workers.close();
  }
}
