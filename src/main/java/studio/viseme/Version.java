package studio.viseme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The program's name, its version, and the commit it was built from. */
public final class Version {
  public static final String NAME = "Viseme Studio";
  public static final String NUMBER = "0.1.0";

  private Version() {}

  /** The full hash of the commit; empty when the build found no repository. */
  public static Optional<String> commit() {
    try (InputStream in = Version.class.getResourceAsStream("commit.properties")) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("git.commit.id.full"))
          .filter(hash -> hash.matches("[0-9a-f]{40}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
