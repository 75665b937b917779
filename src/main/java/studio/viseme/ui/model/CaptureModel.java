package studio.viseme.ui.model;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.capture.StageWatcher;
import studio.viseme.capture.check.Finding;
import studio.viseme.face.depth.HeadPicture;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.Scene;

/** The clip frame by frame, with what the stages found drawn over it. */
public final class CaptureModel {
  static final int MESH_COLOUR = 0xb04fe0b0;
  static final double REGIONS_OPACITY = 0.55;
  private static final double HEAD_OPACITY = 0.85;
  private static final double AXIS_CENTIMETRES = 9;

  private final Transport transport;
  private final Latest<Request> pictures;
  private final TaskExecutor executor;
  private final IntegerProperty frame = new SimpleIntegerProperty();
  private final ObjectProperty<@Nullable ProjectSnapshot> project = new SimpleObjectProperty<>();
  private final BooleanProperty mesh = new SimpleBooleanProperty(true);
  private final BooleanProperty axes = new SimpleBooleanProperty(true);
  private final BooleanProperty masks = new SimpleBooleanProperty();
  private final BooleanProperty depth = new SimpleBooleanProperty();
  private final BooleanProperty head = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Scene> scene = new ReadOnlyObjectWrapper<>();

  /** Whether the page is seen; read by stages' threads. */
  private volatile boolean seen;

  /** The clip as stages see it, read in the background. */
  private volatile @Nullable ProjectSnapshot known;

  private @Nullable String stageAtWork;

  /** Whether the stage at work shows pictures of its own. */
  private boolean live;

  private record Request(ProjectSnapshot project, int frame, Layers layers) {}

  private record Layers(boolean mesh, boolean axes, boolean masks, boolean depth, boolean head) {}

  CaptureModel(TaskExecutor executor, SoundOutput output) {
    this.executor = executor;
    this.transport = new Transport(executor, output);
    this.pictures = new Latest<>(executor, this::show);
    transport
        .positionProperty()
        .subscribe(seconds -> frame.set((int) (seconds.doubleValue() * ClipInfo.FPS + 1e-6)));
    frame.subscribe(() -> refresh());
    mesh.subscribe(() -> refresh());
    axes.subscribe(() -> refresh());
    masks.subscribe(() -> refresh());
    depth.subscribe(() -> refresh());
    head.subscribe(() -> refresh());
  }

  public Transport transport() {
    return transport;
  }

  /** From 0. */
  public IntegerProperty frameProperty() {
    return frame;
  }

  public BooleanProperty meshProperty() {
    return mesh;
  }

  public BooleanProperty axesProperty() {
    return axes;
  }

  public BooleanProperty masksProperty() {
    return masks;
  }

  public BooleanProperty depthProperty() {
    return depth;
  }

  /** The textured mesh of the whole head. */
  public BooleanProperty headProperty() {
    return head;
  }

  /** The picture to be seen, or null while there is none. */
  public ReadOnlyObjectProperty<@Nullable Scene> sceneProperty() {
    return scene.getReadOnlyProperty();
  }

  /** How many frames there are. */
  public int frames() {
    ProjectSnapshot known = project.get();
    return known == null || !known.has(Capture.Capability.FRAMES)
        ? 0
        : known.capture().clip().frames();
  }

  public void step(int by) {
    double seconds = (frame.get() + by + 0.5) / ClipInfo.FPS;
    transport.scrub(Math.clamp(seconds, 0, Math.max(0, (frames() - 0.5) / ClipInfo.FPS)));
  }

  /** Puts the playhead on the first frame of a finding; one that holds for all of it has none. */
  public void showFrames(Finding finding) {
    if (!finding.frames().isEmpty()) {
      transport.pause();
      transport.seek((finding.frames().getFirst().from() + 0.5) / ClipInfo.FPS);
    }
  }

  /** Shows a stage's own layer and hides those that would cover it. */
  public void showStage(String stage) {
    mesh.set(stage.equals("landmarks") || stage.equals("expression"));
    axes.set(stage.equals("pose"));
    masks.set(stage.equals("parsing"));
    depth.set(stage.equals("depth"));
    head.set(false);
  }

  void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    project.set(snapshot);
    known = snapshot;
    if (snapshot == null || !snapshot.has(Capture.Capability.FRAMES)) {
      transport.unload();
      scene.set(null);
      return;
    }
    if (another || transport.durationProperty().get() == 0) {
      transport.unload();
      load(snapshot);
    } else if (snapshot.has(Capture.Capability.SPEECH) && !transport.playingProperty().get()) {
      load(snapshot);
    }
    refresh();
  }

  private void load(ProjectSnapshot snapshot) {
    float[] speech =
        snapshot.has(Capture.Capability.SPEECH)
            ? snapshot.capture().speech()
            : new float[snapshot.capture().clip().frames() * 16_000 / ClipInfo.FPS];
    transport.load(speech, 16_000);
  }

  /** Follows a stage at work: the playhead stands on the frame it has come to. */
  void follow(long done, long total) {
    if (!live && !transport.playingProperty().get() && total > 0 && frames() > 0) {
      double share = Math.clamp((double) done / total, 0, 1);
      transport.seek(share * (frames() - 1) / ClipInfo.FPS);
    }
  }

  /** Whether somebody looks at the page. */
  void seen(boolean now) {
    seen = now;
  }

  /** A stage begins or, with null, is over. */
  void atWork(@Nullable String stage) {
    stageAtWork = stage;
    live = false;
    refresh();
  }

  /** Shows what the stages find while they find it. */
  StageWatcher watcher() {
    return new StageSight(
        executor,
        () -> seen,
        this::clipFrame,
        (at, found) -> executor.front(() -> showLive(at, found)));
  }

  private @Nullable RgbImage clipFrame(int at) {
    ProjectSnapshot clip = known;
    return clip == null || !clip.has(Capture.Capability.FRAMES)
        ? null
        : clip.capture().frames().frame(at);
  }

  private void showLive(int at, Scene found) {
    if (stageAtWork != null) {
      live = true;
      if (at < frames()) {
        transport.seek((at + 0.5) / ClipInfo.FPS);
      }
      scene.set(found);
    }
  }

  private void refresh() {
    ProjectSnapshot clip = project.get();
    if (clip != null && frames() > 0 && !live) {
      int shown = Math.clamp(frame.get(), 0, frames() - 1);
      Layers layers = new Layers(mesh.get(), axes.get(), masks.get(), depth.get(), head.get());
      pictures.offer(new Request(clip, shown, layers));
    }
  }

  private void show(Request request) {
    try {
      Scene drawn = draw(request);
      executor.front(
          () -> {
            if (request.project == project.get() && !live) {
              scene.set(drawn);
            }
          });
    } catch (JobException e) {
      // A stage is being made anew just now; the next look at the project shows it.
      return;
    }
  }

  private static Scene draw(Request request) {
    Capture capture = request.project.capture();
    int at = request.frame;
    RgbImage picture = capture.frames().frame(at);
    if (request.layers.head && request.project.has(Capture.Capability.DEPTH)) {
      picture =
          HeadPicture.over(
              picture,
              capture.headMesh(),
              capture.head().poses().get(at),
              capture.head().camera(),
              HEAD_OPACITY);
    }
    List<Overlay> overlays = new ArrayList<>();
    if (request.layers.masks && request.project.has(Capture.Capability.MASKS)) {
      overlays.add(
          new Overlay.Labels(capture.parsing(at).labels(), Palette.REGIONS, REGIONS_OPACITY));
    }
    if (request.layers.depth && request.project.has(Capture.Capability.DEPTH)) {
      overlays.add(Overlay.HeatMap.of(capture.depth(at), 0.75));
    }
    if (request.layers.mesh
        && request.project.has(Capture.Capability.LANDMARKS)
        && capture.landmarks().found(at)) {
      overlays.add(Overlay.Mesh.ofFace(capture.landmarks().frame(at), MESH_COLOUR, 1));
    }
    if (request.layers.axes && request.project.has(Capture.Capability.POSE)) {
      overlays.add(
          new Overlay.PoseAxes(
              capture.head().poses().get(at), capture.head().camera(), AXIS_CENTIMETRES, 3));
    }
    return Scene.of(picture).withOverlays(overlays);
  }
}
