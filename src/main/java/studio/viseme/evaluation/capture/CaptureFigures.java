package studio.viseme.evaluation.capture;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one clip; what couldn't be measured is missing. Unmodifiable. */
public final class CaptureFigures {
  private final Map<CaptureFigure, Double> values;

  private CaptureFigures(Map<CaptureFigure, Double> values) {
    this.values = values;
  }

  static Builder builder() {
    return new Builder();
  }

  public OptionalDouble get(CaptureFigure figure) {
    Double value = values.get(figure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The mean of each figure over the clips that have it. */
  static CaptureFigures mean(List<CaptureFigures> clips) {
    Builder means = builder();
    for (CaptureFigure figure : CaptureFigure.values()) {
      clips.stream()
          .map(clip -> clip.get(figure))
          .filter(OptionalDouble::isPresent)
          .mapToDouble(OptionalDouble::getAsDouble)
          .average()
          .ifPresent(mean -> means.put(figure, mean));
    }
    return means.build();
  }

  /** Gathers figures. */
  static final class Builder {
    private final Map<CaptureFigure, Double> values = new EnumMap<>(CaptureFigure.class);

    private Builder() {}

    /** A value that isn't finite is missing. */
    Builder put(CaptureFigure figure, double value) {
      if (Double.isFinite(value)) {
        values.put(figure, value);
      }
      return this;
    }

    CaptureFigures build() {
      return new CaptureFigures(new EnumMap<>(values));
    }
  }
}
