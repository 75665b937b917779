package studio.viseme.evaluation.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * All that is true of a clip.
 *
 * @param landmarks of every frame
 * @param head the camera, the pose of every frame, and the face at rest
 * @param speaking whether somebody speaks in the middle of a frame
 * @param cuts frames before which the film was cut
 * @param pictures what is true of the pixels, of every {@value #EVERY}th frame
 * @param plate the backdrop without the person
 * @param moving 255 where the backdrop itself moves, so that no plate can be right
 * @param hidden in how many frames the person covers some of a pixel
 * @param headDepth from the tip of the nose to the back of the skull, centimetres
 */
record ClipTruth(
    LandmarkTrack landmarks,
    HeadTrack head,
    boolean[] speaking,
    Set<Integer> cuts,
    List<Pixels> pictures,
    RgbImage plate,
    GrayImage moving,
    int[] hidden,
    double headDepth) {
  /** Pictures are large: the pixels of every so manyth frame are kept and measured. */
  static final int EVERY = 5;

  /**
   * The truth of one frame's pixels.
   *
   * @param labels {@link studio.viseme.face.FaceRegion} codes
   * @param alpha how much of a pixel the person covers, 0..255
   * @param depth camera space z, centimetres, +∞ off the person
   * @param still 255 where coverage is the same in the frames before and after; 0 throughout when
   *     one of them is missing or lies beyond a cut
   */
  record Pixels(int frame, GrayImage labels, GrayImage alpha, FloatPlane depth, GrayImage still) {
    /** The squared distance of each pixel to the nearest one of some regions, pixels². */
    float[] squaredDistances(Predicate<FaceRegion> regions) {
      byte[] mask = new byte[labels.data().length];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = (byte) (regions.test(FaceRegion.of(labels.data()[i])) ? 255 : 0);
      }
      return DistanceTransform.squared(new GrayImage(labels.width(), labels.height(), mask));
    }
  }

  int frames() {
    return landmarks.frames();
  }

  /** The distance between the outer corners of the eyes, pixels: its median over the clip. */
  double eyeDistance() {
    double[] widths = new double[frames()];
    for (int t = 0; t < widths.length; t++) {
      widths[t] = eyeDistance(t);
    }
    Arrays.sort(widths);
    return widths[widths.length / 2];
  }

  private double eyeDistance(int t) {
    int a = FaceMesh.EYE_LEFT_OUTER;
    int b = FaceMesh.EYE_RIGHT_OUTER;
    return Math.hypot(landmarks.x(t, a) - landmarks.x(t, b), landmarks.y(t, a) - landmarks.y(t, b));
  }
}
