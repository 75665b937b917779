package studio.viseme.evaluation.capture;

import java.util.function.Predicate;
import studio.viseme.face.FaceRegion;

/** What masks are compared for: each region, and what regions make together. */
enum MeasuredRegion {
  BACKGROUND("background", region -> region == FaceRegion.BACKGROUND),
  HAIR("hair", region -> region == FaceRegion.HAIR),
  HEAD_SKIN("headSkin", region -> region == FaceRegion.HEAD_SKIN),
  NECK("neck", region -> region == FaceRegion.NECK),
  TORSO("torso", region -> region == FaceRegion.TORSO),
  LIPS("lips", region -> region == FaceRegion.LIPS),
  MOUTH_INTERIOR("mouthInterior", region -> region == FaceRegion.MOUTH_INTERIOR),
  EYES("eyes", region -> region == FaceRegion.EYES),
  HEAD("head", FaceRegion::isHead),
  PERSON("person", region -> region != FaceRegion.BACKGROUND);

  private final String key;
  private final Predicate<FaceRegion> holds;

  MeasuredRegion(String key, Predicate<FaceRegion> holds) {
    this.key = key;
    this.holds = holds;
  }

  String key() {
    return key;
  }

  /** Whether a label belongs to it. */
  boolean holds(FaceRegion region) {
    return holds.test(region);
  }
}
