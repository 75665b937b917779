package studio.viseme.evaluation.capture;

import java.util.OptionalDouble;

/** What a bench of captures reports, by the key it has in the JSON. The order is the report's. */
public enum CaptureFigure {
  ROTATION("rotationDeg", "rotation", "° rms", 3, atMost(0.5)),
  ROTATION_RAW("rotationRawDeg", "rotation, as it is", "° rms", 3),
  GAUGE("gaugeDeg", "constant rotation taken out", "°", 2),
  LATERAL("lateralCm", "place across the view", "cm rms", 3),
  DEPTH_WAY("depthWayCm", "place along the view", "cm rms", 3),
  TRANSLATION_RAW("translationRawCm", "place, as it is", "cm rms", 2),
  FOCAL("focalPercent", "focal length", "%", 1),
  REPROJECTION("reprojectionPx", "reprojection, face 300 px wide", "px rms", 2, atMost(1.3)),
  KLT_X("kltXPx", "KLT residual x, face 300 px wide", "px", 2, atMost(0.65)),
  KLT_Y("kltYPx", "KLT residual y, face 300 px wide", "px", 2, atMost(0.65)),
  REPROJECTION_CUTS("reprojectionCutsPx", "  beside cuts", "px rms", 2),
  KLT_CUTS_X("kltCutsXPx", "  KLT x beside cuts", "px", 2),
  KLT_CUTS_Y("kltCutsYPx", "  KLT y beside cuts", "px", 2),
  LANDMARKS("landmarksPercent", "landmarks", "%", 2, atMost(1.2)),
  LANDMARKS_RIGID("landmarksRigidPercent", "  rigid points", "%", 2),
  LANDMARKS_LIPS("landmarksLipsPercent", "  lips", "%", 2),
  LANDMARKS_LIDS("landmarksLidsPercent", "  lids", "%", 2),
  LANDMARKS_IRISES("landmarksIrisesPercent", "  irises", "%", 2),
  LANDMARKS_RAW("landmarksRawPercent", "landmarks, as they are", "%", 2),
  LANDMARKS_RAW_RIGID("landmarksRawRigidPercent", "  rigid points", "%", 2),
  LANDMARKS_RAW_LIPS("landmarksRawLipsPercent", "  lips", "%", 2),
  LANDMARKS_RAW_LIDS("landmarksRawLidsPercent", "  lids", "%", 2),
  LANDMARKS_RAW_IRISES("landmarksRawIrisesPercent", "  irises", "%", 2),
  LIDS("lidOpening", "lid opening", "", 3),
  BROW("browCm", "brow", "cm", 3),
  GAZE("gaze", "gaze, half eye widths", "", 3),
  IOU_HEAD("iouHead", "IoU head", "", 3, atLeast(0.96)),
  IOU_TORSO("iouTorso", "IoU torso", "", 3, atLeast(0.94)),
  IOU_LIPS("iouLips", "IoU lips", "", 3, atLeast(0.88)),
  IOU_PERSON("iouPerson", "IoU person", "", 3),
  IOU_BACKGROUND("iouBackground", "IoU background", "", 3),
  IOU_HAIR("iouHair", "IoU hair", "", 3),
  IOU_HEAD_SKIN("iouHeadSkin", "IoU head skin", "", 3),
  IOU_NECK("iouNeck", "IoU neck", "", 3),
  IOU_MOUTH_INTERIOR("iouMouthInterior", "IoU mouth interior", "", 3),
  IOU_EYES("iouEyes", "IoU eyes", "", 3),
  BOUNDARY_HEAD("boundaryHeadPx", "boundary head", "px", 2),
  BOUNDARY_TORSO("boundaryTorsoPx", "boundary torso", "px", 2),
  BOUNDARY_LIPS("boundaryLipsPx", "boundary lips", "px", 2),
  BOUNDARY_PERSON("boundaryPersonPx", "boundary person", "px", 2),
  BOUNDARY_BACKGROUND("boundaryBackgroundPx", "boundary background", "px", 2),
  BOUNDARY_HAIR("boundaryHairPx", "boundary hair", "px", 2),
  BOUNDARY_HEAD_SKIN("boundaryHeadSkinPx", "boundary head skin", "px", 2),
  BOUNDARY_NECK("boundaryNeckPx", "boundary neck", "px", 2),
  BOUNDARY_MOUTH_INTERIOR("boundaryMouthInteriorPx", "boundary mouth interior", "px", 2),
  BOUNDARY_EYES("boundaryEyesPx", "boundary eyes", "px", 2),
  ALPHA("alphaHair", "alpha at hair", "", 3),
  FLICKER("alphaFlicker", "flicker of still alpha", "", 4, atMost(0.002)),
  PLATE_PSNR("platePsnrDb", "plate where hidden at times", "dB", 1),
  PLATE_MEAN("plateLevels", "plate where hidden at times", "of 255", 2),
  PLATE_ALL("platePsnrAllDb", "plate, all that is ever seen", "dB", 1),
  PLATE_KNOWN("plateKnown", "reliability where hidden at times", "", 2),
  PLATE_VAIN("plateVain", "reliability where never seen", "", 2),
  DEPTH_HEAD("depthHeadPercent", "depth, head", "%", 2, atMost(3)),
  DEPTH_FACE("depthFacePercent", "depth, face", "%", 2),
  DEPTH_COVERED("depthCovered", "depth, share of the head", "", 3),
  VOICE_MISSED("voiceMissed", "speech missed", "", 3),
  VOICE_INVENTED("voiceInvented", "speech invented", "", 3),
  CUTS_MISSED("cutsMissed", "cuts missed", "", 0, atMost(0)),
  CUTS_INVENTED("cutsInvented", "cuts invented", "", 0, atMost(0)),
  CUTS("cuts", "cuts found", "", 0),
  LOST("lostFrames", "frames without a face", "", 0, atMost(0));

  private final String key;
  private final String title;
  private final String unit;
  private final int decimals;
  private final OptionalDouble goal;
  private final boolean more;

  /**
   * What a figure should reach.
   *
   * @param more true when a greater figure is better
   */
  private record Goal(double value, boolean more) {}

  CaptureFigure(String key, String title, String unit, int decimals) {
    this(key, title, unit, decimals, OptionalDouble.empty(), false);
  }

  CaptureFigure(String key, String title, String unit, int decimals, Goal goal) {
    this(key, title, unit, decimals, OptionalDouble.of(goal.value), goal.more);
  }

  CaptureFigure(
      String key, String title, String unit, int decimals, OptionalDouble goal, boolean more) {
    this.key = key;
    this.title = title;
    this.unit = unit;
    this.decimals = decimals;
    this.goal = goal;
    this.more = more;
  }

  private static Goal atMost(double value) {
    return new Goal(value, false);
  }

  private static Goal atLeast(double value) {
    return new Goal(value, true);
  }

  /** The key in the JSON. */
  public String key() {
    return key;
  }

  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  public int decimals() {
    return decimals;
  }

  /** What is to be reached; empty when nothing is promised. */
  public OptionalDouble goal() {
    return goal;
  }

  /** Whether the goal is a least value, not a greatest. */
  public boolean isAtLeast() {
    return more;
  }

  /** Whether a value reaches the goal; true when there is none. */
  public boolean reaches(double value) {
    return goal.isEmpty() || (more ? value >= goal.getAsDouble() : value <= goal.getAsDouble());
  }

  static CaptureFigure iou(MeasuredRegion region) {
    return valueOf("IOU_" + region.name());
  }

  static CaptureFigure boundary(MeasuredRegion region) {
    return valueOf("BOUNDARY_" + region.name());
  }
}
