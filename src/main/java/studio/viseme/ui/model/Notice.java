package studio.viseme.ui.model;

/**
 * Something the user should know of the footage.
 *
 * @param text one line: what, where, what to do
 */
public record Notice(Severity severity, String text) {
  /** How grave it is, in rising order. */
  public enum Severity {
    INFO,
    WARNING,
    PROBLEM
  }
}
