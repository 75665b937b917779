package studio.viseme.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A terminal whose words are kept. */
final class Captured {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Terminal terminal(int columns) {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), columns);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<String> errLines() {
    return err().lines().toList();
  }
}
