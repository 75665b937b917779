package studio.viseme.avatar.syncgaussian;

import java.util.Optional;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.speech.LipEvents;
import studio.viseme.store.SafeTensors;

/**
 * Speech becomes an expression code, the one that the tracked face has in training: a regression
 * answers, and a calibration brings its answer to life.
 */
record CodeHearing(FaceModel face, SpeechRegression speech, MouthCalibration calibration)
    implements Hearing {
  @Override
  public float[] of(FrameState state) {
    return switch (state.mouth()) {
      case SPEECH -> calibration.apply(face, speech.hear(state.speech(), speech.taps.lag()));
      case NEW_SPEECH -> anothers(state.speech());
      case MEAN -> new float[face.dims()];
      case REST -> calibration.rest().clone();
    };
  }

  /**
   * Another sound than the clip's own, which is in time whether the clip's is or not: closures and
   * pauses are also those that are sure.
   */
  private float[] anothers(float[] window) {
    SpeechWindow cut = speech.taps.window();
    Optional<LipEvents> events = LipEvents.in(cut.encoder(), cut.width());
    double moment = speech.taps.middle();
    return calibration.apply(
        face,
        speech.hear(window, 0),
        events.map(lips -> lips.meets(window, moment)).orElse(0f),
        events.map(lips -> lips.rests(window, moment)).orElse(0f));
  }

  @Override
  public Hearing showing(ShownOpening shown) {
    return new CodeHearing(face, speech, calibration.showing(shown));
  }

  @Override
  public void write(SafeTensors.Writer out) {
    int size = speech.taps.size();
    out.floats("speech.examples", speech.examples, speech.examples.length / size, size);
    out.floats("speech.coefficients", speech.coefficients);
    out.floats("speech.offsets", speech.offsets);
    out.floats(
        "mouth.gain",
        new float[] {
          calibration.gain(),
          calibration.match(),
          calibration.shutBelow(),
          calibration.shutGap(),
          calibration.speaking()
        });
    out.floats("mouth.predicted", calibration.predicted());
    out.floats("mouth.real", calibration.real());
    out.floats("mouth.opening", calibration.perCentimetre());
    out.floats("mouth.rest", calibration.rest());
  }

  @Override
  public void close() {
    speech.close();
  }
}
