package studio.viseme.avatar.syncgaussian;

import studio.viseme.avatar.FrameState;
import studio.viseme.store.SafeTensors;

/**
 * The speech feature of the moment is the condition, as published: nothing stands between the
 * encoder and the deformation. Its values are standardised over the training frames.
 *
 * @param silence what is heard of a sound that says nothing
 */
record DirectHearing(SpeechTaps taps, float[] silence) implements Hearing {
  @Override
  public float[] of(FrameState state) {
    return switch (state.mouth()) {
      case SPEECH, NEW_SPEECH -> taps.moment(state.speech());
      case MEAN -> new float[taps.window().width()];
      case REST -> silence.clone();
    };
  }

  @Override
  public void write(SafeTensors.Writer out) {
    out.floats("speech.silence", silence);
  }
}
