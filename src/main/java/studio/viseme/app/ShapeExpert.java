package studio.viseme.app;

import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.MouthJudge;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncExpert;

/** Lends the sync expert that comes with the program to the measures. */
final class ShapeExpert implements MouthJudge.Expert {
  private final SyncExpert expert = new SyncExpert();

  static MouthJudge judge() {
    return new MouthJudge("viseme-shapes", new ShapeExpert());
  }

  @Override
  public float[] @Nullable [] hear(float[] speech) {
    return expert.hear(speech, Workers.sameThread());
  }

  @Override
  public float[] @Nullable [] see(float[] gap, float[] width, float[] jaw) {
    return expert.see(gap, width, jaw);
  }
}
