package studio.viseme.cli;

import java.io.PrintWriter;
import studio.viseme.job.JobMessage;

/** Says only what a user must know: warnings and errors. */
final class NoProgress implements ProgressView {
  private final PrintWriter err;

  NoProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(JobMessage message) {
    if (message instanceof JobMessage.Warned warned) {
      err.println("warning: " + warned.text());
    }
  }

  @Override
  public synchronized void failed(int exitStatus, String line) {
    err.println("viseme: " + line);
  }
}
