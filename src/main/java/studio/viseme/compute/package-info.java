/**
 * The arithmetic of training and rendering: engines, the buffers that live on them, and the
 * operations.
 *
 * <h2>Three engines, one meaning</h2>
 *
 * A training step is written once, over {@link studio.viseme.compute.Engine}. {@code compute.cpu}
 * runs it on the Vector API, {@code compute.reference} runs it in plain double precision and is
 * what the others are tested against, and a CUDA engine will run the same operations as kernels.
 * Results agree within float tolerance; on one engine the same inputs give the same bits for any
 * number of threads.
 *
 * <h2>Shapes</h2>
 *
 * Everything many is a {@link studio.viseme.compute.Batch}: {@code channels} rows of {@code count}
 * items, one row per component ("feature-major", structure of arrays). Positions of N Gaussians are
 * a batch of 3 × N, a layer's activations are width × N, a picture is 3 × (height · width).
 * Neighbouring lanes and threads then read neighbouring floats, and the output of a net adds on to
 * Gaussians without a transposition.
 *
 * <h2>Order and time</h2>
 *
 * An engine is one ordered queue: an operation sees what the operations before it wrote, and may
 * still be running when its method returns. Only a download, {@link
 * studio.viseme.compute.Readback#values()} and {@link studio.viseme.compute.Engine#finish()} wait.
 * Sizes, cameras and learning rates are given as plain numbers; anything that is computed stays in
 * buffers.
 *
 * <p>An engine and all it made belong to one thread at a time.
 */
@org.jspecify.annotations.NullMarked
package studio.viseme.compute;
