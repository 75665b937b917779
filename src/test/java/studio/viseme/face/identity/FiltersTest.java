package studio.viseme.face.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;

/** The net's parts against their definitions. */
class FiltersTest {
  private static FeatureMaps maps(int count, int height, int width, int channels) {
    Random random = new Random(5);
    FeatureMaps maps = new FeatureMaps(count, height, width, channels);
    for (float[] channel : maps.channels()) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = random.nextFloat() - .5f;
      }
    }
    return maps;
  }

  private static float[] numbers(int count) {
    Random random = new Random(9);
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = random.nextFloat() - .5f;
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"7,3,5,2,0", "3,4,6,1,1", "3,9,2,2,0", "1,8,3,1,0"})
  void isTheSumOverItsWindow(int kernel, int inputs, int outputs, int stride, int padding) {
    FeatureMaps in = maps(3, 17, 14, inputs);
    float[] filters = numbers(kernel * kernel * inputs * outputs);
    float[] bias = numbers(outputs);
    FeatureMaps out =
        Filters.of(kernel, inputs, stride, padding, filters, bias)
            .apply(Engines.cpu(Workers.sameThread()), in);
    assertThat(out.height()).isEqualTo((17 + 2 * padding - kernel) / stride + 1);
    for (int p = 0; p < 3; p++) {
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          for (int o = 0; o < outputs; o++) {
            double expected = bias[o];
            for (int ky = 0; ky < kernel; ky++) {
              for (int kx = 0; kx < kernel; kx++) {
                int sy = y * stride - padding + ky;
                int sx = x * stride - padding + kx;
                for (int c = 0; c < inputs; c++) {
                  boolean inside = sy >= 0 && sy < 17 && sx >= 0 && sx < 14;
                  expected +=
                      inside
                          ? in.channels()[c][in.index(p, sy, sx)]
                              * filters[((ky * kernel + kx) * inputs + c) * outputs + o]
                          : 0;
                }
              }
            }
            assertThat(out.channels()[o][out.index(p, y, x)])
                .isCloseTo((float) expected, within(1e-4f));
          }
        }
      }
    }
  }

  @Test
  void poolingTakesWholeWindows() {
    FeatureMaps in = new FeatureMaps(1, 5, 5, 1);
    for (int i = 0; i < 25; i++) {
      in.channels()[0][i] = i;
    }
    assertThat(in.maxPooled().channels()[0]).containsExactly(12, 14, 22, 24);
    assertThat(in.meanPooled().channels()[0]).containsExactly(3, 5, 13, 15);
    assertThat(in.means()[0]).containsExactly(12);
  }

  @Test
  void aSmallerMapIsAddedWhereItIs() {
    FeatureMaps large = new FeatureMaps(2, 2, 2, 2);
    FeatureMaps small = new FeatureMaps(2, 1, 1, 1);
    small.channels()[0][0] = 3;
    small.channels()[0][1] = -5;
    large.add(small);
    assertThat(large.channels()[0]).containsExactly(3, 0, 0, 0, -5, 0, 0, 0);
    assertThat(large.channels()[1]).containsOnly(0);
    assertThat(large.cut().channels()[0]).containsExactly(3, 0, 0, 0, 0, 0, 0, 0);
    assertThat(small.enlarged(1, 2).channels()[0]).containsExactly(3, 0, -5, 0);
  }
}
