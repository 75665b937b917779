package studio.viseme.sample.voice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import studio.viseme.job.JobException;
import studio.viseme.store.Json;

/**
 * What the presenter says.
 *
 * @param title of the piece
 * @param pitch of the voice, hertz
 * @param tempo how fast, 1 is calm
 * @param sentences in order
 */
public record SampleScript(String title, double pitch, double tempo, List<Sentence> sentences) {
  private static final double LEAD = 0.45;
  private static final double TAIL = 0.60;
  private static final double COMMA = 0.24;
  private static final double STOP = 0.46;

  /**
   * One sentence.
   *
   * @param text as it is written
   * @param phones as it is spoken: ARPAbet with stress digits at vowels, {@code |} between words,
   *     {@code ,} for a short pause
   */
  public record Sentence(String text, String phones) {
    boolean isQuestion() {
      return text.strip().endsWith("?");
    }
  }

  /** A script that comes with the program: {@code presenter} or {@code dub}. */
  public static SampleScript bundled(String name) {
    String path = "/sample/" + name + ".json";
    try (InputStream in = SampleScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the script " + path + " isn't on the class path");
      }
      return Json.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          SampleScript.class,
          name + ".json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * When each sound is said. Rules after Klatt (1976): a sound has an inherent and a least
   * duration; unstressed vowels and consonants in clusters are shorter, the last syllable before a
   * pause is longer.
   *
   * @throws JobException (input) when a symbol isn't ARPAbet
   */
  public List<TimedPhone> timing() {
    List<TimedPhone> timed = new ArrayList<>();
    double now = add(timed, Phone.SIL, 0, 0, LEAD, 0);
    for (int s = 0; s < sentences.size(); s++) {
      String[] symbols =
          sentences.get(s).phones().replace("|", " | ").replace(",", " , ").strip().split("\\s+");
      for (int i = 0; i < symbols.length; i++) {
        if (symbols[i].equals("|")) {
          continue;
        }
        if (symbols[i].equals(",")) {
          now = add(timed, Phone.SIL, 0, now, COMMA, s);
          continue;
        }
        Phone phone = phone(symbols[i], s);
        double share = share(symbols, i, s);
        double seconds =
            phone.leastSeconds()
                + Math.max(0, phone.inherentSeconds() * share - phone.leastSeconds());
        now = add(timed, phone, stress(symbols[i]), now, seconds / tempo, s);
      }
      now = add(timed, Phone.SIL, 0, now, s == sentences.size() - 1 ? TAIL : STOP, s);
    }
    return List.copyOf(timed);
  }

  /** How much of its inherent duration a sound gets. */
  private double share(String[] symbols, int i, int sentence) {
    Phone phone = phone(symbols[i], sentence);
    boolean vowel = phone.kind() == Phone.Kind.VOWEL;
    double share =
        vowel ? (stress(symbols[i]) == 1 ? 0.92 : stress(symbols[i]) == 2 ? 0.78 : 0.62) : 0.92;
    boolean laterVowel = false;
    for (int k = i + 1; k < symbols.length && !symbols[k].equals(","); k++) {
      laterVowel |=
          !symbols[k].equals("|") && phone(symbols[k], sentence).kind() == Phone.Kind.VOWEL;
    }
    if (!laterVowel) {
      share *= vowel ? 1.40 : 1.22;
    }
    boolean clustered =
        i > 0 && isConsonant(symbols[i - 1], sentence)
            || i + 1 < symbols.length && isConsonant(symbols[i + 1], sentence);
    if (!vowel && clustered) {
      share *= 0.80;
    }
    if (vowel
        && i + 1 < symbols.length
        && isConsonant(symbols[i + 1], sentence)
        && !phone(symbols[i + 1], sentence).isVoiced()) {
      share *= 0.85;
    }
    return share;
  }

  private boolean isConsonant(String symbol, int sentence) {
    return !symbol.equals("|")
        && !symbol.equals(",")
        && phone(symbol, sentence).kind() != Phone.Kind.VOWEL;
  }

  private Phone phone(String symbol, int sentence) {
    try {
      return Phone.valueOf(symbol.replaceAll("[0-2]$", "").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw JobException.input(
          "\"" + symbol + "\" is not a sound in ARPAbet",
          "sentence " + (sentence + 1) + " of " + title,
          "write it as in AH0, S or NG");
    }
  }

  private static int stress(String symbol) {
    char last = symbol.charAt(symbol.length() - 1);
    return Character.isDigit(last) ? last - '0' : 0;
  }

  private static double add(
      List<TimedPhone> timed, Phone phone, int stress, double start, double seconds, int sentence) {
    timed.add(new TimedPhone(phone, stress, start, start + seconds, sentence));
    return start + seconds;
  }
}
