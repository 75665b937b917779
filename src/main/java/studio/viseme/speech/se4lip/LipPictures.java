package studio.viseme.speech.se4lip;

/**
 * The lips of a film's frames, cut out upright, at one scale, and where the mouth is at rest: what
 * the lip net looks at.
 *
 * @param pictures of each frame: 3 × {@link #HEIGHT} × {@link #WIDTH} unsigned bytes, colour after
 *     colour; an empty array where a frame shows no face or isn't to be used
 * @param voiced whether there is speech in a frame
 * @param segments the number of the run of frames without a cut that a frame belongs to
 */
public record LipPictures(byte[][] pictures, boolean[] voiced, int[] segments) {
  public static final int WIDTH = 96;
  public static final int HEIGHT = 48;
  public static final int SIZE = 3 * WIDTH * HEIGHT;

  /** Frames a second. */
  public static final int FPS = 25;

  /** Frames that are looked at together. */
  public static final int WINDOW = 5;

  public LipPictures {
    if (voiced.length < pictures.length || segments.length < pictures.length) {
      throw new IllegalArgumentException(pictures.length + " frames");
    }
    for (byte[] picture : pictures) {
      if (picture.length != 0 && picture.length != SIZE) {
        throw new IllegalArgumentException("a picture of " + picture.length);
      }
    }
  }

  public int frames() {
    return pictures.length;
  }

  /** Whether the five frames around a frame can all be seen and belong together. */
  public boolean hasWindow(int frame) {
    int half = WINDOW / 2;
    if (frame < half || frame + half >= pictures.length) {
      return false;
    }
    for (int f = frame - half; f <= frame + half; f++) {
      if (pictures[f].length == 0 || segments[f] != segments[frame]) {
        return false;
      }
    }
    return true;
  }
}
