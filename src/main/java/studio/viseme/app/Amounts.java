package studio.viseme.app;

import java.util.Locale;

/** Times and sizes in words, the same in every front. */
public final class Amounts {
  private Amounts() {}

  /** {@code 1.3 s}, {@code 75 s}, {@code 2 min 30 s} or {@code 2 h 30 min}. */
  public static String seconds(double seconds) {
    if (seconds < 10) {
      return text("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? text("%d min %02d s", whole / 60, whole % 60)
        : text("%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  /** {@code 0.5 MB} or {@code 1.2 GB}. */
  public static String bytes(long bytes) {
    return bytes < 1_000_000_000L ? text("%.1f MB", bytes / 1e6) : text("%.1f GB", bytes / 1e9);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
