package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Measures one film against the real one, frame by frame, and sums up at the end. Keeps numbers
 * only, never pictures.
 *
 * <p>Mouth openings are inner-lip gaps in centimetres at the depth of the head. A real frame is
 * closed below {@link #CLOSED_CM}; a rendered one closes below {@link #CLOSES_CM}, which leaves
 * room for the raw tracker's noise.
 */
final class FilmMeter {
  static final double CLOSED_CM = .05;
  static final double CLOSES_CM = .10;

  private static final double REFERENCE_HEAD = 256;

  /** What is measured of the picture. */
  enum Pictures {
    /** All of it. */
    ALL,
    /** The mouth only: enough for a baseline. */
    MOUTH,
    /** Sharpness only: the real film, which equals itself. */
    REAL
  }

  private final RawTracking tracking;
  private final Pictures pictures;
  private final @Nullable ExpressionError expression;
  private final HeadMotion motion = new HeadMotion();
  private final List<FrameFigures> frames = new ArrayList<>();
  private final List<double @Nullable []> lips = new ArrayList<>();
  private final List<double @Nullable []> rotations = new ArrayList<>();
  private final List<Double> realEyes = new ArrayList<>();
  private @Nullable Quaternion reference;
  private int lastIndex = -1;

  FilmMeter(RawTracking tracking, Pictures pictures) {
    this(tracking, pictures, null);
  }

  /**
   * @param expression compares expressions besides, or null
   */
  FilmMeter(RawTracking tracking, Pictures pictures, @Nullable ExpressionError expression) {
    this.tracking = tracking;
    this.pictures = pictures;
    this.expression = expression;
  }

  /** Tracks and measures the next frame; frames come in the clip's order. */
  FrameFigures add(RealFrame real, RgbImage shown) {
    float @Nullable [] landmarks = tracking.landmarks(shown);
    return add(real, shown, landmarks, landmarks == null ? null : tracking.pose(landmarks));
  }

  /** Measures the real film itself. */
  FrameFigures addReal(RealFrame real) {
    return add(real, real.picture(), real.landmarks(), real.pose());
  }

  private FrameFigures add(
      RealFrame real, RgbImage shown, float @Nullable [] landmarks, @Nullable RigidTransform pose) {
    breakPathAtGap(real.index());
    FrameFigures figures = new FrameFigures(real.index());
    measurePicture(figures, real, shown);
    lips.add(landmarks == null ? null : LipPoints.centered(landmarks));
    rotations.add(pose == null ? null : rotation(pose));
    motion.add(real.index(), pose == null ? null : HeadAngles.of(pose.rotation()));
    figures.landmarks = landmarks;
    figures.pose = pose;
    if (landmarks != null && real.landmarks() != null) {
      measureFace(figures, real, real.landmarks(), landmarks);
      if (expression != null && pose != null && real.pose() != null) {
        expression.add(real.landmarks(), real.pose(), landmarks, pose);
      }
    }
    frames.add(figures);
    return figures;
  }

  /** Samples on both sides of frames left out don't belong to one movement. */
  private void breakPathAtGap(int index) {
    if (lastIndex >= 0 && index != lastIndex + 1) {
      lips.add(null);
      rotations.add(null);
    }
    lastIndex = index;
  }

  private void measurePicture(FrameFigures figures, RealFrame real, RgbImage shown) {
    if (pictures == Pictures.ALL) {
      figures.psnrFull = Psnr.whole(real.picture(), shown);
      figures.psnrHead = Psnr.inside(real.picture(), shown, real.head());
      figures.psnrMask = Psnr.inside(real.picture(), shown, real.mask());
      HeadRim withoutNeck = real.withoutNeck();
      if (withoutNeck != null) {
        figures.psnrHeadNoNeck = withoutNeck.psnr(real.picture(), shown);
        figures.rimErrorShare = withoutNeck.errorShare(real.picture(), shown);
        measureHead(figures, real, withoutNeck, shown);
      }
      figures.ssimFull = Ssim.whole(real.picture(), shown);
      figures.ssimHead = Ssim.inside(real.picture(), shown, real.head());
      figures.seam = Seam.visibility(real.picture(), shown, real.mask());
    }
    if (pictures != Pictures.REAL) {
      figures.psnrMouth = Psnr.inside(real.picture(), shown, real.mouth());
    }
    if (pictures != Pictures.MOUTH) {
      Rectangle blocks = Cpbd.blocksAround(real.mouth(), shown.width(), shown.height());
      figures.cpbdMouth = Cpbd.inside(shown, blocks);
    }
  }

  private static void measureHead(
      FrameFigures figures, RealFrame real, HeadRim head, RgbImage shown) {
    RgbImage over = head.over(real.picture(), shown);
    figures.ssimHeadNoNeck = Ssim.inside(real.picture(), over, head.box());
    Reduction reduction = new Reduction(shown.width(), shown.height());
    RgbImage reducedReal = reduction.of(real.picture());
    RgbImage reducedOver = reduction.of(over);
    Rectangle box = reduction.of(head.box());
    figures.psnrHead256 = Psnr.inside(reducedReal, reducedOver, box);
    figures.ssimHead256 = Ssim.inside(reducedReal, reducedOver, box);
    figures.psnrMouth256 =
        Psnr.inside(reducedReal, reduction.of(shown), reduction.of(real.mouth()));
  }

  private void measureFace(
      FrameFigures figures, RealFrame real, float[] realLandmarks, float[] landmarks) {
    figures.lmdPx = LipPoints.distance(realLandmarks, landmarks);
    figures.lmd256 =
        figures.lmdPx * REFERENCE_HEAD / Math.max(real.head().width(), real.head().height());
    figures.realGap = LipPoints.gap(realLandmarks) * real.centimetresPerPixel();
    figures.gap = LipPoints.gap(landmarks) * real.centimetresPerPixel();
    double scale = real.centimetresPerPixel() * real.centimetresPerPixel();
    double realEye = EyePoints.area(realLandmarks) * scale;
    figures.eyeError = Math.abs(EyePoints.area(landmarks) * scale - realEye);
    realEyes.add(realEye);
  }

  private double[] rotation(RigidTransform pose) {
    if (reference == null) {
      reference = pose.rotation().inverse();
    }
    Vec3 turn = pose.rotation().times(reference).log();
    return new double[] {
      Math.toDegrees(turn.x()), Math.toDegrees(turn.y()), Math.toDegrees(turn.z())
    };
  }

  /** Every frame's figures so far, in order. */
  List<FrameFigures> frames() {
    return List.copyOf(frames);
  }

  MetricSet summary() {
    double openEyes =
        Series.quantile(realEyes.stream().mapToDouble(Double::doubleValue).toArray(), .95);
    MetricSet.Builder set =
        MetricSet.builder()
            .put(Metric.PSNR_FULL, mean(f -> f.psnrFull))
            .put(Metric.PSNR_HEAD, mean(f -> f.psnrHead))
            .put(Metric.PSNR_HEAD_NO_NECK, mean(f -> f.psnrHeadNoNeck))
            .put(Metric.RIM_ERROR_SHARE, mean(f -> f.rimErrorShare))
            .put(Metric.PSNR_MASK, mean(f -> f.psnrMask))
            .put(Metric.PSNR_MOUTH, mean(f -> f.psnrMouth))
            .put(Metric.SSIM_FULL, mean(f -> f.ssimFull))
            .put(Metric.SSIM_HEAD, mean(f -> f.ssimHead))
            .put(Metric.SSIM_HEAD_NO_NECK, mean(f -> f.ssimHeadNoNeck))
            .put(Metric.PSNR_HEAD_256, mean(f -> f.psnrHead256))
            .put(Metric.SSIM_HEAD_256, mean(f -> f.ssimHead256))
            .put(Metric.PSNR_MOUTH_256, mean(f -> f.psnrMouth256))
            .put(Metric.CPBD_MOUTH, mean(f -> f.cpbdMouth))
            .put(Metric.SEAM, mean(f -> f.seam))
            .put(Metric.POSE_DIVERSITY, motion.diversity())
            .put(Metric.POSE_JITTER_DEG, Series.roughness(rotations.toArray(double[][]::new)))
            .put(
                Metric.LIP_JITTER_PX,
                Series.roughness(lips.toArray(double[][]::new)) / Math.sqrt(LipPoints.COUNT));
    if (pictures != Pictures.REAL) {
      double[] gap = values(f -> f.gap);
      double[] realGap = values(f -> f.realGap);
      set.put(Metric.LMD_PX, mean(f -> f.lmdPx))
          .put(Metric.LMD_256, mean(f -> f.lmd256))
          .put(Metric.EYE_AREA_ERROR, mean(f -> f.eyeError) / openEyes)
          .put(Metric.JAW_CORRELATION, Series.correlation(gap, realGap))
          .put(Metric.GAP_SPREAD, Series.deviation(gap) / Series.deviation(realGap));
    }
    if (expression != null) {
      set.put(Metric.AUE_LOWER, expression.lower()).put(Metric.AUE_UPPER, expression.upper());
    }
    return set.put(Metric.CLOSURE_RATE, closureRate()).build();
  }

  /**
   * How well the head's motion follows the sound: {@link HeadMotion#alignment}.
   *
   * @param soundBeats moments in frames of the clip
   */
  double beatAlignment(double[] soundBeats) {
    return HeadMotion.alignment(soundBeats, motion.beats());
  }

  /** How many real frames are closed. */
  long closedRealFrames() {
    return frames.stream().filter(f -> f.realGap < CLOSED_CM).count();
  }

  private double closureRate() {
    long closing = frames.stream().filter(f -> f.realGap < CLOSED_CM && f.gap < CLOSES_CM).count();
    long closed = closedRealFrames();
    return closed == 0 ? Double.NaN : (double) closing / closed;
  }

  private double mean(ToDoubleFunction<FrameFigures> of) {
    return Series.mean(values(of));
  }

  private double[] values(ToDoubleFunction<FrameFigures> of) {
    return frames.stream().mapToDouble(of).filter(Double::isFinite).toArray();
  }
}
