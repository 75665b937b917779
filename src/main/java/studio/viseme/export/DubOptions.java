package studio.viseme.export;

import java.util.Locale;
import studio.viseme.job.JobException;

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
      new DubOptions(Pose.SOURCE, Blink.SOURCE, new Background.Source());

  private static final String LATER = "not in this version; use ";

  /** Where the head's movement comes from. */
  public enum Pose {
    /** The clip, see {@link ClipPath}: forwards and backwards when the sound is longer. */
    SOURCE,
    /** Nowhere: one frame of the clip near the median pose is held. */
    STILL
  }

  /** Where the lids' movement comes from. */
  public enum Blink {
    /** The clip. */
    SOURCE,
    /** Made up: every two to six seconds, now and then twice. */
    AUTO
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
  }

  /**
   * Reads the words of the command line.
   *
   * @throws JobException (usage) for a word that isn't known, or is known and not made yet
   */
  public static DubOptions parse(String pose, String blink, String background) {
    return new DubOptions(pose(pose), blink(blink), background(background));
  }

  private static Pose pose(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> Pose.SOURCE;
      case "still" -> Pose.STILL;
      default ->
          throw JobException.usage(
              "A pose from a file", "--pose " + word, LATER + "source or still");
    };
  }

  private static Blink blink(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> Blink.SOURCE;
      case "auto" -> Blink.AUTO;
      default ->
          throw JobException.usage(
              "Blinks from a file", "--blink " + word, LATER + "source or auto");
    };
  }

  private static Background background(String word) {
    if (word.matches("#[0-9a-fA-F]{6}")) {
      return new Background.Colour(Integer.parseInt(word.substring(1), 16));
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "source" -> new Background.Source();
      case "plate" -> new Background.Plate();
      case "none" ->
          throw JobException.usage(
              "A transparent film", "--background none", LATER + "source, plate or #RRGGBB");
      default ->
          throw JobException.usage(
              "A background from a file",
              "--background " + word,
              LATER + "source, plate or #RRGGBB");
    };
  }
}
