package studio.viseme.face.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.Smoothing;

/**
 * Measures lids, brows and gaze. It reads landmarks of the eyes and brows, in head space so that a
 * nod isn't a blink, and a head pose that was itself measured above the nose: nothing below the
 * nose base can reach the result.
 *
 * <p>Lid opening is the mean height of the opening over its width (after Soukupová and Čech's eye
 * aspect ratio, 2016, with seven pairs of points instead of two), on a scale from what this person
 * shows in a blink to the 95 % level, both in the frames before {@code fitFrames}: points on lids
 * that touch keep a lash's breadth apart.
 */
public final class UpperFaceMeter {
  /** Pairs of points (upper lid, lower lid) from the outer to the inner corner. */
  private static final int[][] LIDS_LEFT = {
    {246, 7}, {161, 163}, {160, 144}, {159, 145}, {158, 153}, {157, 154}, {173, 155}
  };

  private static final int[][] LIDS_RIGHT = {
    {466, 249}, {388, 390}, {387, 373}, {386, 374}, {385, 380}, {384, 381}, {398, 382}
  };
  private static final double OPEN_LEVEL = 0.95;
  private static final double MAX_OPENING = 1.5;

  /** Most of the open level that shut lids show. */
  private static final double MAX_SHUT = 0.15;

  private UpperFaceMeter() {}

  /**
   * One measure a frame; frames without a face repeat the one before, or the first after; short
   * gaps are bridged.
   *
   * @param fitFrames the first held-out frame, or the number of frames
   */
  public static List<UpperFace> measure(LandmarkTrack track, HeadTrack head, int fitFrames) {
    int n = track.frames();
    double[][] raw = new double[n][];
    for (int t = 0; t < n; t++) {
      if (track.known(t)) {
        raw[t] = raw(track, head, t);
      }
    }
    double[] left = column(raw, 0, fitFrames);
    double[] right = column(raw, 1, fitFrames);
    double[] brow = column(raw, 2, fitFrames);
    if (left.length == 0) {
      return Collections.nCopies(n, UpperFace.REST);
    }
    double openLeft = Math.max(1e-3, Smoothing.quantile(left, OPEN_LEVEL));
    double openRight = Math.max(1e-3, Smoothing.quantile(right, OPEN_LEVEL));
    double shutLeft = shut(left, openLeft);
    double shutRight = shut(right, openRight);
    double meanBrow = Arrays.stream(brow).average().orElse(0);
    UpperFace[] out = new UpperFace[n];
    for (int t = 0; t < n; t++) {
      if (raw[t] != null) {
        out[t] =
            new UpperFace(
                (float) Math.clamp((raw[t][0] - shutLeft) / (openLeft - shutLeft), 0, MAX_OPENING),
                (float)
                    Math.clamp((raw[t][1] - shutRight) / (openRight - shutRight), 0, MAX_OPENING),
                (float) (raw[t][2] - meanBrow),
                (float) raw[t][3],
                (float) raw[t][4]);
      }
    }
    return filled(out);
  }

  /** The level of shut lids: the least there was, as far as it may be a blink at all. */
  private static double shut(double[] openings, double open) {
    return Math.min(MAX_SHUT * open, Arrays.stream(openings).min().orElse(0));
  }

  /** Opening of the left and the right eye, height of the brows, gaze in x and y. */
  private static double[] raw(LandmarkTrack track, HeadTrack head, int frame) {
    float[] mesh = PoseFreeMesh.unproject(track, head, frame);
    double[] gaze = new double[2];
    addGaze(
        gaze, track, frame, FaceMesh.EYE_LEFT_OUTER, FaceMesh.EYE_LEFT_INNER, FaceMesh.IRIS_LEFT);
    addGaze(
        gaze,
        track,
        frame,
        FaceMesh.EYE_RIGHT_INNER,
        FaceMesh.EYE_RIGHT_OUTER,
        FaceMesh.IRIS_RIGHT);
    return new double[] {
      opening(mesh, LIDS_LEFT, FaceMesh.EYE_LEFT_OUTER, FaceMesh.EYE_LEFT_INNER),
      opening(mesh, LIDS_RIGHT, FaceMesh.EYE_RIGHT_INNER, FaceMesh.EYE_RIGHT_OUTER),
      (height(mesh, FaceMesh.browLeft()) + height(mesh, FaceMesh.browRight())) / 2,
      gaze[0] / 2,
      gaze[1] / 2
    };
  }

  private static double opening(float[] mesh, int[][] lids, int from, int to) {
    double dx = mesh[3 * to] - mesh[3 * from];
    double dy = mesh[3 * to + 1] - mesh[3 * from + 1];
    double width = Math.hypot(dx, dy);
    double sum = 0;
    for (int[] pair : lids) {
      // Across the line between the corners; a lower lid above the upper one counts as closed.
      double x = mesh[3 * pair[0]] - mesh[3 * pair[1]];
      double y = mesh[3 * pair[0] + 1] - mesh[3 * pair[1] + 1];
      sum += Math.max(0, (y * dx - x * dy) / width);
    }
    return sum / lids.length / width;
  }

  private static double height(float[] mesh, int[] points) {
    double sum = 0;
    for (int p : points) {
      sum += mesh[3 * p + 1];
    }
    return sum / points.length;
  }

  /**
   * The iris's offset from the middle of the eye, along and across the line between its corners, in
   * half eye widths.
   */
  private static void addGaze(
      double[] gaze, LandmarkTrack track, int frame, int from, int to, int iris) {
    double dx = track.x(frame, to) - track.x(frame, from);
    double dy = track.y(frame, to) - track.y(frame, from);
    double half = (dx * dx + dy * dy) / 2;
    double x = track.x(frame, iris) - (track.x(frame, from) + track.x(frame, to)) / 2;
    double y = track.y(frame, iris) - (track.y(frame, from) + track.y(frame, to)) / 2;
    gaze[0] += (x * dx + y * dy) / half;
    gaze[1] -= (y * dx - x * dy) / half;
  }

  private static double[] column(double[][] raw, int k, int frames) {
    return Arrays.stream(raw, 0, Math.min(frames, raw.length))
        .filter(Objects::nonNull)
        .mapToDouble(r -> r[k])
        .toArray();
  }

  private static List<UpperFace> filled(UpperFace[] measured) {
    List<UpperFace> out = new ArrayList<>(measured.length);
    UpperFace last =
        Arrays.stream(measured).filter(Objects::nonNull).findFirst().orElse(UpperFace.REST);
    for (UpperFace face : measured) {
      last = face == null ? last : face;
      out.add(last);
    }
    return List.copyOf(out);
  }
}
