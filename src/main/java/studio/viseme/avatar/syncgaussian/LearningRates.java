package studio.viseme.avatar.syncgaussian;

/**
 * Adam's rates at the start of training; all fall together. Positions are in centimetres.
 *
 * @param position of Gaussians' means
 * @param logScale of their log sizes
 * @param rotation of their quaternions
 * @param opacity of their opacity logits
 * @param color of their colour logits
 * @param field of the deformation nets' weights
 * @param table of the hash tables
 * @param turn of the maps' rotational part, radians
 * @param move of the maps' translational part, centimetres
 * @param reach how far a mean's depth may get from where it began, centimetres of head space;
 *     infinite where it is free. No rate: it doesn't fall
 */
record LearningRates(
    double position,
    double logScale,
    double rotation,
    double opacity,
    double color,
    double field,
    double table,
    double turn,
    double move,
    double reach) {
  static LearningRates standard() {
    return new LearningRates(0.01, 0.01, 0.005, 0.03, 0.02, 2e-3, 5e-3, 2e-4, 1e-3, 0.5);
  }

  /**
   * As in TalkingGaussian, in centimetres (its unit is about 85): places slow down to a hundredth,
   * the fields' nets and tables to a tenth.
   *
   * @param progress of the branches' steps; 1 and more: colours alone are left
   */
  static LearningRates published(double progress) {
    double along = Math.min(1, progress);
    double place = 0.0136 * Math.pow(0.01, along);
    double fields = Math.pow(0.1, along);
    return new LearningRates(
        place,
        3e-3,
        1e-3,
        0.05,
        2.5e-3,
        5e-4 * fields,
        5e-3 * fields,
        2e-4 * fields,
        1e-3 * fields,
        Double.POSITIVE_INFINITY);
  }

  /** All of them smaller, or larger. */
  LearningRates times(double factor) {
    return new LearningRates(
        position * factor,
        logScale * factor,
        rotation * factor,
        opacity * factor,
        color * factor,
        field * factor,
        table * factor,
        turn * factor,
        move * factor,
        reach);
  }
}
