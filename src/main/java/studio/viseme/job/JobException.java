package studio.viseme.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one error a job ends with, in words for the person in front of it: what is wrong, where, and
 * what to do about it. Everything a user can cause or cure is thrown as this; anything else that
 * escapes a job is a fault of ours.
 */
public final class JobException extends RuntimeException {
  /** Who can cure it; each has the exit status of the command line. */
  public enum Kind {
    /** The command or its options are wrong. */
    USAGE(2),
    /** The input, or the project, can't be used. */
    INPUT(3),
    /** The work was done, and a check of its result failed. */
    CHECK(4),
    /** A fault of the program. */
    FAULT(70),
    /** The user stopped it. */
    CANCELLED(130);

    private final int exitStatus;

    Kind(int exitStatus) {
      this.exitStatus = exitStatus;
    }

    public int exitStatus() {
      return exitStatus;
    }
  }

  private final Kind kind;
  private final String what;
  private final String where;
  private final String remedy;

  public JobException(Kind kind, String what, String where, String remedy) {
    this(kind, what, where, remedy, null);
  }

  public JobException(
      Kind kind, String what, String where, String remedy, @Nullable Throwable cause) {
    super(line(what, where, remedy), cause);
    this.kind = Objects.requireNonNull(kind);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }

  /** An input that can't be used (exit status 3). */
  public static JobException input(String what, Object where, String remedy) {
    return new JobException(Kind.INPUT, what, String.valueOf(where), remedy);
  }

  /** A wrong command or option (exit status 2). */
  public static JobException usage(String what, Object where, String remedy) {
    return new JobException(Kind.USAGE, what, String.valueOf(where), remedy);
  }

  /** A result that failed its check (exit status 4). */
  public static JobException check(String what, Object where, String remedy) {
    return new JobException(Kind.CHECK, what, String.valueOf(where), remedy);
  }

  public Kind kind() {
    return kind;
  }

  public String what() {
    return what;
  }

  public String where() {
    return where;
  }

  public String remedy() {
    return remedy;
  }

  private static String line(String what, String where, String remedy) {
    StringBuilder line = new StringBuilder(what);
    if (where != null && !where.isBlank()) {
      line.append(" (").append(where).append(')');
    }
    if (remedy != null && !remedy.isBlank()) {
      line.append(": ").append(remedy);
    }
    return line.toString();
  }
}
