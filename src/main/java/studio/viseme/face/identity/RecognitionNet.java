package studio.viseme.face.identity;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.compute.Engine;

/**
 * The recognition net that face-api carries: dlib's residual net of 29 convolutions (King, "High
 * Quality Face Recognition with Deep Metric Learning", 2017), which maps an upright face of 150 ×
 * 150 pixels to 128 numbers. Faces of one person lie closer together than 0.6, so it was trained.
 * Immutable and thread-safe.
 */
final class RecognitionNet {
  /** Side of the picture it looks at, pixels. */
  static final int SIDE = 150;

  /** Numbers a face. */
  static final int SIZE = 128;

  private static final float[] MEAN = {122.782f, 117.001f, 104.294f};
  private static final String[] BLOCKS = {
    "conv32_1",
    "conv32_2",
    "conv32_3",
    "conv64_down",
    "conv64_1",
    "conv64_2",
    "conv64_3",
    "conv128_down",
    "conv128_1",
    "conv128_2",
    "conv256_down",
    "conv256_1",
    "conv256_2",
    "conv256_down_out"
  };

  /** Two convolutions beside a path that skips them; a halving block's first one strides by 2. */
  private record Block(Filters first, Filters second, boolean halving) {
    FeatureMaps apply(Engine engine, FeatureMaps in) {
      FeatureMaps out = second.apply(engine, first.apply(engine, in).cut());
      FeatureMaps skipped = halving ? in.meanPooled() : in;
      if (out.height() < skipped.height() || out.width() < skipped.width()) {
        out = out.enlarged(skipped.height(), skipped.width());
      }
      out.add(skipped);
      return out.cut();
    }
  }

  private final Filters entry;
  private final List<Block> blocks = new ArrayList<>();
  private final float[] dense;

  RecognitionNet(RecognitionWeights weights) {
    entry = weights.filters("conv32_down", 2, 0);
    for (String name : BLOCKS) {
      boolean halving = name.contains("down");
      blocks.add(
          new Block(
              weights.filters(name + "/conv1", halving ? 2 : 1, halving ? 0 : 1),
              weights.filters(name + "/conv2", 1, 1),
              halving));
    }
    dense = weights.values("fc");
  }

  /**
   * @param faces each 150 × 150 × 3, 0..255
   * @return 128 numbers a face; they don't depend on which others were asked for
   */
  float[][] embed(Engine engine, List<float[]> faces) {
    FeatureMaps maps = new FeatureMaps(faces.size(), SIDE, SIDE, 3);
    for (int i = 0; i < maps.size() * 3; i++) {
      float value = faces.get(i / (SIDE * SIDE * 3))[i % (SIDE * SIDE * 3)];
      maps.channels()[i % 3][i / 3] = (value - MEAN[i % 3]) / 255;
    }
    maps = entry.apply(engine, maps).cut().maxPooled();
    for (Block block : blocks) {
      maps = block.apply(engine, maps);
    }
    float[][] means = maps.means();
    float[][] out = new float[faces.size()][SIZE];
    for (int face = 0; face < out.length; face++) {
      for (int i = 0; i < means[face].length; i++) {
        for (int k = 0; k < SIZE; k++) {
          out[face][k] += means[face][i] * dense[i * SIZE + k];
        }
      }
    }
    return out;
  }
}
