package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.ConditionGates;

/**
 * How much of the condition each Gaussian of a {@link DeformationField} hears (SyncGaussian,
 * section 3.4). In the paper it is {@link LearnedAttention learned} from where the Gaussian is; the
 * studio's way lets the mesh {@link MaskAttention tell}; behind the lips all hear everything.
 */
interface RegionAttention extends AutoCloseable {
  /** Everybody hears the whole condition, which is given to the net once. */
  RegionAttention NONE =
      new RegionAttention() {
        @Override
        public boolean isGivenOnce() {
          return true;
        }
      };

  /**
   * Whether the net is given the condition itself, and {@link #gates} with it if need be. Otherwise
   * it is written out for each Gaussian.
   */
  default boolean isGivenOnce() {
    return false;
  }

  /**
   * Where it is given once: what each Gaussian hears of it.
   *
   * @param attributes of their branch, × N
   * @return null where all hear the whole
   */
  default @Nullable ConditionGates gates(Batch attributes) {
    return null;
  }

  /**
   * Where it isn't: writes what each Gaussian hears.
   *
   * @param encoding of their places, channels of the tri-plane × N
   * @param attributes of their branch, × N
   * @param condition a vector
   * @param rows condition × N: overwritten
   */
  default void forward(Batch encoding, Batch attributes, Batch condition, Batch rows) {}

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param rowsGradient condition × N
   * @param encodingGradient added to
   * @param gradients of {@link #vectors()}, by name: overwritten
   * @param conditionGradient null, or a vector: overwritten
   */
  default void backward(
      Batch condition,
      Batch rowsGradient,
      Batch encodingGradient,
      Map<String, Batch> gradients,
      @Nullable Batch conditionGradient) {}

  /** Which of N Gaussians hear anything at all, whatever is said. */
  default boolean[] hears(Batch attributes) {
    boolean[] all = new boolean[attributes.count()];
    Arrays.fill(all, true);
    return all;
  }

  /** What is learned, by names that stay. */
  default Map<String, Batch> vectors() {
    return new LinkedHashMap<>();
  }

  default void initialize(RandomGenerator random) {}

  @Override
  default void close() {}
}
