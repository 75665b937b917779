package studio.viseme.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Measured values by metric; what isn't in it was not measured. Holds finite numbers only.
 * Immutable.
 */
public final class MetricSet {
  /** Nothing was measured. */
  public static final MetricSet NONE = new MetricSet(new EnumMap<>(Metric.class));

  private final Map<Metric, Double> values;

  private MetricSet(EnumMap<Metric, Double> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  public OptionalDouble get(Metric metric) {
    Double value = values.get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The measured ones, in the report's order. */
  public Map<Metric, Double> values() {
    return values;
  }

  /** These, and the others' where both have one. */
  MetricSet and(MetricSet others) {
    EnumMap<Metric, Double> both = new EnumMap<>(Metric.class);
    both.putAll(values);
    both.putAll(others.values);
    return new MetricSet(both);
  }

  /** Begins with nothing measured. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects values. A number that isn't finite means that there was nothing to measure, and is
   * left out.
   */
  public static final class Builder {
    private final EnumMap<Metric, Double> values = new EnumMap<>(Metric.class);

    private Builder() {}

    public Builder put(Metric metric, double value) {
      if (Double.isFinite(value)) {
        values.put(metric, value);
      } else {
        values.remove(metric);
      }
      return this;
    }

    public MetricSet build() {
      return new MetricSet(new EnumMap<>(values));
    }
  }
}
