package studio.viseme.image;

/** One channel of floats, top row first: a depth map, a probability, a residual. */
public record FloatPlane(int width, int height, float[] data) {
  public FloatPlane {
    if (width < 1 || height < 1 || data.length != width * height) {
      throw new IllegalArgumentException(width + "x" + height + " with " + data.length + " values");
    }
  }

  public FloatPlane(int width, int height) {
    this(width, height, new float[width * height]);
  }

  public float get(int x, int y) {
    return data[y * width + x];
  }

  public void set(int x, int y, float value) {
    data[y * width + x] = value;
  }
}
