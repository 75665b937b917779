package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.math.RigidTransform;

/**
 * One frame's figures; NaN where there was nothing to measure. Filled by {@link FilmMeter}, read by
 * everyone else.
 */
final class FrameFigures {
  final int frame;
  double psnrFull = Double.NaN;
  double psnrHead = Double.NaN;
  double psnrMask = Double.NaN;
  double psnrHeadNoNeck = Double.NaN;

  /** The rim's share of the head's squared error. */
  double rimErrorShare = Double.NaN;

  double psnrMouth = Double.NaN;

  /** Of the head without neck, pictures reduced to {@link Reduction#LINES} lines. */
  double psnrHead256 = Double.NaN;

  /** As {@link #psnrHead256}. */
  double psnrMouth256 = Double.NaN;

  double ssimFull = Double.NaN;
  double ssimHead = Double.NaN;
  double ssimHeadNoNeck = Double.NaN;

  /** As {@link #psnrHead256}. */
  double ssimHead256 = Double.NaN;

  double cpbdMouth = Double.NaN;
  double lmdPx = Double.NaN;
  double lmd256 = Double.NaN;

  /** Opening of the real mouth, centimetres. */
  double realGap = Double.NaN;

  /** Opening of the rendered mouth, centimetres. */
  double gap = Double.NaN;

  /** Difference of the eyes' areas, square centimetres. */
  double eyeError = Double.NaN;

  /** Visibility of the seam, grey levels. */
  double seam = Double.NaN;

  /** 478 × (x, y, z) of the shown picture, or null when no face was found. */
  float @Nullable [] landmarks;

  /** That explains the landmarks, or null. */
  @Nullable RigidTransform pose;

  FrameFigures(int frame) {
    this.frame = frame;
  }
}
