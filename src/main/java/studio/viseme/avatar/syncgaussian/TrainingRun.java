package studio.viseme.avatar.syncgaussian;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.Readback;
import studio.viseme.compute.SplatView;
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
 * <p>First everything is fitted that doesn't need pictures: face model, pose space, speech
 * regression. Then one loop optimises the Gaussians and their deformation through three stages
 * (section 3.5): static, deformed, colours only. Every draw is a function of seed and step, and a
 * checkpoint holds all that a step depends on, so a resumed run ends with the same bits as one that
 * was never cut off.
 *
 * <p>A loss or a parameter that is not a number takes the run back to the latest checkpoint with
 * half the learning rates.
 */
final class TrainingRun implements AutoCloseable {
  private static final int CHECKPOINT_STEPS = 200;
  private static final int TELL_STEPS = 20;
  private static final int MOST_ROLLBACKS = 5;

  /**
   * Three losses, the squared error, the squared lengths of eight groups of parameters, and the
   * loss of contrast.
   */
  private static final int FIGURES = 13;

  private static final double GROWTH = 0.06;

  /**
   * What it costs to be more opaque than the person filmed: half of this times the excess squared,
   * a pixel. The picture alone doesn't mind a Gaussian that has taken on the wall's colour; before
   * another wall, or when the head turns, it shows.
   */
  private static final float EXCESS = 0.2f;

  private static final String DESCRIPTION = "avatar.json";
  private static final String CHECKPOINT = "latest.safetensors";
  private static final String STEP = "training.step";
  private static final String CAUTION = "training.caution";
  private static final String SECONDS = "training.seconds";
  private static final String CPU_SECONDS = "training.cpuSeconds";
  private static final String RUN = "training.run";

  private final Capture capture;
  private final TrainingSettings settings;
  private final Recipe recipe;
  private final Path folder;
  private final Engine engine;
  private final JobContext job;
  private final SpeechEncoder encoder;
  private final int[] triangles;
  private final TrainingWatcher watcher;
  private final TrainingPreview preview;
  private final Stopwatch watch = Stopwatch.start();

  private Knowledge knowledge;
  private SpeechRegression speech;
  private HeadModel model;
  private HeadTraining training;
  private int step;
  private double caution = 1;
  private int rollbacks;
  private double stepSeconds;
  private double earlierSeconds;
  private double earlierCpuSeconds;
  private PoseCorrections corrections = PoseCorrections.NONE;
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
    int[] frames = TrainingSet.usableFrames(capture);
    makeFolders();
    if (!resume()) {
      begin(frames);
    }
    double clipWidth = capture.clip().width();
    double scale = Math.min(1, recipe.pictures().width() / clipWidth);
    TrainingSet fine = standing(load(frames, TrainingSet.Framing.HEAD, scale));
    TrainingSet closeUps =
        recipe.sharpness().closeUpEvery() > 0
            ? standing(load(frames, TrainingSet.Framing.LIPS, 1))
            : null;
    TrainingSet coarse = recipe.isCoarse(step + 1) ? fine.halved() : null;
    try (JobContext.Task task = job.task("training", recipe.steps(), "steps")) {
      task.advance(step, "");
      int before = step;
      long began = System.nanoTime();
      while (step < recipe.steps()) {
        boolean small = coarse != null && recipe.isCoarse(step + 1);
        if (isToRefine()) {
          refinePoses((small ? coarse : fine).camera());
          checkpoint();
        }
        TrainingSet set = standing(small ? coarse : fine);
        TrainingSet near = closeUps == null ? set : standing(closeUps);
        int stageEnd = small ? recipe.coarseSteps() : recipe.steps();
        train(set, near, stageEnd, task);
        coarse = recipe.isCoarse(step + 1) ? coarse : null;
      }
      stepSeconds = (System.nanoTime() - began) * 1e-9 / Math.max(1, step - before);
    } catch (JobCancelledException cancelled) {
      if (model != null && isFinite()) {
        checkpoint();
      }
      throw cancelled;
    }
    return finish();
  }

  private TrainingSet load(int[] frames, TrainingSet.Framing framing, double scale) {
    return TrainingSet.load(
        capture, frames, framing, recipe.pictures().frames(), scale, knowledge.states(), job);
  }

  private boolean isToRefine() {
    return recipe.refinesAfter(step) && corrections.isEmpty();
  }

  /** The set with the heads where they are known to stand by now. */
  private TrainingSet standing(TrainingSet set) {
    List<RigidTransform> tracked = capture.head().poses();
    return corrections.isEmpty()
        ? set
        : set.withPoses(frame -> corrections.apply(frame, tracked.get(frame)), knowledge.states());
  }

  /**
   * Finds where the head stands in the training frames with the head as it is now. What the pose
   * map has learnt is where the search begins; after it the map has nothing left to do.
   */
  private void refinePoses(PinholeCamera camera) {
    int frames = capture.clip().firstHeldOutFrame();
    float[] start = new float[frames * PoseCorrections.SIZE];
    float[] map = model.poseMap.download();
    int inputs = model.layout.poseInputs();
    for (int frame = 0; frame < frames; frame++) {
      float[] pose = knowledge.poses().coordinates(capture.head().poses().get(frame));
      for (int row = 0; row < PoseCorrections.SIZE; row++) {
        for (int k = 0; k < PoseSpace.SIZE; k++) {
          start[frame * PoseCorrections.SIZE + row] += map[row * inputs + k] * pose[k];
        }
      }
    }
    engine.batches().fill(model.poseMap, 0);
    try (PoseObjective fit = new PoseObjective(model, knowledge, capture, camera)) {
      PoseRefiner refiner = new PoseRefiner(capture, fit, job);
      PoseCorrections begun = new PoseCorrections(start);
      double[] curvature = refiner.curvature(begun, 0, frames);
      corrections = refiner.refine(begun, 0, frames, recipe.refinement().looks(), curvature);
      training.trustPoses();
    } finally {
      if (corrections.isEmpty()) {
        model.poseMap.upload(map);
      }
    }
  }

  /**
   * Runs steps on one set of pictures up to {@code end}, or to where poses are to be refined.
   *
   * @param closeUps what the steps look at that go near
   */
  private void train(TrainingSet set, TrainingSet closeUps, int end, JobContext.Task task) {
    FrameSampler sampler = sampler(set);
    FrameSampler nearSampler = sampler(closeUps);
    int most = Math.max(set.mostPixels(), closeUps.mostPixels());
    float[] target = new float[3 * most];
    float[] background = new float[3 * most];
    float[] weights = new float[most];
    float[] person = new float[most];
    try (Floats targets = engine.floats(3L * most);
        Floats backgrounds = engine.floats(3L * most);
        Floats importance = engine.floats(most);
        Floats somebody = engine.floats(most);
        Floats rgba = engine.floats(4L * most);
        Floats rgbaGradient = engine.floats(4L * most);
        Floats scratch = engine.floats(4L * most);
        Floats figures = engine.floats(FIGURES);
        PictureLoss pictureLoss = engine.pictureLoss(PictureLossSettings.standard());
        ContrastLoss contrastLoss = engine.contrastLoss(contrastSettings())) {
      Readback told = null;
      int pixelsTold = 1;
      while (step < end) {
        int next = step + 1;
        boolean deformed = recipe.isDeformed(next);
        boolean near = recipe.isCloseUp(next);
        TrainingSet seen = near ? closeUps : set;
        TrainingSet.Sample sample = seen.sample((near ? nearSampler : sampler).sample(next));
        int width = sample.box().width();
        int height = sample.box().height();
        int pixels = width * height;
        seen.unpack(sample, target, background, weights, person);
        upload(targets, target, 3 * pixels);
        upload(backgrounds, background, 3 * pixels);
        upload(importance, weights, pixels);
        upload(somebody, person, pixels);
        Picture drawn = Picture.of(rgba, 4, width, height);
        Picture gradient = Picture.of(rgbaGradient, 4, width, height);
        Picture behind = Picture.of(backgrounds, 3, width, height);
        Picture wanted = Picture.of(targets, 3, width, height);
        SplatView view = new SplatView(seen.camera(), sample.pose(), sample.box());
        model.scale((double) seen.camera().width() / capture.clip().width());
        model.forward(sample.state(), view, deformed, drawn);
        pictureLoss.evaluate(
            drawn,
            behind,
            wanted,
            Picture.of(importance, 1, width, height),
            gradient,
            Batch.vector(figures).items(0, 3));
        if (recipe.comparesContrast(next)) {
          contrastLoss.accumulate(
              drawn, behind, wanted, gradient, Batch.vector(figures).items(12, 13));
        }
        payForExcess(drawn, Picture.of(somebody, 1, width, height), scratch, gradient);
        training.backward(gradient, deformed);
        training.step(caution * recipe.rateFactor(next), next, deformed, recipe.isColorsOnly(next));
        step = next;
        if (recipe.densifiesAfter(step)) {
          training.head.densify(GROWTH);
          training.mouth.densify(GROWTH);
        } else if (recipe.prunesAfter(step)) {
          training.head.densify(-1);
        }
        if (told != null && !tell(told.values(), pixelsTold)) {
          told = null;
          rollBack();
          continue;
        }
        told = null;
        if (step % TELL_STEPS == 0 || step == end) {
          squaredError(drawn, behind, wanted, scratch, Batch.vector(figures).items(3, 4));
          squaredNorms(Batch.vector(figures));
          told = engine.readLater(Batch.vector(figures));
          pixelsTold = pixels;
        }
        if ((step % CHECKPOINT_STEPS == 0 || step == end) && told != null) {
          if (!tell(told.values(), pixelsTold)) {
            told = null;
            rollBack();
            continue;
          }
          told = null;
          if (step < recipe.steps()) {
            checkpoint();
          }
        }
        preview.offer(step, deformed, knowledge, model, speech, corrections);
        task.advance(1, detail);
        if (isToRefine()) {
          break;
        }
      }
      engine.finish();
    }
  }

  private ContrastLossSettings contrastSettings() {
    return new ContrastLossSettings((float) recipe.sharpness().contrast(), Sharpness.LEVELS);
  }

  /** Adds the gradient of {@link #EXCESS} to that of the picture. */
  private void payForExcess(Picture drawn, Picture person, Floats scratch, Picture gradient) {
    BatchOperations ops = engine.batches();
    Batch excess = Batch.of(scratch, 1, drawn.pixels());
    ops.copy(drawn.asBatch().channels(3, 4), excess);
    ops.accumulate(-1, person.asBatch(), excess);
    ops.apply(BatchOperations.Function.RELU, excess, excess);
    ops.accumulate(EXCESS / drawn.pixels(), excess, gradient.asBatch().channels(3, 4));
  }

  private FrameSampler sampler(TrainingSet set) {
    if (!recipe.pictures().incremental()) {
      return FrameSampler.uniform(settings.seed(), set.size());
    }
    int at = 1 + PoseSpace.SIZE;
    int[] order =
        set.sortedBy(
            sample ->
                knowledge
                    .face()
                    .lipGap(Arrays.copyOfRange(sample.state(), at, at + knowledge.face().dims())));
    return FrameSampler.incremental(settings.seed(), order, (int) (0.6 * recipe.steps()));
  }

  private void begin(int[] frames) {
    FaceModel face = FaceModel.fit(capture, frames);
    var poses = capture.head().poses();
    var seen = Arrays.stream(frames).mapToObj(poses::get).toList();
    PoseSpace space = PoseSpace.fit(seen);
    SpeechFit fit = new SpeechFit(engine, capture, encoder, face, frames, settings.seed());
    SpeechFit.Fitted fitted = fit.fit(job);
    speech = fitted.speech();
    knowledge =
        new Knowledge(capture.head().camera(), face, space, fit.taps(), fitted.calibration());
    Layout layout = knowledge.layout();
    Seeding seeding = new Seeding(capture, face, space, frames, settings.seed());
    Recipe.Population people = recipe.population();
    Branch head =
        Branch.of(
            engine,
            seeding.head(triangles, people.face(), people.skull(), people.neck()),
            layout.headAttributes(),
            people.capacity());
    Branch mouth =
        Branch.of(
            engine,
            seeding.mouth(people.mouth()),
            layout.mouthAttributes(),
            people.mouthCapacity());
    model = new HeadModel(engine, layout, head, mouth);
    model.initialize(new SplittableRandom(settings.seed()));
    training = new HeadTraining(model, LearningRates.standard());
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
    if (!ModelFile.isCurrent(in) || !runName().equals(in.metadata().get(RUN))) {
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
    Layout layout = knowledge.layout();
    speech = ModelFile.readSpeech(in, file, engine, knowledge.taps(), layout.dims());
    Recipe.Population people = recipe.population();
    model =
        ModelFile.readModel(in, file, engine, layout, people.capacity(), people.mouthCapacity());
    training = new HeadTraining(model, LearningRates.standard());
    ModelFile.readTraining(in, file, training);
    corrections = ModelFile.readPoses(in, file);
    if (!corrections.isEmpty()) {
      training.trustPoses();
    }
    step = (int) number(in, STEP);
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
    loss = figures[0];
    double meanSquare = figures[3] / (3.0 * pixels);
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

  /** out = the summed squared difference between the laid-over picture and the target. */
  private void squaredError(
      Picture rgba, Picture behind, Picture wanted, Floats scratch, Batch out) {
    BatchOperations ops = engine.batches();
    int pixels = rgba.pixels();
    Batch shown = new Batch(scratch, 0, 3, pixels, pixels);
    Batch through = new Batch(scratch, 3L * pixels, 1, pixels, pixels);
    HeadModel.layOver(ops, rgba.asBatch(), behind.asBatch(), through, shown);
    ops.accumulate(-1, wanted.asBatch(), shown);
    ops.dot(shown, shown, out);
  }

  /**
   * The squared lengths of what is trained: a Gaussian that isn't a number isn't drawn, and so the
   * loss alone doesn't tell.
   */
  private void squaredNorms(Batch figures) {
    BatchOperations ops = engine.batches();
    List<Batch> trained =
        List.of(
            model.head.parameters(),
            model.mouth.parameters(),
            model.headField.weights,
            model.headField.table,
            model.mouthField.weights,
            model.mouthField.table,
            model.poseMap,
            model.torsoMap);
    for (int i = 0; i < trained.size(); i++) {
      ops.dot(trained.get(i), trained.get(i), figures.items(4 + i, 5 + i));
    }
  }

  private static void upload(Floats buffer, float[] values, int count) {
    buffer.upload(0, MemorySegment.ofArray(values).asSlice(0, 4L * count));
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
    SafeTensors.Writer out = ModelFile.writer(knowledge, model, speech);
    ModelFile.addTraining(out, training);
    ModelFile.addPoses(out, corrections);
    describe(out);
    out.write(checkpointFile());
  }

  private TrainingReport finish() {
    engine.finish();
    TrainingReport report = new TrainingReport(step, seconds(), cpuSeconds(), stepSeconds, loss);
    SafeTensors.Writer out = ModelFile.writer(knowledge, model, speech);
    ModelFile.addPoses(out, corrections);
    ModelFile.addTorso(out, torso());
    describe(out);
    out.metadata("training.loss", Double.toString(loss));
    out.write(weights());
    Json.write(folder.resolve(DESCRIPTION), Description.of(knowledge, settings, recipe, report));
    try {
      Files.deleteIfExists(checkpointFile());
    } catch (IOException e) {
      job.note("the last checkpoint could not be deleted: " + e.getMessage());
    }
    return report;
  }

  private TorsoCanvas torso() {
    int[] frames = TrainingSet.usableFrames(capture);
    return TorsoCanvas.of(capture, knowledge, frames, this::stance);
  }

  private TorsoCanvas.Stance stance(int frame) {
    RigidTransform pose = corrections.apply(frame, capture.head().poses().get(frame));
    float[] code = FaceModel.clip(capture.expression().code(frame));
    model.deform(knowledge.states().of(pose, code, capture.upperFace(frame)), true);
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
    return settings.preset() + " " + settings.encoder() + " " + settings.seed() + " " + recipe;
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
    if (speech != null) {
      speech.close();
    }
    training = null;
    model = null;
    speech = null;
  }

  @Override
  public void close() {
    closeModel();
  }
}
