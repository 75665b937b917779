package studio.viseme;

import java.util.Optional;

/** The program's name, its version, and the commit it runs from. */
public final class Version {
  public static final String NAME = "Viseme Studio";
  public static final String NUMBER = "0.1.0";

  private Version() {}

  /** The full hash of the commit, as the launcher says; empty where it can't know. */
  public static Optional<String> commit() {
    return Optional.ofNullable(System.getProperty("viseme.commit"))
        .filter(hash -> hash.matches("[0-9a-f]{40}"));
  }
}
