package studio.viseme.compute;

import org.jspecify.annotations.Nullable;
import studio.viseme.image.Rectangle;

/**
 * What the shapes of an operation's operands must be: checked by every engine in the same words.
 */
public final class Shapes {
  private Shapes() {}

  /**
   * @throws IllegalArgumentException unless the batch is channels × count
   */
  public static void batch(String name, Batch batch, int channels, int count) {
    if (batch.channels() != channels || batch.count() != count) {
      throw new IllegalArgumentException(
          name
              + " is "
              + batch.channels()
              + " x "
              + batch.count()
              + ", not "
              + channels
              + " x "
              + count);
    }
  }

  /**
   * @throws IllegalArgumentException unless the batch has the other's channels and count
   */
  public static void same(String name, Batch batch, Batch other) {
    batch(name, batch, other.channels(), other.count());
  }

  /**
   * @throws IllegalArgumentException unless the batch is 1 × length
   */
  public static void vector(String name, Batch batch, long length) {
    if (batch.channels() != 1 || batch.count() != length) {
      throw new IllegalArgumentException(
          name + " is " + batch.channels() + " x " + batch.count() + ", not a vector of " + length);
    }
  }

  /** {@link #vector} for what may be missing. */
  public static void optionalVector(String name, @Nullable Batch batch, long length) {
    if (batch != null) {
      vector(name, batch, length);
    }
  }

  /**
   * @throws IllegalArgumentException unless b is shaped like a, or has one channel and as many
   *     items
   */
  public static void factor(Batch a, Batch b) {
    if (b.count() != a.count() || (b.channels() != a.channels() && b.channels() != 1)) {
      throw new IllegalArgumentException(
          "factor is "
              + b.channels()
              + " x "
              + b.count()
              + " for "
              + a.channels()
              + " x "
              + a.count());
    }
  }

  /**
   * @throws IllegalArgumentException unless the picture is channels × height × width
   */
  public static void picture(String name, Picture picture, int channels, int width, int height) {
    if (picture.channels() != channels || picture.width() != width || picture.height() != height) {
      throw new IllegalArgumentException(
          name
              + " is "
              + picture.channels()
              + " x "
              + picture.width()
              + "x"
              + picture.height()
              + ", not "
              + channels
              + " x "
              + width
              + "x"
              + height);
    }
  }

  /** Operands of {@link BatchOperations#stretch}, and of its gradient. */
  public static void stretch(Batch strains, Batch patches, Batch rotations, Batch logScales) {
    batch("strains", strains, 6, strains.count());
    batch("patches", patches, 1, logScales.count());
    batch("rotations", rotations, 4, logScales.count());
    batch("log scales", logScales, 3, logScales.count());
  }

  /** Operands of {@link Splatter#forward}. */
  public static void splat(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      Picture rgba) {
    optionalVector("pose shift", poseShift, 6);
    if (setBack != null) {
      batch("set back", setBack, 1, gaussians.count());
    }
    picture("rgba", rgba, 4, view.region().width(), view.region().height());
  }

  /** Operands of {@link Splatter#draw}. */
  public static void draw(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      float[] rgba) {
    optionalVector("pose shift", poseShift, 6);
    if (setBack != null) {
      batch("set back", setBack, 1, gaussians.count());
    }
    int width = view.camera().width();
    int height = view.camera().height();
    if (rgba.length != 4L * width * height) {
      throw new IllegalArgumentException(
          "rgba of " + rgba.length + " floats for " + width + "x" + height);
    }
    Rectangle region = view.region();
    if (region.x() < 0 || region.y() < 0 || region.right() > width || region.bottom() > height) {
      throw new IllegalArgumentException(region + " reaches over " + width + "x" + height);
    }
  }

  /** Operands of {@link Splatter#backward}. */
  public static void splatBackward(
      Picture rgba,
      int count,
      Picture rgbaGradient,
      Gaussians gradients,
      @Nullable Batch poseGradient,
      @Nullable Batch screenStatistics) {
    picture("rgba gradient", rgbaGradient, 4, rgba.width(), rgba.height());
    if (gradients.count() != count) {
      throw new IllegalArgumentException(
          "gradients for " + gradients.count() + " of " + count + " Gaussians");
    }
    optionalVector("pose gradient", poseGradient, 6);
    if (screenStatistics != null) {
      batch("screen statistics", screenStatistics, 2, count);
    }
  }

  /** Operands of both directions of a {@link TriPlane}. */
  public static void triPlane(TriPlaneSpec spec, Batch positions, Batch table, Batch encoding) {
    batch("positions", positions, 3, positions.count());
    vector("table", table, spec.tableSize());
    batch("encoding", encoding, spec.outputs(), positions.count());
  }

  /** Operands of {@link Perceptron#forward}. */
  public static void perceptron(
      PerceptronSpec spec,
      Batch parameters,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output) {
    vector("parameters", parameters, spec.parameters());
    batch("input", input, spec.inputs(), input.count());
    if (condition == null && spec.conditions() > 0) {
      throw new IllegalArgumentException("no condition, but the net has " + spec.conditions());
    }
    optionalVector("condition", condition, spec.conditions());
    if (gates != null) {
      batch("shares", gates.shares(), gates.count(), input.count());
      if (gates.conditions() != spec.conditions()) {
        throw new IllegalArgumentException(
            "gates for " + gates.conditions() + " of " + spec.conditions() + " conditions");
      }
    }
    batch("output", output, spec.outputs(), input.count());
  }

  /** Operands of {@link Perceptron#backward}. */
  public static void perceptronBackward(
      PerceptronSpec spec,
      int count,
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient,
      @Nullable Batch conditionGradient) {
    batch("output gradient", outputGradient, spec.outputs(), count);
    vector("parameter gradient", parameterGradient, spec.parameters());
    if (inputGradient != null) {
      batch("input gradient", inputGradient, spec.inputs(), count);
    }
    optionalVector("condition gradient", conditionGradient, spec.conditions());
  }

  /** Operands of {@link Convolution#forward}; gives the number of pictures. */
  public static int convolution(ConvolutionSpec spec, Batch parameters, Batch input, Batch output) {
    vector("parameters", parameters, spec.parameters());
    int pictures = input.count() / spec.inputPixels();
    batch("input", input, spec.inputs(), pictures * spec.inputPixels());
    batch("output", output, spec.outputs(), Math.multiplyExact(pictures, spec.outputPixels()));
    return pictures;
  }

  /** Operands of {@link Convolution#backward}. */
  public static void convolutionBackward(
      ConvolutionSpec spec,
      int pictures,
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient) {
    batch("output gradient", outputGradient, spec.outputs(), pictures * spec.outputPixels());
    vector("parameter gradient", parameterGradient, spec.parameters());
    if (inputGradient != null) {
      batch("input gradient", inputGradient, spec.inputs(), pictures * spec.inputPixels());
    }
  }

  /** Operands of {@link Gru#forward}; gives the number of sequences. */
  public static int gru(GruSpec spec, Batch parameters, int moments, Batch input, Batch output) {
    vector("parameters", parameters, spec.parameters());
    if (moments < 1) {
      throw new IllegalArgumentException(moments + " moments");
    }
    int sequences = input.count() / moments;
    batch("input", input, spec.inputs(), sequences * moments);
    batch("output", output, spec.hidden(), sequences * moments);
    return sequences;
  }

  /** Operands of {@link Gru#last}. */
  public static void gruLast(
      GruSpec spec, Batch parameters, int moments, Batch input, int[] starts, Batch output) {
    vector("parameters", parameters, spec.parameters());
    batch("input", input, spec.inputs(), input.count());
    batch("output", output, spec.hidden(), starts.length);
    for (int start : starts) {
      if (moments < 1 || start < 0 || start > input.count() - moments) {
        throw new IllegalArgumentException(
            moments + " moments from " + start + " on of " + input.count());
      }
    }
  }

  /** Operands of {@link Gru#backward}. */
  public static void gruBackward(
      GruSpec spec,
      int count,
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient) {
    batch("output gradient", outputGradient, spec.hidden(), count);
    vector("parameter gradient", parameterGradient, spec.parameters());
    if (inputGradient != null) {
      batch("input gradient", inputGradient, spec.inputs(), count);
    }
  }

  /** Operands of {@link Normalization#forward}. */
  public static void normalization(int channels, Batch parameters, Batch input, Batch output) {
    vector("parameters", parameters, 2L * channels);
    batch("input", input, channels, input.count());
    same("output", output, input);
  }

  /** Operands of {@link Normalization#backward}. */
  public static void normalizationBackward(
      int channels,
      int count,
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient) {
    batch("output gradient", outputGradient, channels, count);
    vector("parameter gradient", parameterGradient, 2L * channels);
    if (inputGradient != null) {
      batch("input gradient", inputGradient, channels, count);
    }
  }

  /** Operands of both directions of an {@link AttentionPool}. */
  public static void attentionPool(int moments, Batch scores, Batch values, Batch output) {
    batch("scores", scores, moments, output.count());
    batch("values", values, output.channels(), Math.multiplyExact(output.count(), moments));
  }

  /** Operands of {@link PointLoss#squaredDistance}. */
  public static void squaredDistance(Batch a, Batch b, Batch weights, Batch byA, Batch loss) {
    same("b", b, a);
    vector("weights", weights, a.channels());
    same("gradient", byA, a);
    vector("loss", loss, 1);
  }

  /** Operands of {@link PointLoss#cosine}. */
  public static void cosine(Batch a, Batch b, Batch byA, @Nullable Batch byB, Batch loss) {
    same("b", b, a);
    same("gradient of a", byA, a);
    if (byB != null) {
      same("gradient of b", byB, b);
    }
    vector("loss", loss, 1);
  }

  /** Operands of {@link PictureLoss#evaluate}. */
  public static void pictureLoss(
      Picture rgba,
      Picture background,
      Picture target,
      @Nullable Picture weights,
      Picture gradient,
      Batch losses) {
    int width = rgba.width();
    int height = rgba.height();
    picture("rgba", rgba, 4, width, height);
    picture("background", background, 3, width, height);
    picture("target", target, 3, width, height);
    if (weights != null) {
      picture("weights", weights, 1, width, height);
    }
    picture("rgba gradient", gradient, 4, width, height);
    vector("losses", losses, 3);
  }

  /** Operands of {@link ContrastLoss#accumulate}. */
  public static void contrastLoss(
      Picture rgba, Picture background, Picture target, Picture gradient, Batch loss) {
    int width = rgba.width();
    int height = rgba.height();
    picture("rgba", rgba, 4, width, height);
    picture("background", background, 3, width, height);
    picture("target", target, 3, width, height);
    picture("rgba gradient", gradient, 4, width, height);
    vector("loss", loss, 1);
  }

  /** Operands of {@link Adam#step}. */
  public static void adam(
      Batch parameters,
      Batch gradients,
      Batch first,
      Batch second,
      int step,
      @Nullable Batch mask) {
    same("gradients", gradients, parameters);
    same("first moment", first, parameters);
    same("second moment", second, parameters);
    optionalVector("mask", mask, parameters.count());
    if (step < 1) {
      throw new IllegalArgumentException("step " + step);
    }
  }

  /** Operands of {@link BatchOperations#blend}; gives the number of shapes. */
  public static int blend(Batch base, Batch basis, Batch code) {
    vector("code", code, code.count());
    batch("basis", basis, Math.multiplyExact(code.count(), base.channels()), base.count());
    return code.count();
  }
}
