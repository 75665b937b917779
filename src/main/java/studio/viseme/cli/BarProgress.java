package studio.viseme.cli;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import studio.viseme.app.TimeLeft;
import studio.viseme.job.JobMessage;

/**
 * One line at the foot of the terminal that is drawn over and over for the innermost task, with the
 * time left; what ends scrolls up above it.
 */
final class BarProgress implements ProgressView {
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintWriter err;
  private final int columns;
  private final Deque<TimeLeft> running = new ArrayDeque<>();
  private boolean drawn;

  BarProgress(Terminal terminal) {
    this.err = terminal.err();
    this.columns = terminal.columns();
  }

  @Override
  public synchronized void accept(JobMessage message) {
    switch (message) {
      case JobMessage.TaskStarted started -> {
        running.push(new TimeLeft(started.at()));
        draw(started.task() + " ...");
      }
      case JobMessage.TaskProgressed progressed -> {
        TimeLeft left = running.isEmpty() ? new TimeLeft(progressed.at()) : running.peek();
        draw(ProgressText.bar(progressed, left.seconds(progressed), columns - 1));
      }
      case JobMessage.TaskFinished finished -> {
        if (!finished.skipped() && !running.isEmpty()) {
          running.pop();
        }
        say(ProgressText.finished(finished));
      }
      case JobMessage.Warned warned -> say("warning: " + warned.text());
      case JobMessage.Noted noted -> say(noted.text());
    }
  }

  @Override
  public synchronized void failed(int exitStatus, String line) {
    say("viseme: " + line);
  }

  private void draw(String line) {
    err.print(ERASE_LINE + line);
    err.flush();
    drawn = true;
  }

  private void say(String line) {
    err.println((drawn ? ERASE_LINE : "") + line);
    err.flush();
    drawn = false;
  }
}
