package studio.viseme.ui.model;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Training;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.compositing.Compositor;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;

/** What to train, how well it goes, and the avatar as it learns beside the real frame. */
public final class TrainModel {
  private static final long PICTURE_NANOSECONDS = 500_000_000;
  private static final long SEED = 1;
  private static final int MOST_POINTS = 2000;

  private final TaskExecutor executor;
  private final ObjectProperty<Preset> preset = new SimpleObjectProperty<>(Preset.DRAFT);
  private final ObjectProperty<TrainingMethod> method =
      new SimpleObjectProperty<>(TrainingMethod.STUDIO);
  private final IntegerProperty steps = new SimpleIntegerProperty();
  private final StringProperty backend = new SimpleStringProperty("syncgaussian");
  private final StringProperty encoder = new SimpleStringProperty(TrainingSettings.DEFAULT_ENCODER);
  private final List<String> encoders;
  private final IntegerProperty step = new SimpleIntegerProperty();
  private final DoubleProperty loss = new SimpleDoubleProperty(Double.NaN);
  private final DoubleProperty psnr = new SimpleDoubleProperty(Double.NaN);
  private final ObservableList<Told> curve = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Scene> scene = new ReadOnlyObjectWrapper<>();

  /** A figure of the training. */
  public record Told(int step, double loss, double psnr) {}

  TrainModel(TaskExecutor executor, List<String> encoders) {
    this.executor = executor;
    this.encoders = choices(encoders);
    method.addListener((of, before, now) -> follow(before, now));
  }

  public ObjectProperty<Preset> presetProperty() {
    return preset;
  }

  /** In which way to train. */
  public ObjectProperty<TrainingMethod> methodProperty() {
    return method;
  }

  /** What nobody chose changes with the method: each has an encoder of its own. */
  private void follow(TrainingMethod before, TrainingMethod now) {
    if (encoder.get().equals(before.defaultEncoder())) {
      encoder.set(now.defaultEncoder());
    }
  }

  /** Steps in all; 0 = the preset's. */
  public IntegerProperty stepsProperty() {
    return steps;
  }

  public StringProperty backendProperty() {
    return backend;
  }

  /** What listens to speech. */
  public StringProperty encoderProperty() {
    return encoder;
  }

  /** What can listen to speech, the one that is taken when nobody chooses first. */
  public List<String> encoders() {
    return encoders;
  }

  private static List<String> choices(List<String> known) {
    return Stream.concat(Stream.of(TrainingSettings.DEFAULT_ENCODER), known.stream())
        .distinct()
        .toList();
  }

  /** How many steps the run has learnt. */
  public IntegerProperty stepProperty() {
    return step;
  }

  public DoubleProperty lossProperty() {
    return loss;
  }

  public DoubleProperty psnrProperty() {
    return psnr;
  }

  /** In the order of the steps. */
  public ObservableList<Told> curve() {
    return curve;
  }

  /** The real frame and the avatar, or null before the first picture. */
  public ReadOnlyObjectProperty<@Nullable Scene> sceneProperty() {
    return scene.getReadOnlyProperty();
  }

  void clear() {
    curve.clear();
    step.set(0);
    loss.set(Double.NaN);
    psnr.set(Double.NaN);
    scene.set(null);
  }

  Training order(boolean another) {
    OptionalInt total = steps.get() > 0 ? OptionalInt.of(steps.get()) : OptionalInt.empty();
    TrainingSettings settings =
        new TrainingSettings(preset.get(), method.get(), total, encoder.get(), SEED);
    return new Training(backend.get(), settings, OptionalDouble.empty(), "auto", another);
  }

  /**
   * @param frame of the clip that is to be seen; negative for none
   */
  TrainingWatcher watcher(Capture capture, IntSupplier frame) {
    return new Watcher(capture, frame);
  }

  private void tell(Told figure) {
    if (!curve.isEmpty() && curve.getLast().step >= figure.step) {
      // The run went back to its latest checkpoint.
      curve.removeIf(known -> known.step >= figure.step);
    }
    if (curve.size() == MOST_POINTS) {
      thin();
    }
    curve.add(figure);
    step.set(figure.step);
    loss.set(figure.loss);
    psnr.set(figure.psnr);
  }

  private void thin() {
    for (int i = curve.size() - 2; i > 0; i -= 2) {
      curve.remove(i);
    }
  }

  private final class Watcher implements TrainingWatcher {
    private final Capture capture;
    private final IntSupplier frame;
    private final Latest<Seen> pictures;
    private long last = System.nanoTime() - PICTURE_NANOSECONDS;

    private record Seen(int frame, Layer head) {}

    Watcher(Capture capture, IntSupplier frame) {
      this.capture = capture;
      this.frame = frame;
      this.pictures = new Latest<>(executor, this::show);
    }

    @Override
    public OptionalInt wantedFrame() {
      int wanted = frame.getAsInt();
      boolean due = System.nanoTime() - last >= PICTURE_NANOSECONDS && pictures.isIdle();
      return due && wanted >= 0 ? OptionalInt.of(wanted) : OptionalInt.empty();
    }

    @Override
    public void told(int step, double loss, double psnr) {
      executor.front(() -> tell(new Told(step, loss, psnr)));
    }

    @Override
    public void seen(int frame, int step, Layer head) {
      last = System.nanoTime();
      pictures.offer(new Seen(frame, head));
    }

    private void show(Seen seen) {
      RgbImage real = capture.frames().frame(seen.frame);
      RgbImage avatar =
          Compositor.overFrame(
              seen.head, real, HeadMask.of(capture.parsing(seen.frame)), capture.plate());
      Scene beside = Scene.of(real).comparedWith(new SceneImage(avatar, null), new Mode.Split(0.5));
      executor.front(() -> scene.set(beside));
    }
  }
}
