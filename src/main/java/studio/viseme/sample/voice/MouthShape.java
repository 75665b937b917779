package studio.viseme.sample.voice;

/**
 * What the articulators do; lengths in centimetres.
 *
 * @param jaw how far the lower incisors have dropped
 * @param gap opening between the middles of the inner lip borders
 * @param width how far each corner of the mouth moves outwards
 * @param protrusion how far the lips come forward
 * @param tuck 0..1, the lower lip drawn under the upper teeth, as for f
 * @param press 0..1, lips pressed together, as for m
 * @param tongue 0..1, the tongue's tip raised behind the upper teeth
 */
public record MouthShape(
    double jaw,
    double gap,
    double width,
    double protrusion,
    double tuck,
    double press,
    double tongue) {
  public static final MouthShape REST = new MouthShape(0, 0, 0, 0, 0, 0, 0);
  public static final int SIZE = 7;

  /** The seven values in the order above. */
  public double[] toArray() {
    return new double[] {jaw, gap, width, protrusion, tuck, press, tongue};
  }

  static MouthShape of(double[] v) {
    return new MouthShape(v[0], v[1], v[2], v[3], v[4], v[5], v[6]);
  }
}
