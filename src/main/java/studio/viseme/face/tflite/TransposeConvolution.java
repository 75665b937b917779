package studio.viseme.face.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * {@code Convolution2DTransposeBias}: the last upsampling step of the portrait segmenter. XNNPACK
 * takes it over where it is on; this is what runs where it isn't. Weights are output × height ×
 * width × input; options are three little-endian ints: padding (1 same, 2 valid), stride in x,
 * stride in y.
 */
final class TransposeConvolution {
  private TransposeConvolution() {}

  static float[] run(CustomOperation.Tensor[] inputs, int[] outputShape, ByteBuffer options) {
    float[] in = inputs[0].values();
    float[] weights = inputs[1].values();
    float[] bias = inputs[2].values();
    int h = inputs[0].shape()[1];
    int w = inputs[0].shape()[2];
    int channels = inputs[0].shape()[3];
    int filters = inputs[1].shape()[0];
    int kernelH = inputs[1].shape()[1];
    int kernelW = inputs[1].shape()[2];
    int outH = outputShape[1];
    int outW = outputShape[2];
    ByteBuffer o = options.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int strideX = o.getInt(4);
    int strideY = o.getInt(8);
    int padX = (strideX * (w - 1) + kernelW - outW) / 2;
    int padY = (strideY * (h - 1) + kernelH - outH) / 2;
    boolean tiled = kernelH == strideY && kernelW == strideX && padX == 0 && padY == 0;
    if (tiled && filters == 1 && outH == h * strideY && outW == w * strideX) {
      return tiles(inputs, kernelH, kernelW);
    }
    float[] out = new float[outH * outW * filters];
    for (int i = 0; i < out.length; i++) {
      out[i] = bias[i % filters];
    }
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int source = (y * w + x) * channels;
        for (int ky = 0; ky < kernelH; ky++) {
          for (int kx = 0; kx < kernelW; kx++) {
            int oy = y * strideY - padY + ky;
            int ox = x * strideX - padX + kx;
            if (oy < 0 || ox < 0 || oy >= outH || ox >= outW) {
              continue;
            }
            for (int f = 0; f < filters; f++) {
              int weight = ((f * kernelH + ky) * kernelW + kx) * channels;
              float sum = 0;
              for (int c = 0; c < channels; c++) {
                sum += in[source + c] * weights[weight + c];
              }
              out[(oy * outW + ox) * filters + f] += sum;
            }
          }
        }
      }
    }
    return out;
  }

  /**
   * One filter whose steps are as long as its kernel: each input pixel makes a tile of its own. The
   * input's channels are laid apart row by row, so that the sums run along rows, in vectors.
   */
  private static float[] tiles(CustomOperation.Tensor[] inputs, int kernelH, int kernelW) {
    float[] in = inputs[0].values();
    float[] weights = inputs[1].values();
    float bias = inputs[2].values()[0];
    int h = inputs[0].shape()[1];
    int w = inputs[0].shape()[2];
    int channels = inputs[0].shape()[3];
    float[] out = new float[h * kernelH * w * kernelW];
    float[] apart = new float[channels * w];
    float[] sums = new float[w];
    for (int y = 0; y < h; y++) {
      for (int x = 0, p = y * w * channels; x < w; x++) {
        for (int c = 0; c < channels; c++, p++) {
          apart[c * w + x] = in[p];
        }
      }
      for (int tap = 0; tap < kernelH * kernelW; tap++) {
        Arrays.fill(sums, bias);
        for (int c = 0; c < channels; c++) {
          add(apart, c * w, weights[tap * channels + c], sums);
        }
        int row = (y * kernelH + tap / kernelW) * w * kernelW + tap % kernelW;
        for (int x = 0; x < w; x++) {
          out[row + x * kernelW] = sums[x];
        }
      }
    }
    return out;
  }

  private static void add(float[] plane, int from, float weight, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weight * plane[from + x];
    }
  }
}
