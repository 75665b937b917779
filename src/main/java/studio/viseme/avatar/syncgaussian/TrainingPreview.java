package studio.viseme.avatar.syncgaussian;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * Shows a watcher the avatar as it stands between two steps. Rendering overwrites only what a
 * model's forward pass leaves behind, and the next step makes that anew: the run's bits are the
 * same with and without it.
 */
final class TrainingPreview {
  private final Capture capture;
  private final SpeechEncoder encoder;
  private final TrainingWatcher watcher;
  private @Nullable FeatureSequence speechFeatures;

  TrainingPreview(Capture capture, SpeechEncoder encoder, TrainingWatcher watcher) {
    this.capture = capture;
    this.encoder = encoder;
    this.watcher = watcher;
  }

  /** Renders what the watcher wants to see, if anything. */
  void offer(
      int step,
      boolean deformed,
      Knowledge knowledge,
      HeadModel model,
      Hearing hearing,
      PoseCorrections corrections) {
    OptionalInt wanted = watcher.wantedFrame();
    if (wanted.isEmpty()) {
      return;
    }
    int frame = Math.clamp(wanted.getAsInt(), 0, capture.clip().frames() - 1);
    SyncGaussianAvatar.View view = new SyncGaussianAvatar.View(knowledge, model, hearing);
    watcher.seen(frame, step, view.render(state(frame, knowledge, corrections), deformed));
  }

  private FrameState state(int frame, Knowledge knowledge, PoseCorrections corrections) {
    if (speechFeatures == null) {
      speechFeatures = encoder.encode(capture.speech());
    }
    double seconds = (double) frame / ClipInfo.FPS;
    return new FrameState(
        corrections.apply(frame, capture.head().poses().get(frame)),
        capture.upperFace(frame),
        knowledge.taps().window().cut(speechFeatures, seconds));
  }
}
