package studio.viseme.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import studio.viseme.app.Amounts;
import studio.viseme.job.JobMessage;

/** The words for progress. */
final class ProgressText {
  private static final int BAR_CELLS = 24;

  private ProgressText() {}

  /** {@code landmarks: 12.3 s}, indented by its depth. */
  static String finished(JobMessage.TaskFinished task) {
    String end = task.skipped() ? "up to date" : Amounts.seconds(task.seconds());
    return "  ".repeat(task.depth()) + task.task() + ": " + end;
  }

  /** {@code train ━━━━━━──── 60 % 1,200/2,000 steps, 12 s left, loss 0.021}, cut at the width. */
  static String bar(JobMessage.TaskProgressed task, OptionalDouble secondsLeft, int width) {
    StringBuilder line = new StringBuilder("  ".repeat(task.depth())).append(task.task());
    if (task.total() > 0) {
      double fraction = Math.clamp(task.done() / (double) task.total(), 0, 1);
      int full = (int) Math.round(fraction * BAR_CELLS);
      line.append(' ').append("━".repeat(full)).append("─".repeat(BAR_CELLS - full));
      line.append(text(" %3.0f %% %,d/%,d", Math.floor(fraction * 100), task.done(), task.total()));
    } else {
      line.append(text(" %,d", task.done()));
    }
    line.append(' ').append(task.unit());
    secondsLeft.ifPresent(left -> line.append(", ").append(Amounts.seconds(left)).append(" left"));
    if (!task.detail().isEmpty()) {
      line.append(", ").append(task.detail());
    }
    return line.length() <= width ? line.toString() : line.substring(0, Math.max(0, width));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
