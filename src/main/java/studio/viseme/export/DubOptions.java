package studio.viseme.export;

import java.nio.file.Path;
import java.util.Locale;
import studio.viseme.job.JobException;
import studio.viseme.media.FilmFormat;

/**
 * What a dub takes from the source and what it makes up.
 *
 * @param pose where the head's movement comes from
 * @param blink where the lids' movement comes from
 * @param background what is behind the person
 */
public record DubOptions(Pose pose, Blink blink, Background background) {
  /** Everything but the mouth as it was filmed. */
  public static final DubOptions SOURCE =
      new DubOptions(new Pose.Source(), new Blink.Source(), new Background.Source());

  /** Where the head's movement comes from. */
  public sealed interface Pose {
    /** The clip, see {@link ClipPath}: forwards and backwards when the sound is longer. */
    record Source() implements Pose {}

    /** Nowhere: one frame of the clip near the median pose is held. */
    record Still() implements Pose {}

    /** A file; before the same held frame. */
    record FromFile(Path file) implements Pose {}
  }

  /** Where the lids' movement comes from. */
  public sealed interface Blink {
    /** The clip. */
    record Source() implements Blink {}

    /** Made up: every two to six seconds, now and then twice. */
    record Auto() implements Blink {}

    /** A file. */
    record FromFile(Path file) implements Blink {}
  }

  /**
   * What is behind the person. Anything but the source gives a film of the crop, where the person
   * is known.
   */
  public sealed interface Background {
    /** The filmed frame, full size; only the head is replaced. */
    record Source() implements Background {}

    /** The clip's background without the person, as analysis found it. */
    record Plate() implements Background {}

    /** One colour, {@code 0xRRGGBB}. */
    record Colour(int rgb) implements Background {}

    /** A picture from a file, which covers the frame. */
    record Picture(Path file) implements Background {}

    /** Nothing: what is made can be seen through. */
    record None() implements Background {}
  }

  /** The kind of film that they ask for. */
  public FilmFormat format() {
    return background instanceof Background.None ? FilmFormat.MOV_WITH_ALPHA : FilmFormat.MP4;
  }

  /**
   * Reads the words of the command line.
   *
   * @throws JobException (usage) for a word that isn't known
   */
  public static DubOptions parse(String pose, String blink, String background) {
    return new DubOptions(pose(pose), blink(blink), background(background));
  }

  private static Pose pose(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> new Pose.Source();
      case "still" -> new Pose.Still();
      default -> new Pose.FromFile(file("--pose", word, "source or still"));
    };
  }

  private static Blink blink(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> new Blink.Source();
      case "auto" -> new Blink.Auto();
      default -> new Blink.FromFile(file("--blink", word, "source or auto"));
    };
  }

  /** Whoever mistypes a word means no file; a file says by its name that it is one. */
  private static Path file(String option, String word, String words) {
    if (!word.toLowerCase(Locale.ROOT).endsWith(".json")) {
      throw JobException.usage(
          "That is neither a word that is known nor a file of keys",
          option + " " + word,
          "use " + words + ", or a file that ends in .json");
    }
    return Path.of(word);
  }

  private static Path picture(String word) {
    if (!word.contains(".")) {
      throw JobException.usage(
          "That is neither a word that is known nor a picture",
          "--background " + word,
          "use source, plate, none, #RRGGBB, or a file such as office.jpg");
    }
    return Path.of(word);
  }

  /**
   * Reads one word of the command line.
   *
   * @throws JobException (usage) for a word that isn't known
   */
  public static Background background(String word) {
    if (word.matches("#[0-9a-fA-F]{6}")) {
      return new Background.Colour(Integer.parseInt(word.substring(1), 16));
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> new Background.Source();
      case "plate" -> new Background.Plate();
      case "none" -> new Background.None();
      default -> new Background.Picture(picture(word));
    };
  }
}
