package studio.viseme.viewport;

/** The pattern under what is transparent: squares of two greys, fixed to the viewport. */
public final class Checkerboard {
  /** A square's side in logical pixels. */
  public static final double SIDE = 8;

  private Checkerboard() {}

  /** A grey. */
  public enum Shade {
    LIGHT(0.60f),
    DARK(0.45f);

    private final float linear;

    Shade(float linear) {
      this.linear = linear;
    }

    /** 0..1, linear light. */
    public float linear() {
      return linear;
    }
  }

  /** Of a pixel of the viewport. */
  public static Shade at(int x, int y, double pixelRatio) {
    int column = (int) ((x + 0.5) / (SIDE * pixelRatio));
    int row = (int) ((y + 0.5) / (SIDE * pixelRatio));
    return (column + row) % 2 == 0 ? Shade.LIGHT : Shade.DARK;
  }
}
