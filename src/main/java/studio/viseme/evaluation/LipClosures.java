package studio.viseme.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import studio.viseme.capture.ClipInfo;
import studio.viseme.job.JobException;
import studio.viseme.store.AtomicFiles;

/**
 * Whether lips meet where a word begins or ends with p, b or m, as they must. Moments come from the
 * times of the words. Lips meet at a moment when they look closed in some frame within {@value
 * #REACH} frames of it: words are timed to a syllable, and films are out of time by a frame or two.
 *
 * @param moments whose frames were all measured
 * @param real at how many the real lips meet
 * @param shown at how many the avatar's meet
 */
public record LipClosures(int moments, int real, int shown) {
  private static final int REACH = 3;

  /** What {@link #relative} should be. */
  public static final double GOAL = 0.95;

  /**
   * A word with its time.
   *
   * @param start seconds from the clip's beginning
   * @param end the same, later
   */
  public record Word(double start, double end, String text) {}

  /** How often the avatar's lips meet, of how often the real ones do; NaN where those never do. */
  public double relative() {
    return real == 0 ? Double.NaN : (double) shown / real;
  }

  /**
   * Reads words: a line each, start and end in seconds and the word, between tabs; lines that begin
   * with # are comments.
   *
   * @throws JobException (input) for another file
   */
  public static List<Word> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
        words.add(word(lines.get(i), file, i + 1));
      }
    }
    return List.copyOf(words);
  }

  private static Word word(String line, Path file, int number) {
    String[] parts = line.split("\t", -1);
    try {
      if (parts.length >= 3) {
        double start = Double.parseDouble(parts[0]);
        double end = Double.parseDouble(parts[1]);
        if (start >= 0 && end >= start && Double.isFinite(end)) {
          return new Word(start, end, parts[2].strip());
        }
      }
    } catch (NumberFormatException e) {
      // Told below, like a time that runs backwards.
    }
    throw JobException.input(
        "The words can't be read, line " + number + " isn't a start, an end and a word",
        file,
        "give seconds and the word, between tabs");
  }

  /**
   * When lips must meet, in seconds, by how English is spelled: at the beginning of a word with p,
   * b or m, but for ph, ps, pn and pt, and at the end of one with p, m, or b that isn't silent. The
   * name of a letter is a word of its own.
   */
  static List<Double> moments(List<Word> words) {
    List<Double> moments = new ArrayList<>();
    for (Word word : words) {
      String text = word.text().toLowerCase(Locale.ROOT);
      boolean letter = text.length() == 1;
      if (text.matches(letter ? "[pb]" : "[bm].*|p[^hsnt].*")) {
        moments.add(word.start());
      }
      if (text.matches(letter ? "m" : ".*(p|m|[^m]b)")) {
        moments.add(word.end());
      }
    }
    return moments;
  }

  /** Looks at the measured frames of an evaluation. */
  public static LipClosures of(List<Word> words, Evaluation evaluation) {
    Evaluation.Curves curves = evaluation.curves();
    return of(words, evaluation.clip().frames(), curves.frames(), curves.realGap(), curves.gap());
  }

  /**
   * @param frames that were measured, ascending
   * @param realGap of each of them, centimetres
   */
  static LipClosures of(List<Word> words, int count, int[] frames, double[] realGap, double[] gap) {
    int[] place = new int[count];
    for (int i = 0; i < frames.length; i++) {
      place[frames[i]] = i + 1;
    }
    int moments = 0;
    int real = 0;
    int shown = 0;
    for (double moment : moments(words)) {
      int center = (int) Math.round(moment * ClipInfo.FPS);
      boolean whole = center >= REACH && center + REACH < count;
      double narrowest = Double.POSITIVE_INFINITY;
      double narrowestShown = Double.POSITIVE_INFINITY;
      for (int f = center - REACH; whole && f <= center + REACH; f++) {
        whole = place[f] > 0 && !Double.isNaN(realGap[place[f] - 1] + gap[place[f] - 1]);
        if (whole) {
          narrowest = Math.min(narrowest, realGap[place[f] - 1]);
          narrowestShown = Math.min(narrowestShown, gap[place[f] - 1]);
        }
      }
      moments += whole ? 1 : 0;
      real += whole && narrowest < FilmMeter.CLOSES_CM ? 1 : 0;
      shown += whole && narrowestShown < FilmMeter.CLOSES_CM ? 1 : 0;
    }
    return new LipClosures(moments, real, shown);
  }
}
