package studio.viseme.capture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/**
 * How a video becomes a clip, as the user asked for it when the project was made.
 *
 * @param crop a square of the upright source; empty to propose one around the head
 * @param range from and to, seconds of the source; empty for all of it
 * @param face which face; empty when there is only one
 * @param audioTrack from 0
 * @param fieldOfView of the whole source picture's width, degrees; empty when it isn't known
 */
public record ImportOptions(
    Optional<Rectangle> crop,
    Optional<Range> range,
    Optional<FaceChoice> face,
    int audioTrack,
    OptionalDouble fieldOfView) {
  /** Nothing asked for. */
  public static final ImportOptions NONE =
      new ImportOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), 0, OptionalDouble.empty());

  private static final String CROP = "crop";
  private static final String RANGE = "range";
  private static final String FACE = "face";
  private static final String AUDIO_TRACK = "audio-track";
  private static final String FIELD_OF_VIEW = "fov";

  /** A stretch of time, seconds. */
  public record Range(double from, double to) {
    /** {@code FROM-TO}. */
    static Range parse(String text) {
      String[] parts = text.strip().split("-", -1);
      if (parts.length != 2) {
        throw new NumberFormatException(text);
      }
      Range range = new Range(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      if (!(range.from >= 0 && range.to > range.from)) {
        throw new NumberFormatException(text);
      }
      return range;
    }

    @Override
    public String toString() {
      return from + "-" + to;
    }
  }

  /** What a project keeps of these, by the names of the command line. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    crop.ifPresent(box -> map.put(CROP, box.x() + "," + box.y() + "," + box.width()));
    range.ifPresent(stretch -> map.put(RANGE, stretch.toString()));
    face.ifPresent(choice -> map.put(FACE, choice.toString()));
    if (audioTrack > 0) {
      map.put(AUDIO_TRACK, Integer.toString(audioTrack));
    }
    fieldOfView.ifPresent(degrees -> map.put(FIELD_OF_VIEW, Double.toString(degrees)));
    return map;
  }

  /**
   * @throws JobException (usage) when a value can't be understood
   */
  public static ImportOptions of(Map<String, String> options) {
    Optional<Double> degrees =
        value(options, FIELD_OF_VIEW, "degrees such as 50", Double::valueOf)
            .filter(d -> d > 1 && d < 170);
    return new ImportOptions(
        value(options, CROP, "X,Y,SIZE in pixels", ImportOptions::square),
        value(options, RANGE, "FROM-TO in seconds", Range::parse),
        value(options, FACE, "a number from 1 on, left, right, or X,Y", FaceChoice::parse),
        value(options, AUDIO_TRACK, "a number from 0 on", Integer::valueOf).orElse(0),
        degrees.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  /**
   * @throws JobException (input) when somebody edited the project's options into nonsense
   */
  static ImportOptions of(ProjectFolder project) {
    try {
      return of(project.manifest().options());
    } catch (JobException e) {
      throw JobException.input(
          e.what() + " as the option " + e.where(),
          project.folder().resolve("project.json"),
          "restore it from a copy or make it anew");
    }
  }

  private static Rectangle square(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 3) {
      throw new NumberFormatException(text);
    }
    int size = Integer.parseInt(parts[2].strip());
    return new Rectangle(
        Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()), size, size);
  }

  private static <T> Optional<T> value(
      Map<String, String> options, String name, String form, Function<String, T> parse) {
    String text = options.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (NumberFormatException e) {
      throw JobException.usage("\"" + text + "\" can't be understood", "--" + name, "give " + form);
    }
  }
}
