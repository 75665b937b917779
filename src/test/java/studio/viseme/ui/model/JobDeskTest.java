package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.app.FaultLog;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;

class JobDeskTest {
  @TempDir Path folder;

  private final Deque<Runnable> line = new ArrayDeque<>();
  private final List<String> results = new ArrayList<>();

  @Test
  void aJobTellsHowFarItIsAndHandsItsResultOver() {
    JobDesk desk = desk();
    JobCard card =
        desk.start(
            "Count",
            Page.START,
            job -> {
              try (JobContext.Task task = job.task("counting", 4, "sheep")) {
                task.advance(4, "all white");
              }
              job.warn("one limps");
              return "four";
            },
            results::add);
    assertThat(card.state()).isEqualTo(JobState.WAITING);
    line.removeFirst().run();
    assertThat(card.state()).isEqualTo(JobState.DONE);
    assertThat(results).containsExactly("four");
    assertThat(card.progressProperty().get()).isEqualTo(1);
    assertThat(card.detailProperty().get()).isEqualTo("4 of 4 sheep · all white");
    assertThat(card.notices()).containsExactly(new Notice(Notice.Severity.WARNING, "one limps"));
    assertThat(card.log()).anyMatch(text -> text.startsWith("counting: "));
    assertThat(desk.currentProperty().get()).isNull();
  }

  @Test
  void aRefusalIsToldInWords() {
    JobCard card =
        desk()
            .start(
                "Fail",
                Page.START,
                job -> {
                  throw JobException.input("No face", "video.mp4", "film one");
                },
                result -> results.add("never"));
    line.removeFirst().run();
    assertThat(card.state()).isEqualTo(JobState.FAILED);
    assertThat(card.problemProperty().get())
        .isEqualTo(new Problem("No face", "video.mp4", "film one"));
    assertThat(results).isEmpty();
  }

  @Test
  void aFaultGetsACodeAndALog() {
    JobCard card =
        desk()
            .start(
                "Break",
                Page.START,
                job -> {
                  throw new IllegalStateException("bug");
                },
                result -> {});
    line.removeFirst().run();
    assertThat(card.problemProperty().get().what()).containsPattern("error F[0-9a-f]{6}");
    assertThat(folder.toFile().listFiles()).hasSize(1);
  }

  @Test
  void aJobThatWaitsIsCancelledWithoutBeingBegun() {
    JobCard card = desk().start("Wait", Page.START, job -> results.add("begun"), result -> {});
    card.cancel();
    line.removeFirst().run();
    assertThat(card.state()).isEqualTo(JobState.CANCELLED);
    assertThat(results).isEmpty();
  }

  @Test
  void aRunningJobIsCancelledAtItsNextCheckpoint() {
    JobDesk desk = desk();
    JobCard[] card = new JobCard[1];
    card[0] =
        desk.start(
            "Run",
            Page.START,
            job -> {
              card[0].cancel();
              assertThat(card[0].state()).isEqualTo(JobState.STOPPING);
              job.checkpoint();
              return results.add("went on");
            },
            result -> {});
    line.removeFirst().run();
    assertThat(card[0].state()).isEqualTo(JobState.CANCELLED);
    assertThat(results).isEmpty();
    desk.clear();
    assertThat(desk.cards()).isEmpty();
  }

  @Test
  void onlyWhatRunsCanBePaused() {
    JobCard card = desk().start("Later", Page.START, job -> "", result -> {});
    card.pause();
    assertThat(card.state()).isEqualTo(JobState.WAITING);
    card.begin();
    card.pause();
    assertThat(card.state()).isEqualTo(JobState.PAUSED);
    card.resume();
    assertThat(card.state()).isEqualTo(JobState.RUNNING);
  }

  private JobDesk desk() {
    TaskExecutor jobs =
        new TaskExecutor() {
          @Override
          public void background(Runnable work) {
            line.add(work);
          }

          @Override
          public void front(Runnable work) {
            work.run();
          }
        };
    return new JobDesk(TaskExecutor.sameThread(), jobs, new FaultLog(folder), Workers.sameThread());
  }
}
