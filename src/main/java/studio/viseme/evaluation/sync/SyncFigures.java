package studio.viseme.evaluation.sync;

/**
 * How far an expert can be believed.
 *
 * @param name of the clip, or {@code all}
 * @param offset frames by which the sound lags behind the lips in the film itself
 * @param windows that were cut out
 * @param withinOne share of shifted windows whose shift was found to a frame; NaN without a window
 * @param withinTwo the same to two frames
 * @param auc how often a window's own sound fits better than another window's; NaN without another
 */
public record SyncFigures(
    String name, int offset, int windows, double withinOne, double withinTwo, double auc) {
  /** What {@link #withinOne} should be. */
  public static final double GOAL_WITHIN_ONE = 0.95;

  /** What {@link #withinTwo} must be. */
  public static final double FLOOR_WITHIN_TWO = 0.7;

  /** What {@link #auc} should be. */
  public static final double GOAL_AUC = 0.95;
}
