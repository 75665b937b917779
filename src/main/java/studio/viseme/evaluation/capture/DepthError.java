package studio.viseme.evaluation.capture;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.Polygon;

/**
 * How far a frame's depth is from the true one, after the scale and the shift that fit best in this
 * frame: the measure of Eigen et al. (2014) and Ranftl et al. (2020), with a plain least squares
 * fit. Centimetres of the true head.
 *
 * @param squares sum over the head's pixels
 * @param pixels of the head that have a depth in both
 * @param faceSquares the same over the skin, eyes and lips within the face's outline, with a fit of
 *     its own
 * @param facePixels of those
 * @param headPixels of the true head, with or without a found depth
 */
record DepthError(
    double squares, long pixels, double faceSquares, long facePixels, long headPixels) {
  /**
   * @param landmarks of the frame, true
   */
  static DepthError of(ClipTruth.Pixels truth, float[] landmarks, FloatPlane found) {
    int width = found.width();
    byte[] face = new byte[found.data().length];
    Polygon.of(landmarks, FaceMesh.faceOval(), 1).fill(face, width, found.height(), 1);
    Fit head = new Fit();
    Fit skin = new Fit();
    long headPixels = 0;
    for (int i = 0; i < face.length; i++) {
      FaceRegion region = FaceRegion.of(truth.labels().data()[i] & 0xff);
      double real = truth.depth().data()[i];
      if (!region.isHead() || Double.isInfinite(real)) {
        continue;
      }
      headPixels++;
      double z = found.data()[i];
      if (Double.isFinite(z)) {
        head.add(z, real);
        if (face[i] != 0 && region != FaceRegion.HAIR && region != FaceRegion.MOUTH_INTERIOR) {
          skin.add(z, real);
        }
      }
    }
    return new DepthError(head.residual(), head.n, skin.residual(), skin.n, headPixels);
  }

  DepthError plus(DepthError other) {
    return new DepthError(
        squares + other.squares,
        pixels + other.pixels,
        faceSquares + other.faceSquares,
        facePixels + other.facePixels,
        headPixels + other.headPixels);
  }

  static final DepthError NONE = new DepthError(0, 0, 0, 0, 0);

  /** Centimetres rms over the head. */
  double head() {
    return Math.sqrt(squares / pixels);
  }

  /** Centimetres rms over the face. */
  double face() {
    return Math.sqrt(faceSquares / facePixels);
  }

  /** Share of the true head's pixels that have a depth. */
  double covered() {
    return (double) pixels / headPixels;
  }

  /** Least squares of {@code real ≈ a·z + b}. */
  private static final class Fit {
    private long n;
    private double z;
    private double zz;
    private double real;
    private double realReal;
    private double zReal;

    void add(double found, double truth) {
      n++;
      z += found;
      zz += found * found;
      real += truth;
      realReal += truth * truth;
      zReal += found * truth;
    }

    /** The sum of squares that is left. */
    double residual() {
      if (n == 0) {
        return 0;
      }
      double spread = zz - z * z / n;
      double shared = zReal - z * real / n;
      double total = realReal - real * real / n;
      return Math.max(0, spread > 0 ? total - shared * shared / spread : total);
    }
  }
}
