package studio.viseme.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobContext;

/** How fast the studio's window answers: a port, for one front measures the other. */
public interface WindowMeasure {
  /**
   * Opens the window, uses it as a user would, and closes it.
   *
   * @param order what to look at
   * @return in the order in which they were measured
   * @throws studio.viseme.job.JobException when the project can't be used
   */
  List<Figure> measure(Order order, JobContext job);

  /**
   * What is measured.
   *
   * @param project with frames and an avatar, which is copied; null makes the sample
   * @param startOnly only how long the window takes to be seen
   * @param seconds for each figure
   */
  record Order(@Nullable Path project, boolean startOnly, double seconds) {}

  /**
   * One result.
   *
   * @param key for programs
   * @param what for people
   * @param goal what it should be, if that was ever said
   */
  record Figure(String key, String what, double value, String unit, Optional<Goal> goal) {}

  /** A bound. */
  record Goal(boolean atLeast, double bound) {
    public boolean isMet(double value) {
      return atLeast ? value >= bound : value <= bound;
    }
  }
}
