package studio.viseme.avatar.syncgaussian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Readback;
import studio.viseme.image.Layer;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Stopwatch;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * One training run of SyncGaussian, from nothing or from a checkpoint, to the end or until it is
 * cancelled.
 *
 * <p>First everything is fitted that doesn't need pictures: face model, pose space, hearing. Then
 * one loop optimises the Gaussians and their deformation through three stages (section 3.5):
 * static, deformed, colours only. What it learns from in which step is its {@link Way}'s. Every
 * draw is a function of seed and step, and a checkpoint holds all that a step depends on, so a
 * resumed run ends with the same bits as one that was never cut off.
 *
 * <p>A loss or a parameter that is not a number takes the run back to the latest checkpoint with
 * half the learning rates.
 */
final class TrainingRun implements AutoCloseable {
  private static final int CHECKPOINT_STEPS = 200;
  private static final int TELL_STEPS = 20;
  private static final int MOST_ROLLBACKS = 5;

  private static final String DESCRIPTION = "avatar.json";
  private static final String CHECKPOINT = "latest.safetensors";
  private static final String STEP = "training.step";
  private static final String REFINED_AT = "training.refinedAt";
  private static final String CAUTION = "training.caution";
  private static final String SECONDS = "training.seconds";
  private static final String CPU_SECONDS = "training.cpuSeconds";
  private static final String RUN = "training.run";

  private final Capture capture;
  private final TrainingSettings settings;
  private final Recipe recipe;
  private final Way way;
  private final Path folder;
  private final Engine engine;
  private final JobContext job;
  private final SpeechEncoder encoder;
  private final int[] triangles;
  private final TrainingWatcher watcher;
  private final TrainingPreview preview;
  private final Stopwatch watch = Stopwatch.start();

  private Knowledge knowledge;
  private Hearing hearing;
  private IntFunction<float[]> spoken;
  private HeadModel model;
  private HeadTraining training;
  private int step;
  private double caution = 1;
  private int rollbacks;
  private double stepSeconds;
  private double earlierSeconds;
  private double earlierCpuSeconds;
  private PoseCorrections corrections = PoseCorrections.NONE;
  private int refinedAt;
  private double loss = Double.NaN;
  private String detail = "";

  /**
   * @param triangles of the face mesh
   */
  TrainingRun(
      Capture capture,
      TrainingSettings settings,
      Recipe recipe,
      SpeechEncoder encoder,
      int[] triangles,
      Path folder,
      Engine engine,
      JobContext job,
      TrainingWatcher watcher) {
    this.capture = capture;
    this.settings = settings;
    this.recipe = recipe;
    this.way = Way.of(settings.method());
    this.encoder = encoder;
    this.triangles = triangles;
    this.folder = folder;
    this.engine = engine;
    this.job = job;
    this.watcher = watcher;
    this.preview = new TrainingPreview(capture, encoder, watcher);
  }

  TrainingReport run() {
    if (isFinished()) {
      SafeTensors done = SafeTensors.read(weights());
      return new TrainingReport(
          recipe.steps(),
          number(done, SECONDS),
          number(done, CPU_SECONDS),
          0,
          number(done, "training.loss"));
    }
    Way.Ground ground = ground();
    makeFolders();
    if (!resume()) {
      begin(ground);
    }
    spoken = way.spoken(ground, knowledge);
    Way.Curriculum curriculum = way.curriculum(ground, course());
    try (JobContext.Task task = job.task("training", recipe.steps(), "steps")) {
      task.advance(step, "");
      int before = step;
      long began = System.nanoTime();
      while (step < recipe.steps()) {
        if (isToRefine()) {
          refinePoses(curriculum.camera(step + 1));
          checkpoint();
        }
        try (Lesson lesson = curriculum.lesson(step + 1, training)) {
          learn(lesson, task);
        }
      }
      stepSeconds = (System.nanoTime() - began) * 1e-9 / Math.max(1, step - before);
    } catch (JobCancelledException cancelled) {
      if (model != null && isFinite()) {
        checkpoint();
      }
      throw cancelled;
    }
    return finish(ground);
  }

  private Way.Ground ground() {
    int[] frames = TrainingSet.usableFrames(capture);
    return new Way.Ground(engine, capture, encoder, frames, triangles, settings.seed(), job);
  }

  private Way.Course course() {
    return new Way.Course(knowledge, recipe, this::taught, this::standing);
  }

  /** A training frame's state with the head at a pose. */
  private float[] state(int frame, RigidTransform pose) {
    return knowledge.states().of(pose, spoken.apply(frame), capture.upperFace(frame));
  }

  private float[] taught(int frame) {
    return state(frame, capture.head().poses().get(frame));
  }

  private boolean isToRefine() {
    return recipe.looksAfter(step) > 0 && refinedAt < step;
  }

  /** The set with the heads where they are known to stand by now. */
  private TrainingSet standing(TrainingSet set) {
    List<RigidTransform> tracked = capture.head().poses();
    return corrections.isEmpty()
        ? set
        : set.withPoses(frame -> corrections.apply(frame, tracked.get(frame)), knowledge.states());
  }

  /**
   * Finds where the head stands in the training frames with the head as it is now. What was found
   * before, or what the pose map has learnt, is where the search begins; after it the map has
   * nothing left to do.
   */
  private void refinePoses(PinholeCamera camera) {
    PoseCorrections begun = corrections.isEmpty() ? mapped() : corrections;
    int frames = begun.frames();
    try (PoseObjectives fit =
        new PoseObjectives(
            model, knowledge, capture, FilmedHead.Sight.WHOLE, spoken, camera, job.workers())) {
      PoseRefiner refiner = new PoseRefiner(capture, fit, job);
      double[] curvature = refiner.curvature(begun, 0, frames);
      corrections = refiner.refine(begun, 0, frames, recipe.looksAfter(step), curvature);
      refinedAt = step;
      training.trustPoses();
    }
  }

  /** What the pose map says of the training frames. */
  private PoseCorrections mapped() {
    int frames = capture.clip().firstHeldOutFrame();
    float[] six = new float[frames * PoseCorrections.SIZE];
    float[] map = model.poseMap.download();
    int inputs = model.layout.poseInputs();
    for (int frame = 0; frame < frames; frame++) {
      float[] pose = knowledge.poses().coordinates(capture.head().poses().get(frame));
      for (int row = 0; row < PoseCorrections.SIZE; row++) {
        for (int k = 0; k < PoseSpace.SIZE; k++) {
          six[frame * PoseCorrections.SIZE + row] += map[row * inputs + k] * pose[k];
        }
      }
    }
    return new PoseCorrections(six);
  }

  /** Runs steps up to a lesson's end, or to where poses are to be refined. */
  private void learn(Lesson lesson, JobContext.Task task) {
    List<Batch> trained = trained();
    try (Floats told = engine.floats(Lesson.FIGURES + trained.size())) {
      Batch figures = Batch.vector(told);
      Batch latest = figures.items(0, Lesson.FIGURES);
      Readback asked = null;
      int pixelsAsked = 1;
      while (step < lesson.end()) {
        int next = step + 1;
        boolean deformed = recipe.isDeformed(next);
        lesson.learn(next, latest);
        training.step(
            way.rates(recipe, next).times(caution), next, deformed, recipe.isColorsOnly(next));
        step = next;
        lesson.tidy(step);
        if (asked != null && !tell(asked.values(), pixelsAsked)) {
          engine.finish();
          rollBack();
          return;
        }
        asked = null;
        boolean ends = step == lesson.end();
        if (step % TELL_STEPS == 0 || ends) {
          lesson.squaredError(latest.items(Lesson.SQUARED_ERROR, Lesson.SQUARED_ERROR + 1));
          squaredNorms(trained(), figures.items(Lesson.FIGURES, figures.count()));
          asked = engine.readLater(figures);
          pixelsAsked = lesson.pixels();
        }
        if ((step % CHECKPOINT_STEPS == 0 || ends) && asked != null) {
          if (!tell(asked.values(), pixelsAsked)) {
            engine.finish();
            rollBack();
            return;
          }
          asked = null;
          if (step < recipe.steps()) {
            checkpoint();
          }
        }
        preview.offer(step, deformed, knowledge, model, hearing, corrections);
        task.advance(1, detail);
        if (isToRefine()) {
          break;
        }
      }
      engine.finish();
    }
  }

  private void begin(Way.Ground ground) {
    FaceModel face = FaceModel.fit(capture, ground.frames());
    var poses = capture.head().poses();
    var seen = Arrays.stream(ground.frames()).mapToObj(poses::get).toList();
    PoseSpace space = PoseSpace.fit(seen);
    Recipe.Population people = recipe.population();
    Way.Begun begun = way.begin(ground, face, space, people);
    Way.Heard heard = begun.heard();
    hearing = heard.hearing();
    Layout layout = heard.layout();
    knowledge = new Knowledge(capture.head().camera(), face, space, heard.taps(), layout);
    Branch head = Branch.of(engine, begun.head(), layout.headAttributes(), people.capacity());
    Branch mouth =
        Branch.of(engine, begun.mouth(), layout.mouthAttributes(), people.mouthCapacity());
    model = new HeadModel(engine, layout, knowledge.surface(), head, mouth);
    model.initialize(new SplittableRandom(settings.seed()));
    training = new HeadTraining(model);
    if (way.trustsPoses()) {
      training.trustPoses();
    }
    step = 0;
    checkpoint();
  }

  /** Takes up the checkpoint of a run with the same settings; false when there is none. */
  private boolean resume() {
    Path file = checkpointFile();
    if (!Files.isRegularFile(file)) {
      return false;
    }
    SafeTensors in = SafeTensors.read(file);
    if (!ModelFile.isCurrent(in)
        || !ModelFile.holdsTraining(in)
        || !runName().equals(in.metadata().get(RUN))) {
      job.note(
          "the checkpoint belongs to other settings, or another version; training starts anew");
      return false;
    }
    load(in, file);
    earlierSeconds = number(in, SECONDS);
    earlierCpuSeconds = number(in, CPU_SECONDS);
    return true;
  }

  private void load(SafeTensors in, Path file) {
    closeModel();
    knowledge = ModelFile.readKnowledge(in, file);
    hearing = ModelFile.readHearing(in, file, engine, knowledge);
    Recipe.Population people = recipe.population();
    model =
        ModelFile.readModel(in, file, engine, knowledge, people.capacity(), people.mouthCapacity());
    training = new HeadTraining(model);
    ModelFile.readTraining(in, file, training);
    corrections = ModelFile.readPoses(in, file);
    if (way.trustsPoses() || !corrections.isEmpty()) {
      training.trustPoses();
    }
    step = (int) number(in, STEP);
    refinedAt = (int) number(in, REFINED_AT);
    caution = number(in, CAUTION);
  }

  private void rollBack() {
    if (++rollbacks > MOST_ROLLBACKS) {
      throw new JobException(
          JobException.Kind.FAULT,
          "training diverges, something is not a number",
          "step " + step,
          "try another --seed, and report this",
          null);
    }
    int at = step;
    double halved = caution / 2;
    load(SafeTensors.read(checkpointFile()), checkpointFile());
    caution = halved;
    job.warn(
        "something was not a number at step %d; training goes on from step %d with smaller steps"
            .formatted(at, step));
  }

  /** Takes note of loss and error; false when they are no numbers. */
  private boolean tell(float[] figures, int pixels) {
    loss = figures[0] + figures[Lesson.SECOND];
    double meanSquare = figures[Lesson.SQUARED_ERROR] / (3.0 * pixels);
    for (float figure : figures) {
      if (!Float.isFinite(figure)) {
        return false;
      }
    }
    double psnr = -10 * Math.log10(Math.max(meanSquare, 1e-10));
    watcher.told(step, loss, psnr);
    detail =
        String.format(
            Locale.ROOT,
            "loss %.4f, psnr %.1f dB, %d Gaussians",
            loss,
            psnr,
            model.head.count() + model.mouth.count());
    return true;
  }

  /**
   * The squared lengths of what is trained: a Gaussian that isn't a number isn't drawn, and so the
   * loss alone doesn't tell.
   */
  private void squaredNorms(List<Batch> trained, Batch out) {
    for (int i = 0; i < trained.size(); i++) {
      engine.batches().dot(trained.get(i), trained.get(i), out.items(i, i + 1));
    }
  }

  private List<Batch> trained() {
    return Stream.concat(
            Stream.of(model.head.parameters(), model.mouth.parameters()),
            model.vectors().values().stream())
        .toList();
  }

  private boolean isFinite() {
    for (float v : model.head.parameters().download()) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }

  private void checkpoint() {
    SafeTensors.Writer out = ModelFile.writer(knowledge, model, hearing);
    ModelFile.addTraining(out, training);
    ModelFile.addPoses(out, corrections);
    describe(out);
    out.write(checkpointFile());
  }

  private TrainingReport finish(Way.Ground ground) {
    engine.finish();
    TrainingReport report = new TrainingReport(step, seconds(), cpuSeconds(), stepSeconds, loss);
    TorsoCanvas torso = torso();
    if (knowledge.layout().deformation().masks() > 0) {
      model.ownColours(
          OwnColours.of(model, capture, ground.frames(), this::taught, this::standing, job));
    }
    Seeds inside = way.inside(ground, knowledge, recipe.population(), model);
    SafeTensors.Writer out = ModelFile.writer(knowledge, model, hearing, inside);
    ModelFile.addPoses(out, corrections);
    ModelFile.addTorso(out, torso);
    describe(out);
    out.metadata("training.loss", Double.toString(loss));
    out.metadata(ClipAligner.LEARNT_FROM, Integer.toString(recipe.pictures().width()));
    out.metadata(ClipAligner.LOOKS, Integer.toString(recipe.refinement().heldOutLooks()));
    out.write(weights());
    Json.write(folder.resolve(DESCRIPTION), Description.of(knowledge, settings, recipe, report));
    try {
      Files.deleteIfExists(checkpointFile());
    } catch (IOException e) {
      job.note("the last checkpoint could not be deleted: " + e.getMessage());
    }
    return report;
  }

  /** The canvas of neck and torso; what gives way to it is told so. */
  private TorsoCanvas torso() {
    int[] frames = TrainingSet.usableFrames(capture);
    TorsoCanvas torso = TorsoCanvas.of(capture, knowledge, frames, this::stance);
    Layout layout = knowledge.layout();
    if (layout.deformation().masks() > 0) {
      int frame = TorsoCanvas.frameOf(capture, knowledge.poses(), frames);
      TorsoCanvas.Stance stance = stance(frame);
      PinholeCamera camera = knowledge.camera();
      Layer nothing =
          new Layer(
              camera.width(), camera.height(), new float[4 * camera.width() * camera.height()]);
      Batch shares = model.head.attributes().channels(layout.torsoShare(), layout.torsoShare() + 1);
      float[] recedes =
          Receding.of(
              capture.parsing(frame).labels(),
              torso.behind(nothing, camera, knowledge.poses().rest(), stance),
              camera,
              stance.pose(),
              model.deformedHead().means().download(),
              shares.download());
      model.head.attributes().channels(layout.recedes(), layout.recedes() + 1).upload(recedes);
    }
    return torso;
  }

  private TorsoCanvas.Stance stance(int frame) {
    RigidTransform pose = corrections.apply(frame, capture.head().poses().get(frame));
    model.deform(state(frame, pose), true);
    return model.torso(pose);
  }

  private void makeFolders() {
    try {
      Files.createDirectories(checkpointFile().getParent());
    } catch (IOException e) {
      throw AtomicFiles.unwritable(checkpointFile(), e);
    }
  }

  private void describe(SafeTensors.Writer out) {
    out.metadata(STEP, Integer.toString(step));
    out.metadata(REFINED_AT, Integer.toString(refinedAt));
    out.metadata(CAUTION, Double.toString(caution));
    out.metadata(SECONDS, Double.toString(seconds()));
    out.metadata(CPU_SECONDS, Double.toString(cpuSeconds()));
    out.metadata(RUN, runName());
  }

  /** Whether the folder holds the finished weights of just this run. */
  private boolean isFinished() {
    return Files.isRegularFile(weights())
        && runName().equals(SafeTensors.read(weights()).metadata().get(RUN));
  }

  private String runName() {
    return settings.preset()
        + " "
        + settings.method()
        + " "
        + settings.encoder()
        + " "
        + settings.seed()
        + " "
        + recipe;
  }

  private Path weights() {
    return folder.resolve(SyncGaussianBackend.WEIGHTS);
  }

  private Path checkpointFile() {
    return folder.resolve("checkpoints").resolve(CHECKPOINT);
  }

  private double seconds() {
    return earlierSeconds + watch.seconds();
  }

  private double cpuSeconds() {
    return earlierCpuSeconds + watch.cpuSeconds();
  }

  private static double number(SafeTensors in, String key) {
    String value = in.metadata().get(key);
    return value == null ? 0 : Double.parseDouble(value);
  }

  private void closeModel() {
    if (training != null) {
      training.close();
    }
    if (model != null) {
      model.close();
    }
    if (hearing != null) {
      hearing.close();
    }
    training = null;
    model = null;
    hearing = null;
  }

  @Override
  public void close() {
    closeModel();
  }
}
