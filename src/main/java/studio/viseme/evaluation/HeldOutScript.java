package studio.viseme.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * What drives the avatar through the held-out part of a clip: the held-out sound, the tracked head
 * pose, and the upper face. This is the only door between held-out frames and a renderer. It
 * doesn't ask for their pixels, landmarks or lower face. Corrections of the pose come from above
 * the nose, six numbers a frame ({@link studio.viseme.avatar.PoseAlignment}).
 *
 * <p>The sound is cut at the first held-out frame and encoded on its own, as a new recording would
 * be.
 */
final class HeldOutScript {
  private final Capture capture;
  private final SpeechWindow window;
  private final PoseCorrections poses;
  private final int first;
  private final float[] sound;
  private final FeatureSequence speech;
  private final FeatureSequence shuffled;

  /**
   * @param poses corrects the tracked poses
   */
  HeldOutScript(
      Capture capture, SpeechEncoder encoder, SpeechWindow window, PoseCorrections poses) {
    ClipInfo clip = capture.clip();
    this.capture = capture;
    this.window = window;
    this.poses = poses;
    this.first = clip.firstHeldOutFrame();
    float[] whole = capture.speech();
    int start = (int) Math.min(whole.length, ClipInfo.samples(first));
    this.sound = Arrays.copyOfRange(whole, start, whole.length);
    this.speech = encoder.encode(sound);
    this.shuffled = encoder.encode(halfTurn(sound));
  }

  /** The held-out frames that may be measured, in order. */
  List<Integer> frames() {
    return IntStream.range(first, capture.clip().frames()).filter(capture::usable).boxed().toList();
  }

  /** The held-out sound, from {@link #first} on. */
  float[] sound() {
    return sound.clone();
  }

  /** The first held-out frame. */
  int first() {
    return first;
  }

  /** What the avatar is given for a held-out frame. */
  FrameState at(int frame) {
    return state(frame, speech);
  }

  /**
   * The same with the held-out sound turned round by half its length, so that it fits nothing that
   * is seen.
   */
  FrameState withShuffledSound(int frame) {
    return state(frame, shuffled);
  }

  private FrameState state(int frame, FeatureSequence features) {
    return new FrameState(
        poses.apply(frame, capture.head().poses().get(frame)),
        capture.upperFace(frame),
        window.cut(features, frame - first, ClipInfo.FPS));
  }

  private static float[] halfTurn(float[] samples) {
    float[] turned = new float[samples.length];
    int half = samples.length / 2;
    System.arraycopy(samples, half, turned, 0, samples.length - half);
    System.arraycopy(samples, 0, turned, samples.length - half, half);
    return turned;
  }
}
