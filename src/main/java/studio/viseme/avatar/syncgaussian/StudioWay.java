package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.math.PinholeCamera;

/**
 * The studio's way: speech becomes an expression code, Gaussians begin on the fitted mesh that also
 * moves them, and both branches learn together from pictures of the whole head and close-ups of the
 * lips.
 */
final class StudioWay implements Way {
  /** Of the steps, how long the mouth's opening decides which frames come first. */
  private static final double SLIDING = 0.6;

  /** Neither speech nor seeds need the other: one core listens while the other looks. */
  @Override
  public Begun begin(Ground ground, FaceModel face, PoseSpace poses, Recipe.Population people) {
    AtomicReference<Heard> heard = new AtomicReference<>();
    AtomicReference<List<Seeds>> seeds = new AtomicReference<>();
    ground
        .job()
        .workers()
        .forEach(
            2,
            i -> {
              if (i == 0) {
                heard.set(hear(ground, face));
              } else {
                seeds.set(seed(ground, face, poses, people));
              }
            });
    List<Seeds> seeded = Objects.requireNonNull(seeds.get());
    return new Begun(Objects.requireNonNull(heard.get()), seeded.getFirst(), seeded.getLast());
  }

  /** Of the head and of the mouth. */
  private static List<Seeds> seed(
      Ground ground, FaceModel face, PoseSpace poses, Recipe.Population people) {
    Seeding seeding = new Seeding(ground.capture(), face, poses, ground.frames(), ground.seed());
    Seeds head = seeding.head(ground.triangles(), people.face(), people.skull(), people.neck());
    return List.of(head, seeding.mouth(people.mouth()));
  }

  private static Heard hear(Ground ground, FaceModel face) {
    SpeechFit fit =
        new SpeechFit(
            ground.engine(),
            ground.capture(),
            ground.encoder(),
            face,
            ground.frames(),
            ground.seed());
    SpeechFit.Fitted fitted = fit.fit(ground.job());
    Hearing hearing = new CodeHearing(face, fitted.speech(), fitted.calibration());
    return new Heard(fit.taps(), hearing, new Layout(face.dims()));
  }

  @Override
  public IntFunction<float[]> spoken(Ground ground, Knowledge knowledge) {
    ExpressionTrack expression = ground.capture().expression();
    return frame -> FaceModel.clip(expression.code(frame));
  }

  @Override
  public boolean trustsPoses() {
    return false;
  }

  @Override
  public Seeds inside(
      Ground ground, Knowledge knowledge, Recipe.Population people, HeadModel model) {
    return new Inside(ground.capture(), knowledge.face(), ground.frames(), ground.seed())
        .seeds(people.skull() / 2, model.head, model.ownColours(), model.mouth);
  }

  @Override
  public LearningRates rates(Recipe recipe, int step) {
    return LearningRates.standard().times(recipe.rateFactor(step));
  }

  @Override
  public Curriculum curriculum(Ground ground, Course course) {
    Recipe recipe = course.recipe();
    double clipWidth = ground.capture().clip().width();
    double scale = Math.min(1, recipe.pictures().width() / clipWidth);
    List<TrainingSet.Look> looks = new ArrayList<>();
    looks.add(new TrainingSet.Look(TrainingSet.Framing.HEAD, scale));
    if (recipe.sharpness().closeUpEvery() > 0) {
      looks.add(new TrainingSet.Look(TrainingSet.Framing.LIPS, 1));
    }
    List<TrainingSet> sets = load(ground, course, looks);
    TrainingSet fine = sets.getFirst();
    TrainingSet near = sets.size() > 1 ? sets.getLast() : null;
    TrainingSet coarse = recipe.coarseSteps() > 0 ? fine.halved() : null;
    return new Lessons(ground, course, fine, coarse, near);
  }

  /** Loads frames as a course wants them. */
  static List<TrainingSet> load(Ground ground, Course course, List<TrainingSet.Look> looks) {
    return TrainingSet.load(
        ground.capture(),
        ground.frames(),
        looks,
        course.recipe().pictures().frames(),
        course.states(),
        ground.job());
  }

  private record Lessons(
      Ground ground,
      Course course,
      TrainingSet fine,
      @Nullable TrainingSet coarse,
      @Nullable TrainingSet near)
      implements Curriculum {
    private TrainingSet far(int step) {
      return coarse != null && course.recipe().isCoarse(step) ? coarse : fine;
    }

    @Override
    public PinholeCamera camera(int step) {
      return far(step).camera();
    }

    @Override
    public Lesson lesson(int step, HeadTraining training) {
      Recipe recipe = course.recipe();
      TrainingSet far = far(step);
      return new ComposedLesson(
          training,
          recipe,
          ground.capture().clip().width(),
          Losses.studio(recipe),
          view(far),
          near == null ? null : view(near),
          recipe::comparesContrast,
          far == fine ? recipe.steps() : recipe.coarseSteps());
    }

    private ComposedLesson.View view(TrainingSet set) {
      return new ComposedLesson.View(course.standing().apply(set), sampler(set));
    }

    private FrameSampler sampler(TrainingSet set) {
      Recipe recipe = course.recipe();
      if (recipe.pictures().incremental()) {
        int[] order = set.sortedBy(this::opening);
        return FrameSampler.incremental(ground.seed(), order, (int) (SLIDING * recipe.steps()));
      }
      if (set != near) {
        return FrameSampler.uniform(ground.seed(), set.size());
      }
      // A mouth that opens wide is one frame in a hundred, and lips look least alike there.
      double[] openings =
          IntStream.range(0, set.size()).mapToDouble(i -> opening(set.sample(i))).toArray();
      return FrameSampler.spread(ground.seed(), openings);
    }

    /** Between the lips, centimetres. */
    private double opening(TrainingSet.Sample sample) {
      FaceModel face = course.knowledge().face();
      int at = 1 + PoseSpace.SIZE;
      return face.lipGap(Arrays.copyOfRange(sample.state(), at, at + face.dims()));
    }
  }
}
