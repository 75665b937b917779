package studio.viseme.face.expression;

import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.Pca;
import studio.viseme.math.SmoothStep;

/**
 * Fits the linear basis of the lower face: principal components of the pose-free mesh over the
 * frames before {@code fitFrames}.
 *
 * <p>Pose error looks like motion of the whole mesh, and an unmasked basis learns it: driven by
 * sound it then moves the head. So a point counts by its place, from nothing two centimetres above
 * the nose base to fully just below it, and the points above are exactly zero in the basis.
 */
public final class ExpressionFitter {
  /** Components that hold 98 to 99 % of the lower face's motion. */
  public static final int DIMS = 12;

  /**
   * Heights above the nose base where the mask begins and how far down it grows to 1, centimetres.
   */
  private static final double MASK_TOP = 2.2;

  private static final double MASK_LENGTH = 2.4;

  private ExpressionFitter() {}

  /**
   * Fits {@link #DIMS} components; frames without a face repeat the code before, short gaps are
   * bridged.
   */
  public static ExpressionTrack fit(LandmarkTrack track, HeadTrack head, int fitFrames) {
    return fit(track, head, fitFrames, DIMS);
  }

  public static ExpressionTrack fit(LandmarkTrack track, HeadTrack head, int fitFrames, int dims) {
    double[] mask = mask(head.shape());
    int[] active = IntStream.range(0, FaceMesh.POINTS).filter(i -> mask[i] > 0).toArray();
    int[] training =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    int count = Math.min(dims, training.length);
    float[] basis = new float[dims * FaceMesh.POINTS * 3];
    float[] codes = new float[track.frames() * dims];
    if (count == 0) {
      return new ExpressionTrack(dims, basis, codes);
    }
    double[][] vectors =
        Arrays.stream(training)
            .mapToObj(t -> masked(track, head, t, active, mask))
            .toArray(double[][]::new);
    Pca pca = Pca.fit(vectors, count);
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < active.length; i++) {
        for (int c = 0; c < 3; c++) {
          basis[(k * FaceMesh.POINTS + active[i]) * 3 + c] =
              (float) (pca.components()[k][3 * i + c] * pca.deviation()[k]);
        }
      }
    }
    for (int t = 0; t < track.frames(); t++) {
      if (track.known(t)) {
        double[] code = pca.project(masked(track, head, t, active, mask));
        for (int k = 0; k < count; k++) {
          codes[t * dims + k] =
              pca.deviation()[k] > 1e-9 ? (float) (code[k] / pca.deviation()[k]) : 0;
        }
      } else if (t > 0) {
        System.arraycopy(codes, (t - 1) * dims, codes, t * dims, dims);
      }
    }
    return new ExpressionTrack(dims, basis, codes);
  }

  private static double[] masked(
      LandmarkTrack track, HeadTrack head, int frame, int[] active, double[] mask) {
    float[] mesh = PoseFreeMesh.unproject(track, head, frame);
    double[] out = new double[active.length * 3];
    for (int i = 0; i < active.length; i++) {
      for (int c = 0; c < 3; c++) {
        int p = 3 * active[i] + c;
        out[3 * i + c] = mask[active[i]] * (mesh[p] - head.shape()[p]);
      }
    }
    return out;
  }

  /** How much each point belongs to the lower face, 0..1. */
  static double[] mask(float[] shape) {
    double noseBase = shape[3 * FaceMesh.NOSE_BASE + 1];
    double[] mask = new double[FaceMesh.POINTS];
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      mask[i] = SmoothStep.of((noseBase + MASK_TOP - shape[3 * i + 1]) / MASK_LENGTH);
    }
    return mask;
  }
}
