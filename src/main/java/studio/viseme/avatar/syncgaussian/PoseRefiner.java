package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.job.JobContext;
import studio.viseme.math.Cholesky;
import studio.viseme.math.RigidTransform;

/**
 * Finds the head pose at which the rendered head covers the filmed one, frame by frame: what
 * SyncGaussian calls joint adjustment (section 3.3), done with pictures instead of points.
 *
 * <p>Least squares over the pixels that are seen ({@link PoseObjective}), with a prior around where
 * the search begins. Newton's steps use one curvature for all frames: in camera axes it hardly
 * changes from frame to frame, while the gradient is each frame's own and exact, so the steps end
 * at the true minimum.
 *
 * <p>Every few frames one is refined; between them corrections are interpolated, as most of the
 * tracker's error is slow: its quick motion comes from optical flow. They are hardly smoothed, for
 * what a picture tells of a pose is surer than that its error is slow; and only within runs of
 * frames without a cut, never across the first held-out frame, in either direction.
 */
final class PoseRefiner {
  private static final int SIZE = PoseCorrections.SIZE;

  /** The tracker's error: standard deviations, radians and centimetres. */
  private static final double[] PRIOR = {0.02, 0.02, 0.02, 0.3, 0.3, 1};

  private static final int STEPS = 4;
  private static final int HALVINGS = 2;

  /** A step of this many standard deviations of the estimate changes nothing any more. */
  private static final double SETTLED = 0.3;

  /**
   * After a step of no more than this many the next one hardly gains: Newton's steps shrink by
   * their square.
   */
  private static final double LAST = 10;

  /** Frames that the curvature is the mean of. */
  private static final int CURVATURE_FRAMES = 5;

  /**
   * So many looked-at frames follow each other with what the one before found in mind; whatever the
   * number of threads.
   */
  private static final int PIECE = 8;

  /** How much a correction is drawn to its neighbours'. */
  private static final double SMOOTHING = 0.05;

  private final Capture capture;
  private final PoseObjectives objectives;
  private final JobContext job;
  private final List<RigidTransform> tracked;

  PoseRefiner(Capture capture, PoseObjectives objectives, JobContext job) {
    this.capture = capture;
    this.objectives = objectives;
    this.job = job;
    this.tracked = capture.head().poses();
  }

  /**
   * Refines frames {@code from} … {@code to − 1}.
   *
   * @param start where to begin, for all frames of the clip; also what frames get that can't be
   *     refined
   * @param looks about how many of them may be looked at
   * @param curvature see {@link #curvature}
   * @return all frames of {@code start}, those in the range refined
   */
  PoseCorrections refine(PoseCorrections start, int from, int to, int looks, double[] curvature) {
    int stride = Math.max(1, (to - from) / looks);
    Cholesky factor = Cholesky.factor(withPrior(curvature), SIZE);
    float[] refined = start.values().clone();
    List<int[]> runs = runs(from, to);
    List<int[]> looked = runs.stream().map(run -> looked(run, stride)).toList();
    List<double[][]> found = looked.stream().map(frames -> new double[frames.length][]).toList();
    look(looked, found, start, factor);
    for (int run = 0; run < runs.size(); run++) {
      fill(refined, runs.get(run), looked.get(run), smoothed(found.get(run)));
    }
    return new PoseCorrections(refined);
  }

  /**
   * Finds the six numbers of some frames, each as it is seen: nothing is smoothed.
   *
   * @param frames ascending
   * @return frames × 6
   */
  double[][] look(PoseCorrections start, int[] frames, double[] curvature) {
    double[][] found = new double[frames.length][];
    look(
        List.<int[]>of(frames),
        List.<double[][]>of(found),
        start,
        Cholesky.factor(withPrior(curvature), SIZE));
    return found;
  }

  /**
   * @param frames of each run
   * @param found takes the six numbers of each of them
   */
  private void look(
      List<int[]> frames, List<double[][]> found, PoseCorrections start, Cholesky factor) {
    List<Piece> pieces = new ArrayList<>();
    for (int run = 0; run < frames.size(); run++) {
      int[] looked = frames.get(run);
      for (int first = 0; first < looked.length; first += PIECE) {
        int last = Math.min(looked.length, first + PIECE);
        pieces.add(new Piece(looked, first, last, found.get(run)));
      }
    }
    long total = frames.stream().mapToLong(looked -> looked.length).sum();
    try (JobContext.Task task = job.task("poses", total, "frame")) {
      eachOnAThread(
          pieces.size(),
          (piece, objective) -> refine(pieces.get(piece), start, factor, objective, task));
    }
  }

  /**
   * Looked-at frames that one thread refines one after the other.
   *
   * @param frames the looked-at ones of a run
   * @param first index of the piece's first
   * @param last after the piece's last
   * @param found takes the six numbers of each
   */
  private record Piece(int[] frames, int first, int last, double[][] found) {}

  /** Runs a body for 0 … count − 1, as many at once as there are objectives. */
  private void eachOnAThread(int count, BiConsumer<Integer, PoseObjective> body) {
    AtomicInteger next = new AtomicInteger();
    job.workers()
        .forEach(
            Math.min(count, objectives.count()),
            thread -> {
              PoseObjective objective = objectives.get(thread);
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                body.accept(i, objective);
              }
            });
  }

  private void refine(
      Piece piece,
      PoseCorrections start,
      Cholesky factor,
      PoseObjective objective,
      JobContext.Task task) {
    double[] offset = new double[SIZE];
    for (int i = piece.first; i < piece.last; i++) {
      int frame = piece.frames[i];
      double[] prior = start.six(frame);
      piece.found[i] = refine(objective, frame, prior, offset, factor);
      offset = minus(piece.found[i], prior);
      synchronized (task) {
        task.advance();
      }
    }
  }

  /** Runs of frames that follow one another without a cut, all held out or none. */
  private List<int[]> runs(int from, int to) {
    List<int[]> runs = new ArrayList<>();
    int heldOut = capture.clip().firstHeldOutFrame();
    int begin = from;
    for (int frame = from + 1; frame <= to; frame++) {
      if (frame == to || frame == heldOut || capture.segment(frame) != capture.segment(begin)) {
        runs.add(new int[] {begin, frame});
        begin = frame;
      }
    }
    return runs;
  }

  /** The frames of a run that are refined. */
  private int[] looked(int[] run, int stride) {
    int[] usable = new int[run[1] - run[0]];
    int count = 0;
    int next = run[0];
    for (int frame = run[0]; frame < run[1]; frame++) {
      if (frame >= next && capture.usable(frame)) {
        usable[count++] = frame;
        next = frame + stride;
      }
    }
    return Arrays.copyOf(usable, count);
  }

  /** One frame's six numbers. */
  private double[] refine(
      PoseObjective objective, int frame, double[] prior, double[] offset, Cholesky factor) {
    objective.look(frame, moved(frame, plus(prior, offset, 1)));
    double[] at = plus(prior, offset, 1);
    double cost = cost(objective, frame, at, prior);
    for (int step = 0; step < STEPS; step++) {
      double[] move = objective.gradient();
      for (int k = 0; k < SIZE; k++) {
        move[k] += (at[k] - prior[k]) / (PRIOR[k] * PRIOR[k]);
      }
      double[] gradient = move.clone();
      factor.solve(move);
      double length = 0;
      for (int k = 0; k < SIZE; k++) {
        length += gradient[k] * move[k];
      }
      if (length < SETTLED * SETTLED) {
        break;
      }
      double share = -1;
      double[] next = plus(at, move, share);
      double nextCost = cost(objective, frame, next, prior);
      for (int halving = 0; halving < HALVINGS && !(nextCost < cost); halving++) {
        share /= 2;
        next = plus(at, move, share);
        nextCost = cost(objective, frame, next, prior);
      }
      if (!(nextCost < cost)) {
        break;
      }
      at = next;
      cost = nextCost;
      if (share == -1 && length < LAST * LAST) {
        break;
      }
    }
    return at;
  }

  /** Renders, and says how badly it fits: half the squared error in standard deviations. */
  private double cost(PoseObjective objective, int frame, double[] at, double[] prior) {
    double cost = objective.at(moved(frame, at));
    for (int k = 0; k < SIZE; k++) {
      double deviations = (at[k] - prior[k]) / PRIOR[k];
      cost += 0.5 * deviations * deviations;
    }
    return cost;
  }

  /**
   * The mean curvature of the squared error (Gauss–Newton: JᵀJ) over some frames of a range, 6 × 6.
   */
  double[] curvature(PoseCorrections start, int from, int to) {
    int[] usable = looked(new int[] {from, to}, 1);
    int count = Math.min(CURVATURE_FRAMES, usable.length);
    double[][] each = new double[count][];
    eachOnAThread(
        count,
        (i, objective) -> {
          int frame = usable[(int) ((2L * i + 1) * usable.length / (2L * count))];
          RigidTransform pose = start.apply(frame, tracked.get(frame));
          objective.look(frame, pose);
          each[i] = objective.curvature(pose);
        });
    double[] mean = new double[SIZE * SIZE];
    for (double[] one : each) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += one[k] / count;
      }
    }
    return mean;
  }

  private static double[] withPrior(double[] curvature) {
    double[] sum = curvature.clone();
    for (int k = 0; k < SIZE; k++) {
      sum[k * SIZE + k] += 1 / (PRIOR[k] * PRIOR[k]);
    }
    return sum;
  }

  /**
   * The sequence nearest to {@code found} whose steps are small: as all frames share one curvature,
   * the six numbers part, and each solves (1 + λ DᵀD) x = found.
   */
  static double[][] smoothed(double[][] found) {
    int n = found.length;
    double[][] x = new double[n][];
    double[] upper = new double[n];
    for (int i = 0; i < n; i++) {
      int neighbours = (i > 0 ? 1 : 0) + (i < n - 1 ? 1 : 0);
      double pivot = 1 + SMOOTHING * neighbours - (i > 0 ? SMOOTHING * upper[i - 1] : 0);
      upper[i] = SMOOTHING / pivot;
      x[i] = new double[SIZE];
      for (int k = 0; k < SIZE; k++) {
        x[i][k] = (found[i][k] + (i > 0 ? SMOOTHING * x[i - 1][k] : 0)) / pivot;
      }
    }
    for (int i = n - 2; i >= 0; i--) {
      for (int k = 0; k < SIZE; k++) {
        x[i][k] += upper[i] * x[i + 1][k];
      }
    }
    return x;
  }

  /** Interpolates; before the first and after the last of a run their own values go on. */
  private static void fill(float[] out, int[] run, int[] looked, double[][] values) {
    if (looked.length == 0) {
      return;
    }
    int right = 0;
    for (int frame = run[0]; frame < run[1]; frame++) {
      while (right < looked.length - 1 && looked[right] < frame) {
        right++;
      }
      int left = looked[right] >= frame ? Math.max(0, right - 1) : right;
      double width = looked[right] - looked[left];
      double t = width > 0 ? Math.clamp((frame - looked[left]) / width, 0, 1) : 1;
      for (int k = 0; k < SIZE; k++) {
        out[frame * SIZE + k] =
            (float) (values[left][k] + t * (values[right][k] - values[left][k]));
      }
    }
  }

  private static double[] plus(double[] a, double[] b, double share) {
    double[] sum = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      sum[k] = a[k] + share * b[k];
    }
    return sum;
  }

  /** The difference of two poses' six numbers. */
  static double[] minus(double[] a, double[] b) {
    return plus(a, b, -1);
  }

  private RigidTransform moved(int frame, double[] by) {
    float[] six = new float[SIZE];
    for (int k = 0; k < SIZE; k++) {
      six[k] = (float) by[k];
    }
    return PoseCorrections.moved(tracked.get(frame), six, 0);
  }
}
