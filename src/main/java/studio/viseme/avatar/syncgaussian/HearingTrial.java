package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Engine;
import studio.viseme.face.FaceMesh;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * What an avatar's mouth would do, by geometry alone: the ear of {@link SpeechFit} is fitted to
 * some training frames of a clip and asked about others, and what it answers is laid beside what
 * was tracked. No picture is looked at, so a trial takes seconds. The face's own shape is fitted to
 * all training frames: it is the ear that is on trial.
 */
public final class HearingTrial {
  private final Engine engine;
  private final Capture capture;
  private final JobContext job;
  private final FaceModel face;
  private final int[] training;

  /**
   * @throws studio.viseme.job.JobException (input) for a clip with too few usable frames
   */
  public HearingTrial(Engine engine, Capture capture, JobContext job) {
    this.engine = engine;
    this.capture = capture;
    this.job = job;
    this.training = TrainingSet.usableFrames(capture);
    this.face = FaceModel.fit(capture, training);
  }

  /**
   * A clip as something hears it.
   *
   * @param name of what hears
   * @param training what is heard before the held-out part, without a sample of that
   * @param whole what is heard of all of the clip
   * @param silence what is heard of eight seconds of faint noises
   */
  public record Ear(
      String name, FeatureSequence training, FeatureSequence whole, FeatureSequence silence) {
    public static Ear of(SpeechEncoder encoder, Capture capture, long seed) {
      Sounds sounds = Sounds.of(encoder, capture, seed);
      return new Ear(
          encoder.name(), sounds.speech(), encoder.encode(capture.speech()), sounds.silence());
    }

    /** How it hears a stretch of frames before the held-out ones, as if there were no others. */
    private Sounds sounds(int firstFrame, int lastFrame) {
      int width = training.width();
      int from = (int) Math.min(training.count(), firstFrame * training.rate() / ClipInfo.FPS);
      int to = (int) Math.min(training.count(), (lastFrame + 1) * training.rate() / ClipInfo.FPS);
      FeatureSequence stretch =
          new FeatureSequence(
              width,
              training.rate(),
              Arrays.copyOfRange(training.data(), from * width, to * width));
      SpeechTaps taps =
          SpeechTaps.fit(
                  SpeechTaps.windowFor(name, width, training.rate(), 0),
                  stretch,
                  stretch.count() / training.rate())
              .listening(0);
      return new Sounds(taps, training, silence);
    }
  }

  /**
   * One frame's mouth, as it is heard and as it is.
   *
   * @param gap between the lips, centimetres; slightly negative where they press
   * @param jaw how far the chin is down, centimetres, from its place in the mean face
   * @param lipError mean distance of 40 lip points to their true places, each set less its own
   *     mean, in the plane of the face, centimetres
   * @param stillError the same of the mean mouth
   */
  public record Mouth(
      int frame,
      double gap,
      double realGap,
      double jaw,
      double realJaw,
      double lipError,
      double stillError) {
    /** Whether the real mouth is closed. */
    public boolean isClosed() {
      return realGap < MouthCalibration.CLOSED;
    }

    /** Whether it looks closed as it is heard. */
    public boolean looksClosed() {
      return gap < MouthCalibration.LOOKS_CLOSED;
    }
  }

  /** The frames that may be learned from, ascending. */
  public int[] trainingFrames() {
    return training.clone();
  }

  /** The usable frames that nothing is learned from, ascending. */
  public int[] heldOutFrames() {
    return IntStream.range(capture.clip().firstHeldOutFrame(), capture.clip().frames())
        .filter(capture::usable)
        .toArray();
  }

  /** A mouth that has learned from some frames. */
  public final class Learned implements AutoCloseable {
    private final Ear ear;
    private final SpeechTaps taps;
    private final SpeechFit.Fitted fitted;

    private Learned(Ear ear, int[] frames) {
      this.ear = ear;
      Sounds sounds = ear.sounds(frames[0], frames[frames.length - 1]);
      SpeechFit fit = new SpeechFit(engine, capture, sounds, face, frames);
      this.fitted = fit.fit(job);
      this.taps = fit.taps();
    }

    /** The frames it learned from, each answered from the others: stretches of a fifth. */
    public List<Mouth> stretches() {
      List<Mouth> mouths = new ArrayList<>();
      for (int i = 0; i < fitted.examples().length; i++) {
        float[] code = fitted.calibration().apply(face, fitted.answers()[i]);
        mouths.add(mouth(fitted.examples()[i], code));
      }
      return mouths;
    }

    /**
     * Training frames that it hasn't learned from, at most so many, evenly chosen, and none near
     * those that it has.
     */
    public List<Mouth> others(int most) {
      Set<Integer> near = new HashSet<>();
      for (int frame : fitted.examples()) {
        for (int i = frame - Stretches.MARGIN; i <= frame + Stretches.MARGIN; i++) {
          near.add(i);
        }
      }
      int[] far = Arrays.stream(training).filter(frame -> !near.contains(frame)).toArray();
      return answers(TrainingSet.spread(far, most), ear.training());
    }

    public List<Mouth> heldOut() {
      return answers(heldOutFrames(), ear.whole());
    }

    private List<Mouth> answers(int[] frames, FeatureSequence heard) {
      List<Mouth> mouths = new ArrayList<>();
      for (int frame : frames) {
        job.checkpoint();
        float[] window = taps.window().cut(heard, frame, ClipInfo.FPS);
        float[] code = fitted.calibration().apply(face, fitted.speech().hear(window, taps.lag()));
        mouths.add(mouth(frame, code));
      }
      return mouths;
    }

    @Override
    public void close() {
      fitted.speech().close();
    }
  }

  /**
   * Learns from some of the training frames.
   *
   * @param frames ascending
   */
  public Learned learn(Ear ear, int[] frames) {
    return new Learned(ear, frames);
  }

  private Mouth mouth(int frame, float[] code) {
    float[] real = FaceModel.clip(capture.expression().code(frame));
    return new Mouth(
        frame,
        face.lipGap(code),
        face.lipGap(real),
        jaw(code),
        jaw(real),
        MouthCalibration.lipDistance(face, code, real),
        MouthCalibration.lipDistance(face, new float[face.dims()], real));
  }

  private double jaw(float[] code) {
    double drop = 0;
    for (int k = 0; k < face.dims(); k++) {
      drop -= code[k] * face.lowerBasis()[(k * FaceModel.VERTICES + FaceMesh.CHIN) * 3 + 1];
    }
    return drop;
  }
}
