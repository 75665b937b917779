package studio.viseme.evaluation;

import studio.viseme.speech.SyncProtocol;

/** What a report measures, by the key it has in the JSON. The order is the report's. */
public enum Metric {
  PSNR_FULL(
      "psnrFull",
      "PSNR, frame",
      "dB",
      Better.HIGHER,
      2,
      "peak signal-to-noise ratio of the whole frame"),
  PSNR_HEAD(
      "psnrHead",
      "PSNR, head",
      "dB",
      Better.HIGHER,
      2,
      "the same in the bounding box of head and neck"),
  PSNR_MASK(
      "psnrMask",
      "PSNR, mask",
      "dB",
      Better.HIGHER,
      2,
      "the same over the pixels of head and neck only"),
  /** {@link HeadRim}. */
  PSNR_HEAD_NO_NECK(
      "psnrHeadNoNeck",
      "PSNR, head without neck",
      "dB",
      Better.HIGHER,
      2,
      "the same in the bounding box of the head alone, over its own neck"),
  /** {@link HeadRim}. */
  RIM_ERROR_SHARE(
      "rimErrorShare",
      "Error at the rim",
      "",
      Better.LOWER,
      2,
      "share of the head's error within 4 px of its silhouette"),
  PSNR_MOUTH(
      "psnrMouth", "PSNR, mouth", "dB", Better.HIGHER, 2, "the same in the square around the lips"),
  SSIM_FULL(
      "ssimFull",
      "SSIM, frame",
      "",
      Better.HIGHER,
      3,
      "structural similarity of luma, whole frame"),
  SSIM_HEAD(
      "ssimHead",
      "SSIM, head",
      "",
      Better.HIGHER,
      3,
      "the same in the bounding box of head and neck"),
  /** {@link HeadRim}. */
  SSIM_HEAD_NO_NECK(
      "ssimHeadNoNeck",
      "SSIM, head without neck",
      "",
      Better.HIGHER,
      3,
      "the same in the bounding box of the head alone, over its own neck"),
  /** {@link Reduction}. */
  PSNR_HEAD_256(
      "psnrHead256",
      "PSNR, head at 256",
      "dB",
      Better.HIGHER,
      2,
      "head without neck, pictures reduced to 256 lines"),
  /** {@link Reduction}. */
  SSIM_HEAD_256(
      "ssimHead256", "SSIM, head at 256", "", Better.HIGHER, 3, "the same, structural similarity"),
  /** {@link Reduction}. */
  PSNR_MOUTH_256(
      "psnrMouth256",
      "PSNR, mouth at 256",
      "dB",
      Better.HIGHER,
      2,
      "square around the lips, pictures reduced to 256 lines"),
  LMD_PX("lmdPx", "Lip distance", "px", Better.LOWER, 2, "mean distance of 40 tracked lip points"),
  LMD_256(
      "lmd256",
      "Lip distance, head at 256",
      "px",
      Better.LOWER,
      2,
      "the same with the head scaled to 256 px"),
  CPBD_MOUTH(
      "cpbdMouth",
      "Sharpness of the mouth",
      "",
      Better.HIGHER,
      3,
      "share of edges without visible blur (CPBD)"),
  EYE_AREA_ERROR(
      "eyeAreaError",
      "Eye opening error",
      "",
      Better.LOWER,
      3,
      "difference of the eyes' areas, 1 = an open eye"),
  POSE_JITTER_DEG(
      "poseJitterDeg",
      "Head jitter",
      "°",
      Better.LIKE_REAL,
      3,
      "rotation left after smoothing over 7 frames"),
  LIP_JITTER_PX(
      "lipJitterPx",
      "Lip jitter",
      "px",
      Better.LIKE_REAL,
      3,
      "lip movement left after smoothing over 7 frames"),
  JAW_CORRELATION(
      "jawCorrelation",
      "Mouth opening, correlation",
      "",
      Better.HIGHER,
      2,
      "rendered against real over time"),
  GAP_SPREAD(
      "gapSpread",
      "Mouth opening, spread",
      "×",
      Better.NEAR_ONE,
      2,
      "standard deviation, rendered over real"),
  CLOSURE_RATE(
      "closureRate",
      "Closures kept",
      "",
      Better.HIGHER,
      2,
      "share of the closed real frames that close"),
  /** Of a sync expert of ours; {@link SyncProtocol}. */
  SYNC_CONFIDENCE(
      "syncConfidence",
      "Sync confidence, ours",
      "",
      Better.HIGHER,
      2,
      "how much better lips and sound fit in time than out of time"),
  /** As {@link #SYNC_CONFIDENCE}. */
  SYNC_DISTANCE(
      "syncDistance",
      "Sync distance, ours",
      "",
      Better.LOWER,
      2,
      "distance of lips and sound where they fit best"),
  /** Of SyncNet itself, if the user added it; {@link SyncNetJudge}. */
  LSE_C("lseC", "LSE-C, SyncNet", "", Better.HIGHER, 2, "confidence of SyncNet, which users add"),
  /** As {@link #LSE_C}. */
  LSE_D("lseD", "LSE-D, SyncNet", "", Better.LOWER, 2, "distance of SyncNet, which users add"),
  CSIM("csim", "Identity", "", Better.HIGHER, 3, "cosine of the faces' identity embeddings"),
  /** {@link LpipsNet}, if the user added it. */
  LPIPS("lpips", "LPIPS", "", Better.LOWER, 3, "learned perceptual distance of the pictures"),
  /** {@link ExpressionError}. */
  AUE_LOWER(
      "aueLower",
      "Expression error, lower face",
      "",
      Better.LOWER,
      3,
      "squared difference, 1 = the mean expression"),
  /** {@link ExpressionError}. */
  AUE_UPPER(
      "aueUpper",
      "Expression error, lids and brows",
      "",
      Better.LOWER,
      3,
      "squared difference, 1 = the mean expression"),
  /** {@link Seam}. */
  SEAM(
      "seam",
      "Seam",
      "levels",
      Better.LOWER,
      2,
      "colour step along the mask's edge beyond the real one"),
  /** {@link HeadMotion}. */
  POSE_DIVERSITY(
      "poseDiversity",
      "Head motion, diversity",
      "°",
      Better.LIKE_REAL,
      2,
      "standard deviation of yaw, pitch and roll"),
  /** {@link HeadMotion}. */
  BEAT_ALIGN(
      "beatAlign",
      "Head motion, beat alignment",
      "",
      Better.LIKE_REAL,
      3,
      "how near the head's beats are to the speech's");

  /** Which way is good. */
  public enum Better {
    HIGHER,
    LOWER,
    NEAR_ONE,
    /** As much as the real film has: less is as wrong as more. */
    LIKE_REAL
  }

  private final String key;
  private final String title;
  private final String unit;
  private final Better better;
  private final int decimals;
  private final String meaning;

  Metric(String key, String title, String unit, Better better, int decimals, String meaning) {
    this.key = key;
    this.title = title;
    this.unit = unit;
    this.better = better;
    this.decimals = decimals;
    this.meaning = meaning;
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

  public Better better() {
    return better;
  }

  public int decimals() {
    return decimals;
  }

  /** The measure in a few words. */
  public String meaning() {
    return meaning;
  }
}
