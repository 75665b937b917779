package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import studio.viseme.capture.Capture;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;

/**
 * One {@link PoseObjective} for each thread that may look at frames at the same time. A frame is
 * small work with a serial share (its pixels are read, its Gaussians sorted), so two frames at once
 * keep two cores busier than two cores on one frame.
 *
 * <p>Each has a copy of the head that is finished and frozen: what is the same for all frames is
 * worked out once. As the copies are equal, it doesn't matter which one looks at a frame.
 */
final class PoseObjectives implements AutoCloseable {
  /** Heads aren't small: more threads than this share one's drawing. */
  private static final int MOST = 4;

  private final List<HeadModel> heads = new ArrayList<>();
  private final List<PoseObjective> all = new ArrayList<>();

  /**
   * @param model that is copied, without its pose map: poses are said outright
   * @param sight how much of a filmed head is seen
   * @param spoken the speech part of a frame's condition; the mean mouth where it isn't seen
   * @param camera of the pictures that are compared
   * @param workers that will look
   */
  PoseObjectives(
      HeadModel model,
      Knowledge knowledge,
      Capture capture,
      FilmedHead.Sight sight,
      IntFunction<float[]> spoken,
      PinholeCamera camera,
      Workers workers) {
    int count = Math.min(MOST, workers.parallelism());
    for (int i = 0; i < count; i++) {
      HeadModel head = model.copy();
      heads.add(head);
      head.engine.batches().fill(head.poseMap, 0);
      head.freeze();
      all.add(new PoseObjective(head, knowledge, capture, sight, spoken, camera));
    }
  }

  int count() {
    return all.size();
  }

  /** Number i, 0 … {@link #count} − 1, for one thread at a time. */
  PoseObjective get(int i) {
    return all.get(i);
  }

  @Override
  public void close() {
    all.forEach(PoseObjective::close);
    heads.forEach(HeadModel::close);
  }
}
