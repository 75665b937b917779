package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.math.PinholeCamera;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * The paper's way (SyncGaussian, sections 3.4 and 3.5): the speech feature is the condition,
 * Gaussians begin at random, the field alone moves them, each branch learns from its own masked
 * pictures, and in the end both are laid over each other and learn colours.
 */
final class PublishedWay implements Way {
  /** Of the branches' steps, how long motion decides which frames come first: 40,000 of 50,000. */
  private static final double SLIDING = 0.8;

  /** Pixels between the lips. */
  private static final double LEAST_SEEN = 8;

  /** A sound that says nothing, seconds. */
  private static final int SILENCE = 2;

  @Override
  public Begun begin(Ground ground, FaceModel face, PoseSpace poses, Recipe.Population people) {
    Heard heard = hear(ground);
    Knowledge knowledge =
        new Knowledge(ground.capture().head().camera(), face, poses, heard.taps(), heard.layout());
    return new Begun(
        heard,
        new RandomSeeding(knowledge, ground.seed()).head(people.face()),
        new RandomSeeding(knowledge, ground.seed() + 1).mouth(people.mouth()));
  }

  private static Heard hear(Ground ground) {
    SpeechEncoder encoder = ground.encoder();
    SpeechWindow window = SpeechTaps.windowFor(encoder);
    SpeechTaps taps = SpeechTaps.fit(window, features(ground), seconds(ground.capture()));
    FeatureSequence silence = encoder.encode(new float[SILENCE * SpeechEncoder.SAMPLE_RATE]);
    float[] rest = taps.moment(window.cut(silence, SILENCE / 2.0));
    return new Heard(
        taps, new DirectHearing(taps, rest), new Layout(window.width(), Deformation.LEARNED));
  }

  @Override
  public IntFunction<float[]> spoken(Ground ground, Knowledge knowledge) {
    FeatureSequence features = features(ground);
    SpeechTaps taps = knowledge.taps();
    return frame -> taps.moment(taps.window().cut(features, frame, ClipInfo.FPS));
  }

  private static double seconds(Capture capture) {
    return (double) capture.clip().firstHeldOutFrame() / ClipInfo.FPS;
  }

  /** Of the sound up to the first held-out frame. */
  private static FeatureSequence features(Ground ground) {
    float[] all = ground.capture().speech();
    long samples = Math.round(seconds(ground.capture()) * SpeechEncoder.SAMPLE_RATE);
    return ground.encoder().encode(Arrays.copyOf(all, (int) Math.min(all.length, samples)));
  }

  @Override
  public boolean trustsPoses() {
    return true;
  }

  /** None: the paper's head is what was learnt. */
  @Override
  public Seeds inside(
      Ground ground, Knowledge knowledge, Recipe.Population people, HeadModel model) {
    return new Seeds(knowledge.layout().headAttributes());
  }

  @Override
  public LearningRates rates(Recipe recipe, int step) {
    return LearningRates.published(step / (double) recipe.shapedSteps());
  }

  @Override
  public Curriculum curriculum(Ground ground, Course course) {
    return new Lessons(ground, course);
  }

  /** Pictures are loaded by the lesson that shows them: two sets at once would be much memory. */
  private record Lessons(Ground ground, Course course) implements Curriculum {
    @Override
    public PinholeCamera camera(int step) {
      return course.knowledge().camera().scaled(scale());
    }

    private double scale() {
      return Math.min(
          1, (double) course.recipe().pictures().width() / ground.capture().clip().width());
    }

    @Override
    public Lesson lesson(int step, HeadTraining training) {
      Recipe recipe = course.recipe();
      Losses losses = Losses.published(recipe);
      double clipWidth = ground.capture().clip().width();
      if (!recipe.isColorsOnly(step)) {
        TrainingSet face = load(TrainingSet.Framing.FACE_ALONE);
        TrainingSet mouth = load(TrainingSet.Framing.MOUTH_ALONE);
        return new BranchLesson(
            training,
            recipe,
            clipWidth,
            losses,
            new ComposedLesson.View(face, opening(face)),
            new ComposedLesson.View(mouth, closing(mouth)));
      }
      TrainingSet head = load(TrainingSet.Framing.HEAD);
      FrameSampler sampler = FrameSampler.uniform(ground.seed(), head.size());
      return new ComposedLesson(
          training,
          recipe,
          clipWidth,
          losses,
          new ComposedLesson.View(head, sampler),
          null,
          any -> true,
          recipe.steps());
    }

    private TrainingSet load(TrainingSet.Framing framing) {
      List<TrainingSet.Look> looks = List.of(new TrainingSet.Look(framing, scale()));
      return course.standing().apply(StudioWay.load(ground, course, looks).getFirst());
    }

    /** From closed mouths to open ones. */
    private FrameSampler opening(TrainingSet set) {
      return FrameSampler.incremental(ground.seed(), byOpening(set), sliding());
    }

    /**
     * From open mouths, whose inside is seen, towards closed ones, but not to the quarter that is
     * closed most, nor where nothing is seen inside: there this branch would learn to be nothing.
     */
    private FrameSampler closing(TrainingSet set) {
      int[] open =
          Arrays.stream(byOpening(set))
              .skip(set.size() / 4)
              .filter(i -> TrainingSet.answered(set.sample(i)) >= LEAST_SEEN)
              .toArray();
      if (open.length == 0) {
        return FrameSampler.uniform(ground.seed() + 1, set.size());
      }
      int[] closing = IntStream.range(0, open.length).map(i -> open[open.length - 1 - i]).toArray();
      return FrameSampler.incremental(ground.seed() + 1, closing, sliding());
    }

    private int[] byOpening(TrainingSet set) {
      FaceModel face = course.knowledge().face();
      ExpressionTrack expression = ground.capture().expression();
      return set.sortedBy(sample -> face.lipGap(FaceModel.clip(expression.code(sample.frame()))));
    }

    private int sliding() {
      return (int) (SLIDING * course.recipe().shapedSteps());
    }
  }
}
