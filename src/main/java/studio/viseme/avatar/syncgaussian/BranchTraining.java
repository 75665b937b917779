package studio.viseme.avatar.syncgaussian;

import java.util.List;
import studio.viseme.compute.Adam;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Ints;

/**
 * What training keeps for each Gaussian of a branch: gradient, moments, how much its place on
 * screen wants to change, and the depth at which it began.
 *
 * <p>Cameras see a head from the front, and hardly tell how far away a Gaussian is; but Adam makes
 * steps of one length of gradients of any. So depths would wander by centimetres, and a head that
 * turns would show what lay in front of what. Each step draws a Gaussian back to its first depth,
 * in proportion to how far it is from it: gradients that agree with each other move it up to {@link
 * LearningRates#reach}, those that don't hardly at all (decay that is decoupled from the gradient,
 * Loshchilov and Hutter 2019, towards the start and not towards zero).
 */
final class BranchTraining implements AutoCloseable {
  static final int STATISTICS = 2;

  /** Smallest and largest size of a Gaussian, log centimetres. */
  private static final float LEAST_LOG_SCALE = (float) Math.log(0.01);

  private static final float MOST_LOG_SCALE = (float) Math.log(1.2);

  private static final int DEPTH = 2;

  private final Engine engine;
  private final Branch branch;
  private final Batch gradient;
  private Batch first;
  private Batch second;
  private final Batch statistics;
  private Batch depths;

  BranchTraining(Engine engine, Branch branch) {
    this.engine = engine;
    this.branch = branch;
    this.gradient = Batch.allocate(engine, Gaussians.CHANNELS, branch.capacity);
    this.first = Batch.allocate(engine, Gaussians.CHANNELS, branch.capacity);
    this.second = Batch.allocate(engine, Gaussians.CHANNELS, branch.capacity);
    this.statistics = Batch.allocate(engine, STATISTICS, branch.capacity);
    this.depths = Batch.allocate(engine, 1, branch.capacity);
    engine.batches().copy(depthNow(), depths());
  }

  Gaussians gradient() {
    return Gaussians.of(gradients());
  }

  /** The same, 14 × N. */
  Batch gradients() {
    return gradient.first(branch.count());
  }

  Batch first() {
    return first.first(branch.count());
  }

  Batch second() {
    return second.first(branch.count());
  }

  /** 2 × N, see {@link studio.viseme.compute.Splatter#backward}. */
  Batch statistics() {
    return statistics.first(branch.count());
  }

  /** Where each began, 1 × N: z of head space, centimetres. */
  Batch depths() {
    return depths.first(branch.count());
  }

  private Batch depthNow() {
    return branch.parameters().channels(DEPTH, DEPTH + 1);
  }

  /** One step of all parameters, or of the colours alone. */
  void step(Adam adam, LearningRates rates, int step, boolean colorsOnly) {
    if (!colorsOnly) {
      step(adam, 0, 3, rates.position(), step);
      if (rates.reach() < Double.POSITIVE_INFINITY) {
        holdDepth((float) (rates.position() / rates.reach()));
      }
      step(adam, 3, 6, rates.logScale(), step);
      step(adam, 6, 10, rates.rotation(), step);
      step(adam, 10, 11, rates.opacity(), step);
      Batch logScales = branch.gaussians().logScales();
      engine.batches().clamp(logScales, LEAST_LOG_SCALE, MOST_LOG_SCALE, logScales);
    }
    step(adam, 11, 14, rates.color(), step);
  }

  private void holdDepth(float share) {
    BatchOperations ops = engine.batches();
    ops.accumulate(-share, depthNow(), depthNow());
    ops.accumulate(share, depths(), depthNow());
  }

  private void step(Adam adam, int from, int to, double rate, int step) {
    int n = branch.count();
    adam.step(
        branch.parameters().channels(from, to),
        gradient.first(n).channels(from, to),
        first().channels(from, to),
        second().channels(from, to),
        rate,
        step,
        null);
  }

  /**
   * Splits what wants to move most, in place of what has become useless, and lets the branch grow
   * by {@code growth}.
   */
  void densify(double growth) {
    replan(
        (parameters, statistics, n, capacity) ->
            Densification.plan(parameters, statistics, n, capacity, growth));
  }

  /** Lets Gaussians come and go as somebody plans. */
  void replan(Densification.Planner planner) {
    int n = branch.count();
    Densification plan =
        planner.plan(branch.parameters().download(), statistics().download(), n, branch.capacity);
    int newCount = plan.count();
    BatchOperations ops = engine.batches();
    try (Ints parents = engine.ints(plan.parents());
        Ints kept = engine.ints(plan.unchanged())) {
      branch.attributes = moved(ops, branch.attributes, n, parents, newCount);
      depths = moved(ops, depths, n, parents, newCount);
      first = moved(ops, first, n, kept, newCount);
      second = moved(ops, second, n, kept, newCount);
    }
    branch.resize(newCount);
    branch.parameters().upload(plan.parameters());
    ops.fill(statistics, 0);
  }

  private Batch moved(BatchOperations ops, Batch from, int count, Ints indices, int newCount) {
    Batch to = Batch.allocate(engine, from.channels(), branch.capacity);
    ops.gather(from.first(count), indices, to.first(newCount));
    engine.finish();
    from.buffer().close();
    return to;
  }

  @Override
  public void close() {
    for (Batch batch : List.of(gradient, first, second, statistics, depths)) {
      batch.buffer().close();
    }
  }
}
