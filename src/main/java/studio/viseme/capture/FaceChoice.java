package studio.viseme.capture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several faces a video is about, in the user's words: {@code 2}, {@code left}, {@code
 * right}, or the place of one, {@code 640,300}.
 */
public sealed interface FaceChoice {
  /** Counted from 1 at the picture's left. */
  record Numbered(int number) implements FaceChoice {
    @Override
    public String toString() {
      return Integer.toString(number);
    }
  }

  /** The one that is farthest to a side. */
  enum Outermost implements FaceChoice {
    LEFT,
    RIGHT;

    @Override
    public String toString() {
      return this == LEFT ? "left" : "right";
    }
  }

  /** The one that is nearest to a place, pixels of the upright video. */
  record Nearest(int x, int y) implements FaceChoice {
    @Override
    public String toString() {
      return x + "," + y;
    }
  }

  /**
   * @throws NumberFormatException for anything else
   */
  static FaceChoice parse(String text) {
    String word = text.strip();
    for (Outermost side : Outermost.values()) {
      if (word.equalsIgnoreCase(side.toString())) {
        return side;
      }
    }
    Matcher place = Pattern.compile("(\\d{1,6})\\s*,\\s*(\\d{1,6})").matcher(word);
    if (place.matches()) {
      return new Nearest(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }
    int number = Integer.parseInt(word);
    if (number < 1) {
      throw new NumberFormatException(text);
    }
    return new Numbered(number);
  }
}
