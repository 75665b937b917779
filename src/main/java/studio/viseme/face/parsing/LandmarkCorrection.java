package studio.viseme.face.parsing;

import java.util.List;
import studio.viseme.image.RgbImage;

/** Moves a clip's landmarks of jaw and lips onto the edges that its frames show. */
final class LandmarkCorrection {
  private static final OutlineBias JAW = OutlineBias.jaw();
  private static final OutlineBias UPPER_LIP = OutlineBias.upperLip();
  private static final OutlineBias LOWER_LIP = OutlineBias.lowerLip();

  /** Where a border of blurred lips lies, from the skin's colour to theirs. */
  private static final double HALFWAY = 0.5;

  private final float[] jaw;
  private final float[] upperLip;
  private final float[] lowerLip;

  private LandmarkCorrection(float[] jaw, float[] upperLip, float[] lowerLip) {
    this.jaw = jaw;
    this.upperLip = upperLip;
    this.lowerLip = lowerLip;
  }

  /** What one frame tells: colours across each outline, and of lips and skin. */
  record Sample(float[] jaw, float[] upperLip, float[] lowerLip, double[][] lips) {
    static Sample of(RgbImage picture, float[] landmarks) {
      return new Sample(
          JAW.sample(picture, landmarks),
          UPPER_LIP.sample(picture, landmarks),
          LOWER_LIP.sample(picture, landmarks),
          LipColours.sample(picture, landmarks));
    }
  }

  static LandmarkCorrection learn(List<Sample> frames) {
    LipColours colours = LipColours.of(frames.stream().map(Sample::lips).toList(), HALFWAY);
    return new LandmarkCorrection(
        JAW.fitEdge(frames.stream().map(Sample::jaw).toList()),
        UPPER_LIP.fitInside(frames.stream().map(Sample::upperLip).toList(), colours::evidence),
        LOWER_LIP.fitInside(frames.stream().map(Sample::lowerLip).toList(), colours::evidence));
  }

  /** The corrected landmarks. */
  float[] of(float[] landmarks) {
    float[] out = landmarks.clone();
    JAW.correct(out, landmarks, jaw);
    UPPER_LIP.correct(out, landmarks, upperLip);
    LOWER_LIP.correct(out, landmarks, lowerLip);
    return out;
  }
}
