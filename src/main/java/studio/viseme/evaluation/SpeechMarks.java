package studio.viseme.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import studio.viseme.job.JobException;
import studio.viseme.store.AtomicFiles;

/**
 * What somebody saw in the spectrogram of a recording, in whatever language: when lips are shut for
 * a p, b or m, and when nobody speaks.
 *
 * @param closures in the order of the file
 * @param silences the same
 */
public record SpeechMarks(List<Closure> closures, List<Silence> silences) {
  /** The sound that stands for silence. */
  private static final String SILENCE = "-";

  /** How sure whoever marked it was. */
  public enum Certainty {
    SURE,
    LIKELY,
    /** Kept for the record, and not counted. */
    DOUBTFUL
  }

  /**
   * Lips that must be shut.
   *
   * @param start seconds from the recording's beginning
   * @param end the same, later
   */
  public record Closure(double start, double end, String sound, Certainty certainty) {
    boolean counts() {
      return certainty != Certainty.DOUBTFUL;
    }
  }

  /** Seconds in which nobody speaks. */
  public record Silence(double start, double end) {}

  public SpeechMarks {
    closures = List.copyOf(closures);
    silences = List.copyOf(silences);
  }

  /**
   * Reads marks: a line each, start and end in seconds, {@code p}, {@code b}, {@code m} or {@code
   * -} for silence, and {@code sure}, {@code likely} or {@code doubtful}, between tabs; lines that
   * begin with # are comments.
   *
   * @throws JobException (input) for another file
   */
  public static SpeechMarks read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
    List<Closure> closures = new ArrayList<>();
    List<Silence> silences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
        Closure mark = mark(lines.get(i), file, i + 1);
        if (mark.sound().equals(SILENCE)) {
          silences.add(new Silence(mark.start(), mark.end()));
        } else {
          closures.add(mark);
        }
      }
    }
    return new SpeechMarks(closures, silences);
  }

  private static Closure mark(String line, Path file, int number) {
    String[] parts = line.split("\t", -1);
    try {
      if (parts.length == 4 && parts[2].matches("[pbm-]")) {
        double start = Double.parseDouble(parts[0]);
        double end = Double.parseDouble(parts[1]);
        Certainty certainty = Certainty.valueOf(parts[3].strip().toUpperCase(Locale.ROOT));
        if (start >= 0 && end > start && Double.isFinite(end)) {
          return new Closure(start, end, Objects.requireNonNull(parts[2]), certainty);
        }
      }
    } catch (IllegalArgumentException e) {
      // Told below, like a time that runs backwards.
    }
    throw JobException.input(
        "The marks can't be read, line "
            + number
            + " isn't a start, an end, a sound and how sure it is",
        file,
        "give seconds, one of p, b, m and -, and one of sure, likely and doubtful, between tabs");
  }
}
