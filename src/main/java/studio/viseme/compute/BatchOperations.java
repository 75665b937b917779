package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * The small change of a training step: few operations, each a single pass over memory. "Same shape"
 * is the same channels and count; strides and offsets may differ. Where in and out have the same
 * shape they may be the same batch, or else must not overlap.
 *
 * <p>Gradients are written with the same verbs. What is linear is its own gradient's recipe: {@code
 * accumulate} passes a gradient on with the same factor, {@code multiply} by the other operand,
 * {@code broadcast} and {@code channelSums} are each other's adjoint.
 */
public interface BatchOperations {
  /** The slope of {@link Function#LEAKY_RELU} below 0. */
  float LEAK = 0.02f;

  /** Sets every element. */
  void fill(Batch out, float value);

  /** out = in; same shape. */
  void copy(Batch in, Batch out);

  /** out = out + factor · in; same shape. {@code in} and {@code out} may be the same. */
  void accumulate(float factor, Batch in, Batch out);

  /**
   * out = a · b, elementwise; b has the shape of a, or one channel that goes for all (a mask, an
   * attention).
   */
  void multiply(Batch a, Batch b, Batch out);

  /** out = out + a · b, elementwise; b has the shape of a, or one channel that goes for all. */
  void multiplyAccumulate(Batch a, Batch b, Batch out);

  /**
   * out[i] = Σ over channels of a[c][i] · b[c][i]; out has one channel: the gradient of {@link
   * #multiply} by one channel.
   */
  void channelDots(Batch a, Batch b, Batch out);

  /** out = in clamped to low … high; same shape. */
  void clamp(Batch in, float low, float high, Batch out);

  /** out = function(in); same shape. */
  void apply(Function function, Batch in, Batch out);

  /**
   * inGradient = outGradient · function'(in), from the function's own value: sigmoid s(1 − s), tanh
   * 1 − t², relu 1 where positive, its leaky kind {@link #LEAK} elsewhere, exp e. All of one shape.
   *
   * @param out what {@link #apply} wrote
   */
  void applyBackward(Function function, Batch out, Batch outGradient, Batch inGradient);

  /** Sets channel c of every item to {@code vector[c]}: a condition as rows of a batch. */
  void broadcast(Batch vector, Batch out);

  /** vector[c] = the sum of channel c over all items, in a fixed order. */
  void channelSums(Batch in, Batch vector);

  /**
   * out[0] = the sum of a · b over all elements, in a fixed order; {@code out} is a vector of 1.
   */
  void dot(Batch a, Batch b, Batch out);

  /**
   * result = matrix · vector; the matrix is rows × columns as a vector, row-major: a pose map
   * applied to a pose.
   */
  void matrixVector(Batch matrix, Batch vector, Batch result);

  /**
   * results[m] = matrix · vectors[m]: the products of a large matrix with a few vectors, for which
   * it is read once.
   *
   * @param matrix rows × columns as a vector, row-major
   * @param vectors M × columns
   * @param results overwritten, M × rows
   */
  void matrixVectors(Batch matrix, Batch vectors, Batch results);

  /**
   * The gradient of {@link #matrixVector}.
   *
   * @param matrixGradient null, or overwritten with resultGradient · vectorᵀ
   * @param vectorGradient null, or overwritten with matrixᵀ · resultGradient
   */
  void matrixVectorBackward(
      Batch matrix,
      Batch vector,
      Batch resultGradient,
      @Nullable Batch matrixGradient,
      @Nullable Batch vectorGradient);

  /**
   * Linear blend shapes: out[c][i] = base[c][i] + Σ over k of code[k] · basis[k·C + c][i].
   *
   * @param base C × N; may be the same as {@code out}
   * @param basis (K · C) × N: K shapes of C channels each; a run of {@link Batch#channels} picks
   *     some of the shapes
   * @param code a vector of K
   * @param out C × N
   */
  void blend(Batch base, Batch basis, Batch code, Batch out);

  /**
   * The gradient of {@link #blend} (the base's is {@code outGradient} itself).
   *
   * @param basisGradient null for a fixed basis, or (K · C) × N: overwritten with code[k] ·
   *     outGradient, and 0 for items whose mask is 0
   * @param mask null, or 1 × N: the items that the shapes may move. The mask has to be in the basis
   *     too, as zeros from the start
   * @param codeGradient null, or a vector of K: overwritten with Σ over c and i of basis ·
   *     outGradient
   */
  void blendBackward(
      Batch basis,
      Batch code,
      Batch outGradient,
      @Nullable Batch mask,
      @Nullable Batch basisGradient,
      @Nullable Batch codeGradient);

  /**
   * Lets Gaussians lengthen with what they lie on: logScales[k][i] = logScales[k][i] + aᵀ H a,
   * where a is axis k of Gaussian i, as its quaternion turns it, and H the logarithmic (Hencky)
   * strain of its patch. An axis that lies along a principal direction of the strain becomes as
   * much longer as the patch does there, and the three together as much as its volume, however they
   * lie.
   *
   * @param strains 6 × P: xx, yy, zz, xy, xz, yz of symmetric matrices, 0 for what keeps its form
   * @param patches 1 × N: each Gaussian's item of {@code strains}, a whole number
   * @param rotations 4 × N, see {@link Gaussians}
   * @param logScales 3 × N, changed
   * @throws IndexOutOfBoundsException for a patch that doesn't exist, at the latest when the queue
   *     is waited for
   */
  void stretch(Batch strains, Batch patches, Batch rotations, Batch logScales);

  /**
   * The gradient of {@link #stretch} by the rotations; that by the old log scales is that by the
   * new ones.
   *
   * @param logScaleGradient 3 × N
   * @param rotationGradient 4 × N: added to
   */
  void stretchBackward(
      Batch strains,
      Batch patches,
      Batch rotations,
      Batch logScaleGradient,
      Batch rotationGradient);

  /**
   * Picks items: out[c][i] = in[c][indices[i]], or 0 where the index is negative. With it
   * densification splits, clones, prunes and re-orders every batch that belongs to Gaussians,
   * moments included (−1: a newcomer's moments start at 0).
   *
   * @param indices at least {@code out.count()} of them, each below {@code in.count()}
   * @param out as many channels as {@code in}, any count; must not overlap {@code in}
   * @throws IndexOutOfBoundsException for an index that is too large, at the latest when the queue
   *     is waited for
   */
  void gather(Batch in, Ints indices, Batch out);

  /**
   * out = uniform draws between low and high. Element i of channel c takes draw c · count + i of
   * the key ({@link Philox}).
   */
  void randomUniform(RandomKey key, float low, float high, Batch out);

  /**
   * out = normal draws. Element e = c · count + i is made of the words (e & ~1) and (e | 1) by
   * {@link Philox#normal}; engines agree to float rounding.
   */
  void randomNormal(RandomKey key, float mean, float deviation, Batch out);

  /** Elementwise functions whose derivative follows from their value. */
  enum Function {
    SIGMOID,
    TANH,
    RELU,
    /** What is negative keeps {@link #LEAK} of its size. */
    LEAKY_RELU,
    EXP
  }
}
