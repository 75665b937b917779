package studio.viseme.export;

/**
 * A clip played forwards and backwards for as long as needed: 0 1 2 3 2 1 0 1 …; the ends aren't
 * shown twice.
 */
public final class PingPong {
  private PingPong() {}

  /**
   * @param count frames of the clip, at least 1
   */
  public static int index(long step, int count) {
    if (count == 1) {
      return 0;
    }
    int period = 2 * (count - 1);
    int phase = (int) (step % period);
    return phase < count ? phase : period - phase;
  }
}
