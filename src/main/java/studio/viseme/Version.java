package studio.viseme;

/** The program's name and version. */
public final class Version {
  public static final String NAME = "Viseme Studio";
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
