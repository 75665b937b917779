package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.job.JobContext;
import studio.viseme.math.Smoothing;

/**
 * The pictures of a clip that were looked at, spread over it: one a second, and at most {@value
 * #MOST}.
 *
 * @param all in their order
 * @param frames of the whole clip
 */
record Looks(List<Look> all, int frames) {
  private static final int MOST = 48;
  private static final int FEWEST = 12;
  private static final int BATCH = 8;

  Looks {
    all = List.copyOf(all);
  }

  static Looks at(Footage footage, JobContext job) {
    int frames = footage.frames().count();
    int wanted = Math.clamp((long) (frames / footage.fps()), FEWEST, MOST);
    int count = Math.min(frames, wanted);
    Look[] made = new Look[count];
    try (FaceTracker tracker = new FaceTracker();
        JobContext.Task task = job.task("look at the footage", count, "pictures")) {
      for (int first = 0; first < count; first += BATCH) {
        int from = first;
        int size = Math.min(BATCH, count - first);
        job.workers()
            .forEach(
                size,
                i -> {
                  int frame = (int) ((from + i + 0.5) * frames / count);
                  made[from + i] = Look.at(frame, footage.frames().frame(frame), tracker);
                });
        task.advance(size, "");
      }
    }
    return new Looks(List.of(made), frames);
  }

  /** Those in which a face is seen. */
  List<Look> withFace() {
    return all.stream().filter(Look::hasFace).toList();
  }

  /** The frames nearest to the looks of which something holds. */
  List<FrameRange> around(Predicate<Look> holds) {
    boolean[] flags = new boolean[frames];
    for (int i = 0; i < all.size(); i++) {
      if (holds.test(all.get(i))) {
        int from = i == 0 ? 0 : (all.get(i - 1).frame() + all.get(i).frame()) / 2;
        int to = i == all.size() - 1 ? frames : (all.get(i).frame() + all.get(i + 1).frame()) / 2;
        Arrays.fill(flags, from, Math.max(from + 1, to), true);
      }
    }
    return FrameRange.of(flags, 0, 1);
  }

  static double median(List<Look> looks, ToDoubleFunction<Look> value) {
    return quantile(looks, value, 0.5);
  }

  static double quantile(List<Look> looks, ToDoubleFunction<Look> value, double share) {
    return Smoothing.quantile(looks.stream().mapToDouble(value).toArray(), share);
  }

  /** The look in the middle of their order by a value. */
  static Look typical(List<Look> looks, ToDoubleFunction<Look> value) {
    List<Look> sorted = new ArrayList<>(looks);
    sorted.sort(Comparator.comparingDouble(value));
    return sorted.get(sorted.size() / 2);
  }
}
