package studio.viseme.speech;

/**
 * Feature vectors at a steady rate; vector i describes the sound around {@code i / rate} seconds.
 *
 * @param width values a vector
 * @param rate vectors a second
 * @param data count × width
 */
public record FeatureSequence(int width, double rate, float[] data) {
  public FeatureSequence {
    if (width < 1 || data.length % width != 0) {
      throw new IllegalArgumentException(data.length + " values of width " + width);
    }
  }

  public int count() {
    return data.length / width;
  }
}
