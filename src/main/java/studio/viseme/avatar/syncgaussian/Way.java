package studio.viseme.avatar.syncgaussian;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.math.PinholeCamera;
import studio.viseme.speech.SpeechEncoder;

/**
 * What of a training the paper does in one way and the studio in another: what a head hears, where
 * its Gaussians begin, what they learn from and how fast.
 */
interface Way {
  static Way of(TrainingMethod method) {
    return switch (method) {
      case STUDIO -> new StudioWay();
      case PUBLISHED -> new PublishedWay();
    };
  }

  /**
   * What a training has before anything is fitted.
   *
   * @param frames the training frames
   * @param triangles of the face mesh
   */
  record Ground(
      Engine engine,
      Capture capture,
      SpeechEncoder encoder,
      int[] frames,
      int[] triangles,
      long seed,
      JobContext job) {}

  /** What was fitted to hear speech. */
  record Heard(SpeechTaps taps, Hearing hearing, Layout layout) {}

  /** What a training begins with. */
  record Begun(Heard heard, Seeds head, Seeds mouth) {}

  /** Fits what hears on the training frames, and says where the Gaussians begin. */
  Begun begin(Ground ground, FaceModel face, PoseSpace poses, Recipe.Population people);

  /**
   * The speech part of each training frame's condition.
   *
   * @param knowledge may come from a checkpoint
   */
  IntFunction<float[]> spoken(Ground ground, Knowledge knowledge);

  /** Whether poses are right as they were tracked, and no map corrects them. */
  boolean trustsPoses();

  LearningRates rates(Recipe recipe, int step);

  /** What is added to the head's branch when all is learnt: that which no picture has shown. */
  Seeds inside(Ground ground, Knowledge knowledge, Recipe.Population people, HeadModel model);

  /** Prepares what there is to learn. */
  Curriculum curriculum(Ground ground, Course course);

  /**
   * Who is taught what.
   *
   * @param states a training frame's state, see {@link Layout}
   * @param standing a set with the heads where they are known to stand by now
   */
  record Course(
      Knowledge knowledge,
      Recipe recipe,
      IntFunction<float[]> states,
      UnaryOperator<TrainingSet> standing) {}

  /** The lessons of a training. */
  interface Curriculum {
    /** The lesson that a step belongs to. */
    Lesson lesson(int step, HeadTraining training);

    /** Of the pictures that a step looks at. */
    PinholeCamera camera(int step);
  }
}
