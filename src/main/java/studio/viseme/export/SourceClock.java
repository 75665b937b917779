package studio.viseme.export;

import studio.viseme.capture.ClipInfo;

/**
 * Which pictures of a video are which frames of its clip. A clip has {@value ClipInfo#FPS} frames a
 * second, each the picture nearest to its moment; a video of another rate has pictures between
 * them, or too few.
 *
 * <p>Pictures are counted from the video's first, which assumes that they follow one another at one
 * rate. A video whose rate changes has no such count: its films show the clip's frames instead
 * ({@link #OF_CLIP}).
 *
 * @param fps pictures a second
 * @param start where the clip begins in the video, seconds
 */
record SourceClock(double fps, double start) {
  /** The clip itself: its frames are the pictures. */
  static final SourceClock OF_CLIP = new SourceClock(ClipInfo.FPS, 0);

  /** A rate so near the clip's gains or loses less than a picture in ten minutes. */
  private static final double SAME_RATE = 5e-5;

  SourceClock {
    if (!(fps > 0) || !(start >= 0)) {
      throw new IllegalArgumentException(fps + " pictures a second from " + start + " s on");
    }
  }

  /** Of a video; its own rate where it has one. */
  static SourceClock of(SourceVideo source) {
    double fps = source.fps().orElse(ClipInfo.FPS);
    boolean same = Math.abs(fps / ClipInfo.FPS - 1) < SAME_RATE;
    return new SourceClock(same ? ClipInfo.FPS : fps, source.startSeconds());
  }

  /** Whether each frame of the clip is the next picture of the video. */
  boolean isClipRate() {
    return fps == ClipInfo.FPS;
  }

  /** The picture that a frame of the clip shows. */
  int picture(int clipFrame) {
    return (int) Math.round((start + clipFrame / (double) ClipInfo.FPS) * fps);
  }

  /** When a picture is shown, seconds after the first of the video. */
  double seconds(int picture) {
    return picture / fps;
  }

  /** The last frame of the clip that shows this picture or one before it; negative before all. */
  int frameAt(int picture) {
    int frame = (int) Math.floor((seconds(picture) - start) * ClipInfo.FPS) - 1;
    while (picture(frame + 1) <= picture) {
      frame++;
    }
    while (picture(frame) > picture) {
      frame--;
    }
    return frame;
  }
}
