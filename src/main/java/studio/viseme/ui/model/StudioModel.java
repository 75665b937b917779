package studio.viseme.ui.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.FaultLog;
import studio.viseme.app.SampleProject;
import studio.viseme.app.Studio;
import studio.viseme.app.Training;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Checks;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.sample.voice.SampleScript;

/**
 * The window as a whole: which page is seen, and the orders a user gives. What is open, what is
 * remembered, and what each page knows are models of their own; this one brings them together.
 */
public final class StudioModel implements AutoCloseable {
  private final Studio studio;
  private final SampleProject sample;
  private final SampleScript sampleScript;
  private final FaultLog faults;
  private final WindowMemory memory;
  private final OpenProject project;
  private final JobDesk desk;
  private final RightOfWay rightOfWay;
  private final CreateModel create;
  private final CaptureModel capture;
  private final AnalysisModel analysis;
  private final TrainModel train;
  private final DirectModel direct;
  private final DubModel dub;
  private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>(Page.START);

  /**
   * What the window stands on.
   *
   * @param executor for pictures and files
   * @param jobs its background runs one job after the other
   * @param home where projects are made unless the user says otherwise
   * @param sampleScript what the sample's presenter says
   */
  public record Parts(
      TaskExecutor executor,
      TaskExecutor jobs,
      SoundOutput sound,
      PreferenceFile preferences,
      FaultLog faults,
      Workers workers,
      Path home,
      SampleScript sampleScript) {}

  public StudioModel(Parts parts) {
    this(parts, new Studio());
  }

  private StudioModel(Parts parts, Studio studio) {
    this(parts, studio, folder -> ProjectSnapshot.of(studio, folder), Rehearsed.inProjects(studio));
  }

  /** With what tests put in the place of folders. */
  StudioModel(
      Parts parts,
      Studio studio,
      Function<Path, ProjectSnapshot> look,
      Rehearsed.Opener rehearsals) {
    TaskExecutor executor = new CarefulExecutor(parts.executor(), this::fault);
    this.studio = studio;
    this.sample = new SampleProject(parts.home().resolve("sample"));
    this.sampleScript = parts.sampleScript();
    this.faults = parts.faults();
    this.memory = new WindowMemory(parts.preferences());
    this.project = new OpenProject(look, executor, this::show);
    this.desk = new JobDesk(executor, parts.jobs(), parts.faults(), parts.workers());
    this.rightOfWay = new RightOfWay(desk);
    this.create = new CreateModel(parts.home(), executor);
    this.capture = new CaptureModel(executor, parts.sound());
    this.analysis = new AnalysisModel(desk, project, capture, this::reload);
    this.train = new TrainModel(executor, studio.suggestedEncoders());
    this.direct = new DirectModel(executor, rehearsals, parts.sound());
    this.dub = new DubModel(executor, parts.sound());
    direct.onTouch(rightOfWay::touch);
  }

  /** What went wrong behind a picture or a file: told, and kept if it is a fault of ours. */
  private void fault(Throwable what) {
    boolean known = what instanceof JobException e && e.kind() != JobException.Kind.FAULT;
    project.tell(
        known
            ? Problem.of((JobException) what)
            : new Problem(faults.record(what, List.of("window")), "", ""));
  }

  /** Opens what was open when the window was closed, if it is still there. */
  public void restore() {
    String last = memory.project();
    Page shown = memory.page();
    if (last != null && Files.isDirectory(Path.of(last))) {
      open(Path.of(last), shown);
    }
  }

  public JobDesk desk() {
    return desk;
  }

  /** What is found again after a restart. */
  public WindowMemory memory() {
    return memory;
  }

  public CreateModel create() {
    return create;
  }

  public CaptureModel capture() {
    return capture;
  }

  public AnalysisModel analysis() {
    return analysis;
  }

  public TrainModel train() {
    return train;
  }

  public DirectModel direct() {
    return direct;
  }

  public DubModel dub() {
    return dub;
  }

  /** The open project as it was last looked at, or null. */
  public ReadOnlyObjectProperty<@Nullable ProjectSnapshot> projectProperty() {
    return project.snapshotProperty();
  }

  /** Why the latest order outside a job was not carried out, or null. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return project.problemProperty();
  }

  public void dismissProblem() {
    project.tell(null);
  }

  public ReadOnlyObjectProperty<Page> pageProperty() {
    return page.getReadOnlyProperty();
  }

  /** Shows a page, if it can be seen now. */
  public void go(Page wanted) {
    if (wanted.needsProject() && project.snapshot() == null) {
      return;
    }
    if (wanted != Page.CAPTURE) {
      capture.transport().pause();
    }
    if (wanted != Page.DIRECT) {
      direct.transport().pause();
    }
    if (wanted != Page.DUB) {
      dub.film().transport().pause();
    }
    page.set(wanted);
    capture.seen(wanted == Page.CAPTURE);
    if (wanted == Page.DIRECT) {
      direct.refresh();
    }
    memory.shown(wanted);
  }

  /** Opens a project and shows what is next to do in it. */
  public void open(Path folder) {
    open(folder, Page.CAPTURE);
  }

  private void open(Path folder, Page shown) {
    project.open(
        folder,
        snapshot -> {
          analysis.notices().clear();
          memory.opened(snapshot.folder().toString());
          go(shown);
        },
        place -> memory.forget(place.toString()));
  }

  public void closeProject() {
    project.close();
    analysis.notices().clear();
    memory.closed();
    go(Page.START);
  }

  /** Hears of every look at a project. */
  private void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    if (another) {
      train.clear();
    }
    capture.show(snapshot, another);
    direct.show(snapshot, another);
    dub.show(snapshot, another);
  }

  private void reload() {
    project.reload(this::closeProject);
  }

  /** Makes the project that the form describes. */
  public void createProject() {
    Path video = create.videoProperty().get();
    if (video == null || !create.complete().get()) {
      return;
    }
    Path folder = create.project();
    String consent = create.consent();
    var options = create.options();
    JobCard card =
        desk.start(
            "Import " + folder.getFileName(),
            Page.START,
            job -> studio.create(folder, video, options, consent, job),
            summary -> {
              create.clear();
              open(folder);
            });
    create.started(card);
    card.stateProperty()
        .subscribe(
            state -> {
              if (state == JobState.FAILED && isRefused(folder)) {
                create.clear();
                open(folder);
              }
            });
  }

  /** Whether a project was made whose video can be imported once something is chosen. */
  private static boolean isRefused(Path folder) {
    return ProjectFolder.isProject(folder) && Checks.isRefused(ProjectFolder.view(folder));
  }

  /** Opens the sample project; renders it first if it isn't there. */
  public void openSample() {
    if (Files.isDirectory(sample.project())) {
      open(sample.project());
      return;
    }
    desk.start(
        "Render the sample project",
        Page.START,
        job -> {
          sample.make(studio, sampleScript, job);
          return sample.project();
        },
        this::open);
  }

  /** The sample's other text, to dub with, if the open project is the sample. */
  public Optional<Path> sampleSpeech() {
    boolean open = project.isOpen(sample.project().toAbsolutePath().normalize());
    return open && Files.exists(sample.speech()) ? Optional.of(sample.speech()) : Optional.empty();
  }

  /**
   * @param another true to train even where an equal avatar is there; one that is stale isn't equal
   */
  public void startTraining(boolean another) {
    ProjectSnapshot known = project.snapshot();
    if (known == null) {
      return;
    }
    train.clear();
    boolean stale =
        known.newestFinished().filter(last -> known.stale().containsKey(last.id())).isPresent();
    Training order = train.order(another || stale);
    TrainingWatcher watcher = train.watcher(known.capture(), this::frameForTraining);
    JobCard card =
        desk.start(
            "Train " + order.backend() + " on " + known.name(),
            Page.TRAIN,
            job ->
                OpenProject.locked(
                    known.folder(), folder -> order.run(studio, folder, job, watcher)),
            outcome -> {});
    lookAfter(card);
  }

  /** However a job ends, the project may be another one. */
  private void lookAfter(JobCard card) {
    card.stateProperty()
        .subscribe(
            state -> {
              if (state.isOver()) {
                reload();
              }
            });
  }

  /** Read by the training's thread. */
  private int frameForTraining() {
    return page.get() == Page.TRAIN ? capture.frameProperty().get() : -1;
  }

  public void startDub() {
    ProjectSnapshot known = project.snapshot();
    Path speech = dub.audioProperty().get();
    if (known == null || speech == null) {
      return;
    }
    DubModel.Choice how = dub.choice();
    JobCard card =
        desk.start(
            "Dub " + known.name() + " with " + speech.getFileName(),
            Page.DUB,
            job ->
                OpenProject.locked(
                    known.folder(), folder -> how.order(folder, speech).run(studio, folder, job)),
            film -> {});
    lookAfter(card);
  }

  /** Opens a film that was made before. */
  public void watch(ExportRecord export) {
    ProjectSnapshot known = project.snapshot();
    if (known != null) {
      dub.film().open(known.folder().resolve(export.file()));
    }
  }

  /** Works on something that was let go over the window. */
  public void drop(Path dropped) {
    String name = dropped.getFileName().toString();
    if (name.endsWith(ProjectFolder.SUFFIX)) {
      open(dropped);
    } else if (page.get() == Page.DUB && project.snapshot() != null) {
      dub.audioProperty().set(dropped);
    } else if (page.get() == Page.DIRECT && project.snapshot() != null) {
      direct.listenTo(dropped);
    } else {
      create.take(dropped);
      go(Page.START);
    }
  }

  /** Once a pulse: moves what plays, and gives the jobs their cores back when hands rest. */
  public void pulse() {
    capture.transport().tick();
    direct.transport().tick();
    dub.film().transport().tick();
    rightOfWay.pulse();
  }

  @Override
  public void close() {
    capture.transport().pause();
    direct.transport().pause();
    dub.film().transport().pause();
    desk.close();
  }
}
