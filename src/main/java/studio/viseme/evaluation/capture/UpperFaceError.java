package studio.viseme.evaluation.capture;

import java.util.List;
import java.util.function.ToDoubleFunction;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.expression.UpperFaceMeter;

/**
 * How far measured lids, brows and gaze are from the true ones. The truth is what {@link
 * UpperFaceMeter} says of the true landmarks and poses, so that both are normalised alike.
 *
 * @param lids mean absolute error of both lids' opening, 1 = an open eye
 * @param brow the same of the brows' raise, centimetres
 * @param gaze mean distance in half eye widths, each track's own mean taken out; only where the
 *     eyes are at least half open
 */
record UpperFaceError(double lids, double brow, double gaze) {
  private static final double OPEN = 0.5;

  /**
   * @param found one a frame
   * @param frames those that count
   * @param fitFrames the first held-out frame, or the number of frames
   */
  static UpperFaceError of(ClipTruth truth, List<UpperFace> found, int[] frames, int fitFrames) {
    List<UpperFace> real = UpperFaceMeter.measure(truth.landmarks(), truth.head(), fitFrames);
    double lids = 0;
    double brow = 0;
    double gaze = 0;
    int open = 0;
    double dx = mean(real, frames, UpperFace::gazeX) - mean(found, frames, UpperFace::gazeX);
    double dy = mean(real, frames, UpperFace::gazeY) - mean(found, frames, UpperFace::gazeY);
    for (int t : frames) {
      UpperFace a = real.get(t);
      UpperFace b = found.get(t);
      lids += (Math.abs(a.lidLeft() - b.lidLeft()) + Math.abs(a.lidRight() - b.lidRight())) / 2;
      brow += Math.abs(a.brow() - b.brow());
      if (isOpen(a)) {
        gaze += Math.hypot(a.gazeX() - b.gazeX() - dx, a.gazeY() - b.gazeY() - dy);
        open++;
      }
    }
    return new UpperFaceError(lids / frames.length, brow / frames.length, gaze / open);
  }

  private static boolean isOpen(UpperFace face) {
    return face.lidLeft() > OPEN && face.lidRight() > OPEN;
  }

  private static double mean(
      List<UpperFace> faces, int[] frames, ToDoubleFunction<UpperFace> value) {
    double sum = 0;
    int open = 0;
    for (int t : frames) {
      if (isOpen(faces.get(t))) {
        sum += value.applyAsDouble(faces.get(t));
        open++;
      }
    }
    return sum / open;
  }
}
