package studio.viseme.capture;

import studio.viseme.image.Rectangle;
import studio.viseme.speech.SpeechEncoder;

/**
 * The imported clip: the head crop that everything else works on, and where it came from.
 *
 * @param width of the crop's frames, pixels; a multiple of 16
 * @param height the same
 * @param frames how many, at {@link #FPS} a second
 * @param sourceWidth of the source's frames after rotation, pixels
 * @param sourceHeight the same
 * @param sourceFps the source's own frame rate
 * @param crop the crop's place in the source's frames; scaled to width × height
 * @param speechSamples at 16 kHz mono
 */
public record ClipInfo(
    int width,
    int height,
    int frames,
    int sourceWidth,
    int sourceHeight,
    double sourceFps,
    Rectangle crop,
    long speechSamples) {
  /** Frames a second of every clip. */
  public static final int FPS = 25;

  /** Samples of speech in the clip's first so many frames: frames begin at whole samples. */
  public static long samples(int frames) {
    return (long) frames * (SpeechEncoder.SAMPLE_RATE / FPS);
  }

  /**
   * The first frame that training and every fit must not see: the last tenth of the clip, at least
   * 20 frames, is held out. Equal to {@link #frames()} when the clip is too short to hold any out.
   */
  public int firstHeldOutFrame() {
    int heldOut = frames / 10;
    return heldOut >= 20 ? frames - heldOut : frames;
  }
}
