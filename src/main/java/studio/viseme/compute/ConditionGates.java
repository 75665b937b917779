package studio.viseme.compute;

import java.util.Arrays;

/**
 * How much of a {@link Perceptron}'s condition each item hears: its parts, one behind the other,
 * are multiplied by the item's shares of them. A net that adds up weighted inputs needs a part only
 * once for all items, and of an item no more than its share.
 *
 * @param shares parts × N
 * @param lengths of the parts, 1 at least; together they are the condition's
 */
public record ConditionGates(Batch shares, int... lengths) {
  public ConditionGates {
    lengths = lengths.clone();
    if (lengths.length != shares.channels() || Arrays.stream(lengths).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          shares.channels() + " shares of parts of " + Arrays.toString(lengths));
    }
  }

  /** Parts. */
  public int count() {
    return lengths.length;
  }

  /** Numbers of the condition in a part. */
  public int length(int part) {
    return lengths[part];
  }

  /** Numbers of the whole condition. */
  public int conditions() {
    return Arrays.stream(lengths).sum();
  }
}
