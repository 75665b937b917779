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
    double move) {
  static LearningRates standard() {
    return new LearningRates(0.01, 0.01, 0.005, 0.03, 0.02, 2e-3, 5e-3, 2e-4, 1e-3);
  }
}
