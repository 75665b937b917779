package studio.viseme.ui.model;

import studio.viseme.job.JobException;

/**
 * An error in words.
 *
 * @param what is wrong
 * @param where or empty
 * @param remedy what to do, or empty
 */
public record Problem(String what, String where, String remedy) {
  static Problem of(JobException failure) {
    return new Problem(failure.what(), failure.where(), failure.remedy());
  }
}
