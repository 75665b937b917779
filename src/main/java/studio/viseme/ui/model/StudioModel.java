package studio.viseme.ui.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Dubbing;
import studio.viseme.app.FaultLog;
import studio.viseme.app.SampleProject;
import studio.viseme.app.Studio;
import studio.viseme.app.Training;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.AnalyzeOptions;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.Checks;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.job.JobException;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.sample.SampleScript;

/**
 * The window as a whole: which project is open, which page is seen, and the orders a user gives.
 * Pages have models of their own; this one tells them when the project changes.
 */
public final class StudioModel implements AutoCloseable {
  /** How long after the last move of a control the jobs get all cores back. */
  private static final long REST_NANOSECONDS = 700_000_000;

  private final Studio studio;
  private final TaskExecutor executor;
  private final PreferenceFile file;
  private final SampleProject sample;
  private final SampleScript sampleScript;
  private final JobDesk desk;
  private final CreateModel create;
  private final CaptureModel capture;
  private final TrainModel train;
  private final DirectModel direct;
  private final DubModel dub;
  private final ObservableList<String> recent = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable ProjectSnapshot> project =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>(Page.START);
  private final ObjectProperty<Preferences.Theme> theme = new SimpleObjectProperty<>();
  private final BooleanProperty trayOpen = new SimpleBooleanProperty();
  private final ObservableList<Notice> notices = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable String> stageAtWork = new ReadOnlyObjectWrapper<>();
  private Preferences preferences;
  private long touchedAt;
  private boolean givingWay;

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
    this.studio = new Studio();
    this.executor = parts.executor();
    this.file = parts.preferences();
    this.sample = new SampleProject(parts.home().resolve("sample"));
    this.sampleScript = parts.sampleScript();
    this.desk = new JobDesk(executor, parts.jobs(), parts.faults(), parts.workers());
    this.create = new CreateModel(parts.home());
    this.capture = new CaptureModel(executor, parts.sound());
    this.train = new TrainModel(executor);
    this.direct = new DirectModel(executor, studio, parts.sound());
    this.dub = new DubModel(executor, parts.sound());
    this.preferences = file.read();
    recent.setAll(preferences.recent());
    theme.set(preferences.theme());
    trayOpen.set(preferences.trayOpen());
    theme.subscribe(chosen -> keep(preferences.withTheme(chosen)));
    trayOpen.subscribe(open -> keep(preferences.withTray(open)));
    direct.onTouch(this::touch);
  }

  /** Opens what was open when the window was closed, if it is still there. */
  public void restore() {
    String last = preferences.project();
    Page shown = preferences.page();
    if (last != null && Files.isDirectory(Path.of(last))) {
      open(Path.of(last), shown);
    }
  }

  public JobDesk desk() {
    return desk;
  }

  public CreateModel create() {
    return create;
  }

  public CaptureModel capture() {
    return capture;
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

  /** Projects by their folders, the last used first. */
  public ObservableList<String> recent() {
    return recent;
  }

  /** The open project as it was last looked at, or null. */
  public ReadOnlyObjectProperty<@Nullable ProjectSnapshot> projectProperty() {
    return project.getReadOnlyProperty();
  }

  /** Why the latest order outside a job was not carried out, or null. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public void dismissProblem() {
    problem.set(null);
  }

  public ReadOnlyObjectProperty<Page> pageProperty() {
    return page.getReadOnlyProperty();
  }

  public ObjectProperty<Preferences.Theme> themeProperty() {
    return theme;
  }

  public BooleanProperty trayOpenProperty() {
    return trayOpen;
  }

  /** What jobs had to say of the open project, beside the findings of its checks. */
  public ObservableList<Notice> notices() {
    return notices;
  }

  /** The stage of the analysis that runs, or null. */
  public ReadOnlyObjectProperty<@Nullable String> stageAtWorkProperty() {
    return stageAtWork.getReadOnlyProperty();
  }

  public Optional<Preferences.Bounds> windowBounds() {
    return Optional.ofNullable(preferences.window());
  }

  public void keepWindow(Preferences.Bounds bounds) {
    keep(preferences.withWindow(bounds));
  }

  private void keep(Preferences changed) {
    if (!changed.equals(preferences)) {
      preferences = changed;
      file.write(changed);
    }
  }

  /** Shows a page, if it can be seen now. */
  public void go(Page wanted) {
    if (wanted.needsProject() && project.get() == null) {
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
    if (wanted == Page.DIRECT) {
      direct.refresh();
    }
    keep(preferences.withPage(wanted));
  }

  /** Opens a project and shows what is next to do in it. */
  public void open(Path folder) {
    open(folder, null);
  }

  private void open(Path folder, @Nullable Page shown) {
    Path place = folder.toAbsolutePath().normalize();
    executor.background(
        () -> {
          try {
            ProjectSnapshot snapshot = ProjectSnapshot.of(studio, place);
            executor.front(() -> opened(snapshot, shown));
          } catch (JobException e) {
            executor.front(
                () -> {
                  problem.set(Problem.of(e));
                  forget(place.toString());
                });
          }
        });
  }

  private void opened(ProjectSnapshot snapshot, @Nullable Page shown) {
    problem.set(null);
    notices.clear();
    show(snapshot, true);
    keep(preferences.opened(snapshot.folder().toString()));
    recent.setAll(preferences.recent());
    go(shown == null ? Page.CAPTURE : shown);
  }

  /** Takes a project out of the list; nothing of it is deleted. */
  public void forget(String path) {
    keep(preferences.forgotten(path));
    recent.setAll(preferences.recent());
  }

  public void closeProject() {
    show(null, true);
    notices.clear();
    keep(preferences.closed());
    go(Page.START);
  }

  private void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    if (another) {
      train.clear();
    }
    project.set(snapshot);
    capture.show(snapshot, another);
    direct.show(snapshot, another);
    dub.show(snapshot, another);
  }

  /** Looks at the open project again. */
  private void reload() {
    ProjectSnapshot known = project.get();
    if (known == null) {
      return;
    }
    executor.background(
        () -> {
          try {
            ProjectSnapshot now = ProjectSnapshot.of(studio, known.folder());
            executor.front(
                () -> {
                  if (isOpen(known.folder())) {
                    show(now, false);
                  }
                });
          } catch (JobException e) {
            executor.front(() -> problem.set(Problem.of(e)));
          }
        });
  }

  private boolean isOpen(Path folder) {
    ProjectSnapshot known = project.get();
    return known != null && known.folder().equals(folder);
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
        job -> {
          sample.make(studio, sampleScript, job);
          return sample.project();
        },
        this::open);
  }

  /** The sample's other text, to dub with, if the open project is the sample. */
  public Optional<Path> sampleSpeech() {
    boolean open = isOpen(sample.project().toAbsolutePath().normalize());
    return open && Files.exists(sample.speech()) ? Optional.of(sample.speech()) : Optional.empty();
  }

  public void startAnalysis() {
    analyze("Analyse ", AnalyzeOptions.ALL);
  }

  /** Applies what a finding offers, and does anew what that changes. */
  public void fix(Finding finding) {
    fix(finding.id());
  }

  /** Takes one of the faces that a finding offers. */
  public void fix(Finding finding, Fix.Face face) {
    fix(finding.id() + "=" + face.number());
  }

  private void fix(String wanted) {
    analyze(
        "Mend and analyse ",
        new AnalyzeOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(wanted)));
  }

  private void analyze(String order, AnalyzeOptions options) {
    ProjectSnapshot known = project.get();
    if (known == null) {
      return;
    }
    JobCard card =
        desk.start(
            order + known.name(),
            job ->
                inProject(
                    known.folder(),
                    folder -> {
                      CaptureStages.analyze(folder, options, job);
                      return true;
                    }),
            done -> reload(),
            message -> followAnalysis(known.folder(), message));
    card.stateProperty()
        .subscribe(
            state -> {
              if (state.isOver()) {
                stageAtWork.set(null);
                reload();
              }
            });
  }

  /** The stages are the outermost tasks; what they do inside counts frames. */
  private void followAnalysis(Path folder, JobMessage message) {
    if (!isOpen(folder)) {
      return;
    }
    switch (message) {
      case JobMessage.TaskStarted started when started.depth() == 0 ->
          stageAtWork.set(started.task());
      case JobMessage.TaskProgressed progressed when progressed.depth() > 0 ->
          capture.follow(progressed.done(), progressed.total());
      case JobMessage.TaskFinished finished when finished.depth() == 0 && !finished.skipped() -> {
        capture.showStage(finished.task());
        reload();
      }
      // What the checks warn of is shown as findings, with what can be done.
      case JobMessage.Warned warned when !Checks.isStage(stage()) ->
          notices.add(new Notice(Notice.Severity.WARNING, warned.text()));
      default -> {}
    }
  }

  private String stage() {
    String at = stageAtWork.get();
    return at == null ? "" : at;
  }

  /**
   * @param another true to train even where an equal avatar is there; one that is stale isn't equal
   */
  public void startTraining(boolean another) {
    ProjectSnapshot known = project.get();
    if (known == null) {
      return;
    }
    train.clear();
    boolean stale =
        known.newestFinished().filter(last -> known.stale().containsKey(last.id())).isPresent();
    Training order = train.order(another || stale);
    TrainingWatcher watcher = train.watcher(known.capture(), this::frameForTraining);
    desk.start(
        "Train " + order.backend() + " on " + known.name(),
        job -> inProject(known.folder(), folder -> order.run(studio, folder, job, watcher)),
        outcome -> reload());
  }

  /** Read by the training's thread. */
  private int frameForTraining() {
    return page.get() == Page.TRAIN ? capture.frameProperty().get() : -1;
  }

  public void startDub() {
    ProjectSnapshot known = project.get();
    Path speech = dub.audioProperty().get();
    if (known == null || speech == null) {
      return;
    }
    Dubbing order = dub.order(known.folder(), speech);
    desk.start(
        "Dub " + known.name() + " with " + speech.getFileName(),
        job -> inProject(known.folder(), folder -> order.run(studio, folder, job)),
        film -> reload());
  }

  /** Opens a film that was made before. */
  public void watch(ExportRecord export) {
    ProjectSnapshot known = project.get();
    if (known != null) {
      dub.film().open(known.folder().resolve(export.file()));
    }
  }

  /** Works on something that was let go over the window. */
  public void drop(Path dropped) {
    String name = dropped.getFileName().toString();
    if (name.endsWith(ProjectFolder.SUFFIX)) {
      open(dropped);
    } else if (page.get() == Page.DUB && project.get() != null) {
      dub.audioProperty().set(dropped);
    } else if (page.get() == Page.DIRECT && project.get() != null) {
      direct.listenTo(dropped);
    } else {
      create.take(dropped);
      go(Page.START);
    }
  }

  private static <T> T inProject(Path project, Function<ProjectFolder, T> work) {
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      return work.apply(folder);
    }
  }

  private void touch() {
    touchedAt = System.nanoTime();
    if (!givingWay) {
      givingWay = true;
      desk.giveWay();
    }
  }

  /** Once a pulse: moves what plays, and gives the jobs their cores back when hands rest. */
  public void pulse() {
    capture.transport().tick();
    direct.transport().tick();
    dub.film().transport().tick();
    if (givingWay && System.nanoTime() - touchedAt > REST_NANOSECONDS) {
      givingWay = false;
      desk.takeAll();
    }
  }

  @Override
  public void close() {
    capture.transport().pause();
    direct.transport().pause();
    dub.film().transport().pause();
    desk.close();
  }
}
