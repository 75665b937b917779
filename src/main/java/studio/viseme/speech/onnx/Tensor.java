package studio.viseme.speech.onnx;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Numbers in rows, rows in planes and so on.
 *
 * @param shape how many along each dimension; the last one's values are neighbours
 */
public record Tensor(long[] shape, float[] values) {
  public Tensor {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(values.length + " values for " + text(shape));
    }
  }

  /** A shape in words, such as {@code 1 × 50 × 768}; a size that is free is {@code n}. */
  public static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(size -> size < 0 ? "n" : Long.toString(size))
        .collect(Collectors.joining(" × "));
  }
}
