package studio.viseme.cli;

import java.io.PrintWriter;
import studio.viseme.job.JobMessage;

/** A line for every task that ends, for logs and pipes. */
final class LineProgress implements ProgressView {
  private final PrintWriter err;

  LineProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(JobMessage message) {
    switch (message) {
      case JobMessage.TaskFinished finished -> err.println(ProgressText.finished(finished));
      case JobMessage.Warned warned -> err.println("warning: " + warned.text());
      case JobMessage.Noted noted -> err.println(noted.text());
      case JobMessage.TaskStarted started -> {}
      case JobMessage.TaskProgressed progressed -> {}
    }
  }

  @Override
  public synchronized void failed(int exitStatus, String line) {
    err.println("viseme: " + line);
  }
}
