package studio.viseme.ui.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Amounts;
import studio.viseme.app.TimeLeft;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobMessage;

/** One job as the tray shows it. */
public final class JobCard {
  /** Progress of which nothing is known. */
  public static final double UNKNOWN = -1;

  private static final int LOG_LINES = 500;

  private final String title;
  private final Page page;
  private final JobControl control = new JobControl();
  private final ObjectProperty<JobState> state = new SimpleObjectProperty<>(JobState.WAITING);
  private final StringProperty task = new SimpleStringProperty("");
  private final StringProperty detail = new SimpleStringProperty("");
  private final StringProperty timeLeft = new SimpleStringProperty("");
  private final DoubleProperty progress = new SimpleDoubleProperty(UNKNOWN);
  private final ObjectProperty<@Nullable Problem> problem = new SimpleObjectProperty<>();
  private final ObservableList<String> log = FXCollections.observableArrayList();
  private final ObservableList<Notice> notices = FXCollections.observableArrayList();
  private final Deque<TimeLeft> running = new ArrayDeque<>();

  /**
   * @param page where its result is seen
   */
  JobCard(String title, Page page) {
    this.title = title;
    this.page = page;
  }

  /** Where its result is seen. */
  public Page page() {
    return page;
  }

  public String title() {
    return title;
  }

  public ObjectProperty<JobState> stateProperty() {
    return state;
  }

  public JobState state() {
    return state.get();
  }

  /** What it is doing. */
  public StringProperty taskProperty() {
    return task;
  }

  /** How far it is, in its own units. */
  public StringProperty detailProperty() {
    return detail;
  }

  /** Such as {@code 12 s left}, or empty while nobody knows. */
  public StringProperty timeLeftProperty() {
    return timeLeft;
  }

  /** 0..1, or {@link #UNKNOWN}. */
  public DoubleProperty progressProperty() {
    return progress;
  }

  /** Why it failed, or null. */
  public ObjectProperty<@Nullable Problem> problemProperty() {
    return problem;
  }

  public ObservableList<String> log() {
    return log;
  }

  /** What it warned of. */
  public ObservableList<Notice> notices() {
    return notices;
  }

  public void pause() {
    if (state().canPause()) {
      control.pause();
      state.set(JobState.PAUSED);
    }
  }

  public void resume() {
    if (state().canResume()) {
      control.resume();
      state.set(JobState.RUNNING);
    }
  }

  /** Ends it at the next place where nothing is half done; what is done stays. */
  public void cancel() {
    if (state().canCancel()) {
      control.cancel();
      state.set(state() == JobState.WAITING ? JobState.CANCELLED : JobState.STOPPING);
    }
  }

  JobControl control() {
    return control;
  }

  void begin() {
    if (state() == JobState.WAITING) {
      state.set(JobState.RUNNING);
    }
  }

  void end(JobState last, @Nullable Problem why) {
    state.set(last);
    problem.set(why);
    timeLeft.set("");
    if (last == JobState.DONE) {
      progress.set(1);
    }
    if (why != null) {
      note(why.what() + (why.where().isEmpty() ? "" : " (" + why.where() + ")"));
    }
  }

  void accept(JobMessage message) {
    switch (message) {
      case JobMessage.TaskStarted started -> {
        running.push(new TimeLeft(started.at()));
        task.set(started.task());
        detail.set("");
        timeLeft.set("");
        progress.set(UNKNOWN);
      }
      case JobMessage.TaskProgressed progressed -> show(progressed);
      case JobMessage.TaskFinished finished -> {
        if (!finished.skipped() && !running.isEmpty()) {
          running.pop();
        }
        note(
            finished.task()
                + ": "
                + (finished.skipped() ? "up to date" : Amounts.seconds(finished.seconds())));
      }
      case JobMessage.Warned warned -> {
        notices.add(new Notice(Notice.Severity.WARNING, warned.text()));
        note(warned.text());
      }
      case JobMessage.Noted noted -> note(noted.text());
    }
  }

  private void show(JobMessage.TaskProgressed now) {
    task.set(now.task());
    if (now.total() <= 0) {
      detail.set("%,d %s".formatted(now.done(), now.unit()));
      return;
    }
    progress.set(Math.clamp((double) now.done() / now.total(), 0, 1));
    String count = "%,d of %,d %s".formatted(now.done(), now.total(), now.unit());
    detail.set(now.detail().isEmpty() ? count : count + " · " + now.detail());
    TimeLeft left = running.isEmpty() ? new TimeLeft(Instant.now()) : running.peek();
    OptionalDouble seconds = left.seconds(now);
    timeLeft.set(seconds.isPresent() ? Amounts.seconds(seconds.getAsDouble()) + " left" : "");
  }

  private void note(String line) {
    if (log.size() == LOG_LINES) {
      log.removeFirst();
    }
    log.add(line);
  }
}
