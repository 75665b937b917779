package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import studio.viseme.app.TimeLeft;
import studio.viseme.job.JobMessage;

/** One JSON object a line; the schema stands in {@code docs/reference/progress.md}. */
final class JsonProgress implements ProgressView {
  private final PrintWriter err;
  private final Deque<TimeLeft> running = new ArrayDeque<>();

  JsonProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(JobMessage message) {
    ObjectNode line =
        switch (message) {
          case JobMessage.TaskStarted m -> {
            running.push(new TimeLeft(m.at()));
            yield event("started", m.at())
                .put("task", m.task())
                .put("depth", m.depth())
                .put("total", m.total())
                .put("unit", m.unit());
          }
          case JobMessage.TaskProgressed m -> progressed(m);
          case JobMessage.TaskFinished m -> {
            if (!m.skipped() && !running.isEmpty()) {
              running.pop();
            }
            yield event("finished", m.at())
                .put("task", m.task())
                .put("depth", m.depth())
                .put("skipped", m.skipped())
                .put("seconds", m.seconds());
          }
          case JobMessage.Warned m -> event("warning", m.at()).put("text", m.text());
          case JobMessage.Noted m -> event("note", m.at()).put("text", m.text());
        };
    print(line);
  }

  private ObjectNode progressed(JobMessage.TaskProgressed m) {
    ObjectNode line =
        event("progress", m.at())
            .put("task", m.task())
            .put("depth", m.depth())
            .put("done", m.done())
            .put("total", m.total())
            .put("unit", m.unit())
            .put("detail", m.detail());
    if (!running.isEmpty()) {
      running.peek().seconds(m).ifPresent(left -> line.put("secondsLeft", left));
    }
    return line;
  }

  @Override
  public synchronized void failed(int exitStatus, String text) {
    print(event("error", Instant.now()).put("exitStatus", exitStatus).put("text", text));
  }

  private static ObjectNode event(String name, Instant at) {
    return JsonNodeFactory.instance.objectNode().put("event", name).put("at", at.toString());
  }

  private void print(ObjectNode line) {
    err.println(line);
    err.flush();
  }
}
