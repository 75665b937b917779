package studio.viseme.capture.check;

import java.util.List;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Rectangle;
import studio.viseme.media.MediaTrack;
import studio.viseme.media.PictureFormat;

/**
 * A clip as it was imported, for the checks that need no tracking.
 *
 * @param frames of the clip
 * @param fps frames a second of the clip
 * @param segments for each frame, the number of cuts before it or at it
 * @param speaks whether somebody speaks, one flag a frame
 * @param sound of the clip
 * @param source the video that the clip was made of
 */
public record Footage(
    FrameSource frames, double fps, int[] segments, boolean[] speaks, Sound sound, Source source) {
  /** The share of the time in which something must be so to be said of the footage as a whole. */
  static final double OFTEN = 0.25;

  /** A clip's sound, of which a piece at a time is read: mono, 16 kHz, −1..1. */
  public interface Sound {
    /** How many there are. */
    long samples();

    float[] read(long first, int count);
  }

  /** What of the source the clip shows, and what it might. */
  public interface Framing {
    /** The clip's frame in the upright source, pixels. */
    Rectangle shown();

    /**
     * The square around a head.
     *
     * @param faces where its face was seen, in the upright source
     * @param alone whether there may be more around it than the head needs
     */
    Fix.Crop proposal(List<Rectangle> faces, boolean alone);
  }

  double seconds() {
    return frames.count() / fps;
  }

  /** Pixels of the source a pixel of the clip. */
  double scale() {
    return (double) source.framing().shown().width() / frames.width();
  }

  /** A box of the clip in the source. */
  Rectangle inSource(Rectangle box) {
    Rectangle shown = source.framing().shown();
    double scale = scale();
    return new Rectangle(
        shown.x() + (int) Math.round(box.x() * scale),
        shown.y() + (int) Math.round(box.y() * scale),
        (int) Math.round(box.width() * scale),
        (int) Math.round(box.height() * scale));
  }

  /**
   * What is known of the source.
   *
   * @param width of its upright pictures, pixels
   * @param height the same
   * @param framing what of it the clip shows
   * @param fps its own mean frame rate
   * @param variableFrameRate whether its pictures follow each other at changing intervals
   * @param longestInterval how long one picture stands at most, seconds
   * @param damagedPictures how many couldn't be decoded whole
   * @param startSeconds of the clip's first frame after the source's first picture
   * @param audioTrack which audio track the speech is from, counted from 0
   * @param silenceSeconds how much silence stands where that track has none
   * @param tracks every track of the file
   */
  public record Source(
      int width,
      int height,
      Framing framing,
      PictureFormat format,
      double fps,
      boolean variableFrameRate,
      double longestInterval,
      long damagedPictures,
      double startSeconds,
      int audioTrack,
      double silenceSeconds,
      List<MediaTrack> tracks) {
    public Source {
      tracks = List.copyOf(tracks);
    }
  }
}
