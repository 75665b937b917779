package studio.viseme.compute.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * A convolution without unfolding: the input is kept pixel-major with its border of zeros, so that
 * what a row of the kernel sees of a pixel's surroundings is one stretch of memory. Forward is a
 * product of such stretches with the weights; the gradient of the weights is a product of the
 * outputs' gradient with the same stretches; that of the input makes stretches and adds them where
 * they belong.
 */
final class CpuConvolution implements Convolution {
  /** Output pixels of a piece of work. */
  private static final int BLOCK = 32 * RowKernels.ROWS;

  private final ConvolutionSpec spec;
  private final Workers workers;
  private final int paddedWidth;
  private final int pictureSize;

  /** Floats that a row of the kernel sees. */
  private final int run;

  private final float[] parameters;
  private final ThreadLocal<Scratch> scratch;
  private float[] pixels = new float[0];
  private int[] starts = new int[0];
  private int pictures = -1;

  CpuConvolution(ConvolutionSpec spec, Workers workers) {
    this.spec = spec;
    this.workers = workers;
    this.paddedWidth = spec.width() + 2 * spec.padX();
    this.pictureSize = paddedWidth * (spec.height() + 2 * spec.padY()) * spec.inputs();
    this.run = spec.kernelWidth() * spec.inputs();
    this.parameters = new float[spec.parameters()];
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(spec));
  }

  /** A thread's own room. It doesn't know the convolution, or threads would keep both forever. */
  private static final class Scratch {
    final float[] sums;
    final float[] panel = new float[RowKernels.DEPTH * RowKernels.COLUMNS];
    final float[] tile;
    final float[] line;

    Scratch(ConvolutionSpec spec) {
      int panels = RowKernels.panels(spec.kernelWidth() * spec.inputs());
      sums = new float[spec.outputs() * RowKernels.COLUMNS];
      tile = new float[BLOCK * panels * RowKernels.COLUMNS];
      line = new float[Math.max(BLOCK, spec.inputs() * spec.width())];
    }
  }

  @Override
  public ConvolutionSpec spec() {
    return spec;
  }

  @Override
  public void forward(Batch parameterVector, Batch input, Batch output) {
    int count = Shapes.convolution(spec, parameterVector, input, output);
    CpuFloats.load(parameterVector, parameters);
    reserve(count);
    workers.forEach(count, picture -> unfold(input, picture));
    int rows = count * spec.outputPixels();
    float[] packed = RowKernels.pack(parameters, 0, spec.fanIn(), 1, spec.outputs(), spec.fanIn());
    Parts.forEach(
        workers, rows, BLOCK, (block, from, to) -> forwardRows(packed, from, to - from, output));
  }

  private void reserve(int count) {
    if (count == pictures) {
      return;
    }
    // Beyond the last picture lies room for a panel that reads over its end.
    int size = Math.addExact(Math.multiplyExact(count, pictureSize), RowKernels.COLUMNS);
    if (pixels.length < size) {
      pixels = new float[size];
    }
    starts = new int[count * spec.outputPixels()];
    int at = 0;
    for (int n = 0; n < count; n++) {
      for (int y = 0; y < spec.outputHeight(); y++) {
        for (int x = 0; x < spec.outputWidth(); x++) {
          int pixel = y * spec.strideY() * paddedWidth + x * spec.strideX();
          starts[at++] = n * pictureSize + pixel * spec.inputs();
        }
      }
    }
    pictures = count;
  }

  /** Lays a picture out pixel by pixel inside its border. */
  private void unfold(Batch input, int picture) {
    float[] line = scratch.get().line;
    int channels = spec.inputs();
    int width = spec.width();
    for (int y = 0; y < spec.height(); y++) {
      long item = (long) picture * spec.inputPixels() + (long) y * width;
      for (int c = 0; c < channels; c++) {
        CpuFloats.load(input, c, item, line, c * width, width);
      }
      int to = inside(picture, y);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          pixels[to++] = line[c * width + x];
        }
      }
    }
  }

  /** Where in {@link #pixels} a row of a picture begins. */
  private int inside(int picture, int y) {
    int pixel = (y + spec.padY()) * paddedWidth + spec.padX();
    return picture * pictureSize + pixel * spec.inputs();
  }

  private void forwardRows(float[] packed, int from, int count, Batch output) {
    Scratch s = scratch.get();
    float[] tile = s.tile;
    int columns = RowKernels.COLUMNS;
    for (int p = 0; p < RowKernels.panels(spec.outputs()); p++) {
      int first = p * columns;
      int valid = Math.min(columns, spec.outputs() - first);
      for (int r = 0; r < count; r++) {
        System.arraycopy(parameters, spec.biasOffset() + first, tile, r * columns, valid);
      }
      for (int ky = 0; ky < spec.kernelHeight(); ky++) {
        int shift = ky * paddedWidth * spec.inputs();
        int b = (p * spec.fanIn() + ky * run) * columns;
        for (int r = 0; r < count; r += RowKernels.ROWS) {
          int rows = Math.min(RowKernels.ROWS, count - r);
          RowKernels.tile(
              pixels, starts, from + r, shift, rows, packed, b, run, tile, r * columns, columns);
        }
      }
      for (int c = 0; c < valid; c++) {
        for (int r = 0; r < count; r++) {
          s.line[r] = tile[r * columns + c];
        }
        CpuFloats.store(s.line, 0, output, first + c, from, count);
      }
    }
  }

  @Override
  public void backward(
      Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient) {
    if (pictures < 0) {
      throw new IllegalStateException("backward before forward");
    }
    Shapes.convolutionBackward(spec, pictures, outputGradient, parameterGradient, inputGradient);
    int rows = starts.length;
    float[] byOutput = new float[spec.outputs() * rows];
    float[] gradient = new float[spec.parameters()];
    workers.forEach(
        spec.outputs(),
        o -> {
          CpuFloats.load(outputGradient, o, 0, byOutput, o * rows, rows);
          double sum = 0;
          for (int r = 0; r < rows; r++) {
            sum += byOutput[o * rows + r];
          }
          gradient[spec.biasOffset() + o] = (float) sum;
        });
    int panels = RowKernels.panels(run);
    workers.forEach(
        spec.kernelHeight() * panels,
        piece -> weightGradient(byOutput, piece / panels, piece % panels, gradient));
    CpuFloats.store(gradient, parameterGradient);
    if (inputGradient != null) {
      inputBackward(byOutput, inputGradient);
    }
  }

  private void weightGradient(float[] byOutput, int ky, int panel, float[] gradient) {
    Scratch s = scratch.get();
    int columns = RowKernels.COLUMNS;
    int shift = ky * paddedWidth * spec.inputs() + panel * columns;
    int rows = starts.length;
    RowKernels.outer(
        byOutput,
        0,
        rows,
        spec.outputs(),
        (item, to, at) -> System.arraycopy(pixels, starts[item] + shift, to, at, columns),
        rows,
        s.sums,
        s.panel);
    int valid = Math.min(columns, run - panel * columns);
    for (int o = 0; o < spec.outputs(); o++) {
      int to = o * spec.fanIn() + ky * run + panel * columns;
      System.arraycopy(s.sums, o * columns, gradient, to, valid);
    }
  }

  /** Pictures are independent; small ones go together, so that weights are read less often. */
  private void inputBackward(float[] byOutput, Batch inputGradient) {
    int outputs = spec.outputs();
    int rows = starts.length;
    float[] byPixel = new float[rows * outputs];
    Parts.forEach(
        workers,
        rows,
        BLOCK,
        (block, from, to) -> {
          for (int o = 0; o < outputs; o++) {
            for (int r = from; r < to; r++) {
              byPixel[r * outputs + o] = byOutput[o * rows + r];
            }
          }
        });
    float[][] packed = new float[spec.kernelHeight()][];
    for (int ky = 0; ky < packed.length; ky++) {
      packed[ky] = RowKernels.pack(parameters, ky * run, outputs, spec.fanIn(), run, 1);
    }
    float[] byInput = new float[pictures * pictureSize];
    int together = Math.max(1, BLOCK / spec.outputPixels());
    Parts.forEach(
        workers,
        pictures,
        together,
        (block, from, to) -> {
          int last = to * spec.outputPixels();
          for (int r = from * spec.outputPixels(); r < last; r += BLOCK) {
            inputRows(byPixel, packed, r, Math.min(BLOCK, last - r), byInput);
          }
          for (int picture = from; picture < to; picture++) {
            fold(byInput, picture, inputGradient);
          }
        });
  }

  private void inputRows(float[] byPixel, float[][] packed, int from, int count, float[] byInput) {
    float[] tile = scratch.get().tile;
    int outputs = spec.outputs();
    int columns = RowKernels.COLUMNS;
    int panels = RowKernels.panels(run);
    int width = panels * columns;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      Arrays.fill(tile, 0, count * width, 0);
      for (int p = 0; p < panels; p++) {
        for (int r = 0; r < count; r += RowKernels.ROWS) {
          RowKernels.tile(
              byPixel,
              (from + r) * outputs,
              outputs,
              Math.min(RowKernels.ROWS, count - r),
              packed[ky],
              p * outputs * columns,
              outputs,
              tile,
              r * width + p * columns,
              width);
        }
      }
      int shift = ky * paddedWidth * spec.inputs();
      for (int r = 0; r < count; r++) {
        int to = starts[from + r] + shift;
        int at = r * width;
        for (int k = 0; k < run; k++) {
          byInput[to + k] += tile[at + k];
        }
      }
    }
  }

  /** The inverse of {@link #unfold}. */
  private void fold(float[] byInput, int picture, Batch inputGradient) {
    float[] line = scratch.get().line;
    int channels = spec.inputs();
    int width = spec.width();
    for (int y = 0; y < spec.height(); y++) {
      int from = inside(picture, y);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          line[c * width + x] = byInput[from++];
        }
      }
      long item = (long) picture * spec.inputPixels() + (long) y * width;
      for (int c = 0; c < channels; c++) {
        CpuFloats.store(line, c * width, inputGradient, c, item, width);
      }
    }
  }

  @Override
  public void close() {
    pixels = new float[0];
    starts = new int[0];
    pictures = -1;
  }
}
