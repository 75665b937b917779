package studio.viseme.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Slider;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.FaultLog;
import studio.viseme.app.WindowMeasure.Figure;
import studio.viseme.app.WindowMeasure.Goal;
import studio.viseme.app.WindowMeasure.Order;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.store.FileTree;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.JobState;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.PreferenceFile;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.SoundOutput;
import studio.viseme.ui.model.StudioModel;

/**
 * Measures the window as a user meets it: the real shell over the real models, moved by the events
 * of its own controls. Everything is timed on the toolkit's thread at its pulses, where a user's
 * eye is.
 */
final class WindowBench implements AutoCloseable {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final int SIDE = 512;
  private static final int SAMPLE_STEPS = 200;
  private static final int ENDLESS_STEPS = 1_000_000;
  private static final int ROUNDS = 3;
  private static final Goal SEEN = new Goal(false, 1200);
  private static final Goal ANSWERED = new Goal(false, 100);
  private static final Goal PULSES = new Goal(true, 30);

  private final Order order;
  private final JobContext job;
  private final Path folder;
  private final FxExecutor pictures = FxExecutor.sideBySide();
  private final FxExecutor jobs = FxExecutor.oneByOne();
  private final List<Figure> figures = new ArrayList<>();
  private final StudioModel model;
  private final Shell shell;
  private final Stage stage;
  private final PulseMeter meter;

  /** What lives on the toolkit's thread. */
  private record Opened(StudioModel model, Shell shell, Stage stage, PulseMeter meter) {}

  private WindowBench(Order order, JobContext job, Path folder) {
    this.order = order;
    this.job = job;
    this.folder = folder;
    start();
    Opened opened = front(() -> open(folder, pictures, jobs));
    this.model = opened.model;
    this.shell = opened.shell;
    this.stage = opened.stage;
    this.meter = opened.meter;
  }

  private static Opened open(Path folder, FxExecutor pictures, FxExecutor jobs) {
    StudioModel model =
        new StudioModel(
            new StudioModel.Parts(
                pictures,
                jobs,
                SoundOutput.ofMachine(),
                new PreferenceFile(folder.resolve("window.json")),
                FaultLog.ofUser(),
                Workers.ofMachine(),
                folder,
                SampleScript.bundled("dub")));
    Shell shell = new Shell(model, Dialogs.UNANSWERED);
    Stage stage = new Stage();
    Scene scene = new Scene(shell.root(), WIDTH, HEIGHT);
    Look.follow(scene, model.memory().themeProperty());
    stage.setScene(scene);
    stage.show();
    shell.begin();
    return new Opened(model, shell, stage, new PulseMeter());
  }

  /** Opens, measures and closes. */
  static List<Figure> measure(Order order, JobContext job) {
    try {
      Path folder = Files.createTempDirectory("viseme-bench-");
      try (WindowBench bench = new WindowBench(order, job, folder)) {
        bench.measureAll();
        return bench.figures;
      } finally {
        FileTree.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start() {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Platform.startup(() -> started.complete(true));
    started.join();
    Platform.setImplicitExit(false);
  }

  private void measureAll() {
    await("the window is seen", () -> meter.pulses() >= 2);
    long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
    tell(
        "start",
        "from the process's start to the window's second pulse",
        System.currentTimeMillis() - begun,
        "ms",
        SEEN);
    if (order.startOnly()) {
      return;
    }
    Path project = order.project();
    if (project == null) {
      makeSample();
    } else {
      Path copy = copy(project);
      frontDo(() -> model.open(copy));
      await("the project is open", () -> model.projectProperty().get() != null);
    }
    requireAvatar();
    squareViewport();
    measureShown();
    measureSlider("slider", "");
    measureTraining();
  }

  private void makeSample() {
    frontDo(model::openSample);
    await("the sample is open", () -> model.projectProperty().get() != null);
    frontDo(() -> model.analysis().start());
    await("it is analysed", () -> project().isAnalyzed() && isIdle());
    frontDo(
        () -> {
          model.train().stepsProperty().set(SAMPLE_STEPS);
          model.startTraining(false);
        });
    await("an avatar is trained", () -> !project().finishedAvatars().isEmpty() && isIdle());
  }

  private void requireAvatar() {
    if (front(() -> project().finishedAvatars().isEmpty())) {
      throw JobException.input(
          "This project has no avatar to move", project().folder(), "train one first");
    }
  }

  /** So that pictures of the window are of 512 x 512 pixels. */
  private void squareViewport() {
    long begun = System.nanoTime();
    frontDo(() -> model.go(Page.DIRECT));
    await("the avatar is opened", () -> model.direct().sceneProperty().get() != null);
    tell(
        "avatar.open",
        "from the Direct page's opening to the first picture of the avatar",
        (System.nanoTime() - begun) * 1e-6,
        "ms",
        null);
    for (int i = 0; i < 3; i++) {
      frontDo(
          () -> {
            stage.setWidth(stage.getWidth() + SIDE - shell.viewport().getWidth());
            stage.setHeight(stage.getHeight() + SIDE - shell.viewport().getHeight());
          });
      pause(0.4);
    }
    tell(
        "side",
        "the picture's side in the window",
        front(() -> shell.viewport().getWidth()),
        "px",
        null);
  }

  /** Something new at every pulse, for a while: how much of it is shown. */
  private void measureShown() {
    frontDo(
        () -> {
          model.go(Page.CAPTURE);
          model.capture().meshProperty().set(false);
          model.capture().axesProperty().set(false);
        });
    tell("shown.image", "frames of the clip shown a second", shown(this::nextFrame), "1/s", null);
    frontDo(() -> model.capture().meshProperty().set(true));
    tell("shown.mesh", "the same with the face mesh", shown(this::nextFrame), "1/s", null);
    frontDo(() -> model.go(Page.DIRECT));
    await("the avatar is seen", () -> model.direct().sceneProperty().get() != null);
    tell(
        "shown.avatar",
        "pictures of the moving avatar shown a second",
        shown(this::turn),
        "1/s",
        null);
  }

  private void nextFrame() {
    int frames = Math.max(1, model.capture().frames());
    model.capture().transport().seek((meter.pulses() % frames + 0.5) / 25);
  }

  private void turn() {
    model.direct().yawProperty().set(12 * Math.sin(meter.pulses() * 0.05));
  }

  private double shown(Runnable move) {
    frontDo(() -> meter.atEachPulse(move));
    // The compiler settles.
    pause(order.seconds());
    double rate = rate(() -> shell.viewport().framesShown());
    frontDo(() -> meter.atEachPulse(null));
    pause(0.3);
    return rate;
  }

  private double rate(Supplier<Long> counter) {
    long[] from = front(() -> new long[] {counter.get(), System.nanoTime()});
    pause(order.seconds());
    long[] to = front(() -> new long[] {counter.get(), System.nanoTime()});
    return (to[0] - from[0]) / ((to[1] - from[1]) * 1e-9);
  }

  /** One step of the slider by its own key, again and again, each after the last one's picture. */
  private void measureSlider(String key, String circumstance) {
    Slider slider = front(() -> (Slider) stage.getScene().lookup("#direct-yaw"));
    SliderProbe probe = front(() -> new SliderProbe(slider, shell.viewport()));
    frontDo(() -> meter.listen(probe));
    pause(order.seconds());
    frontDo(() -> meter.listen(null));
    double[] times = front(probe::milliseconds);
    if (times.length == 0) {
      throw new IllegalStateException("no picture came");
    }
    tell(
        key + ".median",
        "from the slider's key to its picture" + circumstance,
        times[times.length / 2],
        "ms",
        ANSWERED);
    tell(
        key + ".p90",
        "the same, the slowest tenth",
        times[(int) (0.9 * (times.length - 1))],
        "ms",
        ANSWERED);
    tell(key + ".moves", "moves that were timed", times.length, "", null);
  }

  private void measureTraining() {
    frontDo(
        () -> {
          model.train().stepsProperty().set(ENDLESS_STEPS);
          model.startTraining(true);
        });
    await("it learns", () -> model.train().stepProperty().get() > 20);
    StepMeter steps = front(() -> new StepMeter(model.train().stepProperty()));
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    double pulses = 0;
    for (int round = 0; round < ROUNDS; round++) {
      with[round] = learnt(Page.TRAIN, steps);
      without[round] = learnt(Page.CAPTURE, steps);
    }
    frontDo(() -> model.go(Page.TRAIN));
    pulses = rate(() -> meter.pulses());
    tell("training.steps", "steps a second, nobody looks on", median(without), "1/s", null);
    tell(
        "training.preview.steps",
        "steps a second while the page shows the avatar",
        median(with),
        "1/s",
        null);
    tell("training.preview.cost", "how much slower that is", slowdown(with, without), "%", null);
    tell("training.pulses", "pulses a second meanwhile", pulses, "1/s", PULSES);
    frontDo(() -> model.go(Page.DIRECT));
    pause(1);
    frontDo(() -> meter.atEachPulse(this::turn));
    pause(1);
    tell(
        "training.moving.pulses",
        "pulses a second while training and a control moves",
        rate(() -> meter.pulses()),
        "1/s",
        PULSES);
    tell(
        "training.moving.shown",
        "pictures of the avatar shown a second meanwhile",
        rate(() -> shell.viewport().framesShown()),
        "1/s",
        null);
    frontDo(steps::reset);
    pause(order.seconds());
    tell("training.moving.steps", "steps a second meanwhile", front(steps::rate), "1/s", null);
    frontDo(() -> meter.atEachPulse(null));
    measureSlider("training.slider", " while training");
    frontDo(() -> model.desk().cards().forEach(JobCard::cancel));
    await("training has ended", this::isIdle);
  }

  private double learnt(Page page, StepMeter steps) {
    frontDo(() -> model.go(page));
    pause(1);
    frontDo(steps::reset);
    pause(order.seconds());
    return front(steps::rate);
  }

  private static double slowdown(double[] with, double[] without) {
    double[] each = new double[with.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = 100 * (1 - with[i] / without[i]);
    }
    return median(each);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void tell(String key, String what, double value, String unit, @Nullable Goal goal) {
    figures.add(new Figure(key, what, value, unit, Optional.ofNullable(goal)));
  }

  private Path copy(Path project) {
    Path source = project.toAbsolutePath();
    try (ProjectFolder readable = ProjectFolder.view(source);
        Stream<Path> all = Files.walk(source)) {
      Path copy = folder.resolve(readable.name() + ProjectFolder.SUFFIX);
      for (Path file : all.toList()) {
        if (!file.endsWith("project.lock")) {
          Files.copy(file, copy.resolve(source.relativize(file).toString()));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProjectSnapshot project() {
    ProjectSnapshot open = model.projectProperty().get();
    if (open == null) {
      throw new IllegalStateException("no project is open");
    }
    return open;
  }

  private boolean isIdle() {
    return model.desk().cards().stream().allMatch(card -> card.state().isOver());
  }

  /** Waits on this thread; a job or a project that failed is this one's failure. */
  private void await(String what, BooleanSupplier reached) {
    try (JobContext.Task task = job.task(what, 0, "")) {
      while (!front(reached::getAsBoolean)) {
        frontDo(this::requireWell);
        pause(0.05);
        task.advance(0, "");
      }
    }
  }

  private void requireWell() {
    var refused = model.problemProperty().get();
    if (refused != null) {
      throw JobException.input(refused.what(), refused.where(), refused.remedy());
    }
    model.desk().cards().stream()
        .filter(card -> card.state() == JobState.FAILED)
        .map(card -> card.problemProperty().get())
        .findFirst()
        .ifPresent(
            problem -> {
              throw JobException.input(problem.what(), problem.where(), problem.remedy());
            });
  }

  private void pause(double seconds) {
    try {
      for (double left = seconds; left > 0; left -= 0.1) {
        job.checkpoint();
        Thread.sleep((long) (1000 * Math.min(0.1, left)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void frontDo(Runnable work) {
    front(
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> T front(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    frontDo(
        () -> {
          meter.stop();
          model.close();
        });
    jobs.close();
    pictures.close();
    frontDo(
        () -> {
          shell.close();
          stage.hide();
        });
    Platform.exit();
  }
}
