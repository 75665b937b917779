package studio.viseme.sample;

import studio.viseme.math.Ramp;

/**
 * How somebody's head differs from the presenter's. Lengths in centimetres, widths as factors; all
 * differences fade out around the eyeballs and the inner border of the lips, which stay where lids
 * and teeth expect them.
 *
 * @param width of the whole head, eyes and all
 * @param jaw width of the lower face
 * @param chin how much lower the chin is
 * @param chinForward how much further it reaches forward
 * @param forehead how much higher the forehead is
 * @param noseWidth of its wings
 * @param noseTip how much further the tip reaches forward
 * @param noseDrop how much lower the tip is
 * @param bridge how much higher the bridge is
 * @param brow how far the ridge of the brows comes forward
 * @param cheek how far the cheekbones stand out
 * @param lips how much fuller the lips are
 * @param mouthWidth of the mouth
 * @param eyes how much further the lids are open
 * @param neck thickness of the neck
 * @param shoulders their breadth
 * @param rise how much higher the shoulders are
 * @param ears how far ears stand off, degrees; 0 for none, as hair hides them
 */
record HeadShape(
    double width,
    double jaw,
    double chin,
    double chinForward,
    double forehead,
    double noseWidth,
    double noseTip,
    double noseDrop,
    double bridge,
    double brow,
    double cheek,
    double lips,
    double mouthWidth,
    double eyes,
    double neck,
    double shoulders,
    double rise,
    double ears) {
  /**
   * How much higher than the presenter's the crease of the upper lid lies and the skin above it:
   * hers is drawn close over wide eyes, closer than trackers find it on most people.
   */
  private static final double FOLD = 0.28;

  static final HeadShape PRESENTER =
      new HeadShape(1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0);

  /**
   * @param man draws a heavier jaw and brow, thinner lips and broader shoulders, on average
   */
  static HeadShape drawn(Draw draw, boolean man) {
    double m = man ? 1 : 0;
    return new HeadShape(
        draw.around(1 + 0.01 * m, 0.02),
        draw.around(0.99 + 0.06 * m, 0.025),
        draw.around(0.25 * m, 0.2),
        draw.around(0.1 * m, 0.12),
        draw.around(0, 0.2),
        draw.around(1.10 + 0.06 * m, 0.06),
        draw.around(0.08 * m, 0.14),
        draw.around(0.08 * m, 0.1),
        draw.around(0.08 * m, 0.09),
        draw.around(0.12 * m, 0.06),
        draw.around(0, 0.11),
        draw.around(0.01 - 0.06 * m, 0.035),
        draw.around(1, 0.035),
        draw.around(-0.03 - 0.03 * m, 0.035),
        draw.around(0.98 + 0.12 * m, 0.03),
        draw.around(0.97 + 0.10 * m, 0.03),
        draw.around(2.6, 0.5),
        draw.between(18, 38));
  }

  /** Where the middles of the eyeballs are, to either side. */
  double eyeSide() {
    return Identity.EYE_SIDE * width;
  }

  /** Reshapes the 468 points of a face, in place. */
  void apply(float[] v) {
    if (equals(PRESENTER)) {
      return;
    }
    openLids(v, FacePoints.LEFT_EYE);
    openLids(v, FacePoints.RIGHT_EYE);
    fillLips(v);
    for (int i = 0; i < FacePoints.COUNT; i++) {
      double x = v[3 * i];
      double y = v[3 * i + 1];
      double z = v[3 * i + 2];
      double side = Math.abs(x);
      double free = 1 - bump((side - 3.15) / 2.0, (y - 2.6) / 1.15);
      double lower = Ramp.smooth(-1.5, -5.5, y);
      double aroundMouth = bump(x / 2.6, (y + 4.4) / 1.3);
      double dx = x * (jaw - 1) * lower * (1 - aroundMouth);
      dx += x * (mouthWidth - 1) * aroundMouth;
      double below = Ramp.smooth(-5.6, -7.8, y);
      double dy = -chin * below;
      double dz = chinForward * below * bump(x / 3.0, 0);
      dy += forehead * Ramp.smooth(5.0, 8.6, y);
      double wings = bump(x / 1.9, (y + 1.2) / 1.2) * Ramp.smooth(4.2, 5.2, z);
      dx += x * (noseWidth - 1) * wings;
      double tip = bump(x / 1.1, (y + 0.7) / 1.5) * Ramp.smooth(4.6, 6.4, z);
      dz += noseTip * tip;
      dy -= noseDrop * tip;
      dz += bridge * bump(x / 0.75, (y - 2.0) / 2.0);
      dz += brow * bump((side - 2.2) / 2.4, (y - 4.3) / 0.75) * free;
      double bone = bump((side - 5.0) / 1.6, (y - 0.2) / 1.6) * free;
      dx += Math.signum(x) * cheek * bone;
      dz += 0.6 * cheek * bone;
      v[3 * i] = (float) ((x + dx) * width);
      v[3 * i + 1] = (float) (y + dy);
      v[3 * i + 2] = (float) (z + dz);
    }
  }

  private void openLids(float[] v, FacePoints.Eye eye) {
    int n = eye.upperMargin().length;
    for (int k = 0; k < n; k++) {
      double middle = Math.sin(Math.PI * (k + 1) / (n + 1));
      v[3 * eye.upperMargin()[k] + 1] += (float) (eyes * middle);
      v[3 * eye.upperFold()[k] + 1] += (float) (0.8 * eyes * middle + FOLD * middle);
      v[3 * eye.upperOrbit()[k] + 1] += (float) (FOLD * middle);
      v[3 * eye.lowerMargin()[k] + 1] -= (float) (0.3 * eyes * middle);
    }
  }

  private void fillLips(float[] v) {
    double[] share = {1, 0.7, 0.3, 0};
    for (int j = 1; j < 10; j++) {
      double c = (j - 5) / 5.0;
      for (int r = 0; r < 4; r++) {
        double more = lips * share[r] * (1 - c * c);
        v[3 * FacePoints.UPPER_LIP[r][j] + 1] += (float) more;
        v[3 * FacePoints.LOWER_LIP[r][j] + 1] -= (float) (1.3 * more);
      }
    }
  }

  private static double bump(double a, double b) {
    return Math.exp(-a * a - b * b);
  }
}
