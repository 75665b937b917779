package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.export.DubOptions;
import studio.viseme.export.Rehearsal;
import studio.viseme.image.Png;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.media.AudioFile;
import studio.viseme.project.ProjectFolder;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;

/**
 * The avatar under one's hands: a playhead over a sound, the head's angles, the lids, the
 * background. Pictures are made in the background, the newest wish first; what was wished meanwhile
 * is skipped.
 */
public final class DirectModel {
  /** How far a head may be turned from where it was filmed, degrees. */
  public static final double MOST_TURN = 30;

  private final TaskExecutor executor;
  private final Rehearsed.Opener opener;
  private final Transport transport;
  private final Latest<Request> pictures;
  private final DoubleProperty yaw = new SimpleDoubleProperty();
  private final DoubleProperty pitch = new SimpleDoubleProperty();
  private final DoubleProperty roll = new SimpleDoubleProperty();
  private final DoubleProperty blink = new SimpleDoubleProperty();
  private final DoubleProperty brow = new SimpleDoubleProperty();
  private final ObjectProperty<DubOptions.Background> background =
      new SimpleObjectProperty<>(new DubOptions.Background.Source());
  private final ObjectProperty<Comparison> comparison =
      new SimpleObjectProperty<>(Comparison.AVATAR);
  private final ReadOnlyObjectWrapper<@Nullable String> avatar = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<float[]> waveform = new ReadOnlyObjectWrapper<>(new float[0]);
  private final ReadOnlyObjectWrapper<@Nullable Path> sound = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Scene> scene = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Path> kept = new ReadOnlyObjectWrapper<>();
  private final Queue<Keep> toKeep = new ConcurrentLinkedQueue<>();
  private Runnable touched = () -> {};

  // Touched by the pictures' thread alone.
  private @Nullable Opened opened;

  /** What is seen beside the avatar. */
  public enum Comparison {
    AVATAR,
    SPLIT,
    DIFFERENCE
  }

  private record Opened(Choice choice, Rehearsed avatar) {}

  /** An avatar and a sound; null for the clip's own. */
  private record Choice(ProjectSnapshot project, String avatar, @Nullable Path sound) {}

  private record Request(
      @Nullable Choice choice, Rehearsal.Direction direction, Comparison comparison) {}

  /** A picture that was asked for, however often the sliders have moved since. */
  private record Keep(Choice choice, Rehearsal.Direction direction) {}

  private @Nullable ProjectSnapshot project;

  DirectModel(TaskExecutor executor, Rehearsed.Opener opener, SoundOutput output) {
    this.executor = executor;
    this.opener = opener;
    this.transport = new Transport(executor, output);
    this.pictures = new Latest<>(executor, this::make);
    transport.positionProperty().subscribe(() -> touch());
    yaw.subscribe(() -> touch());
    pitch.subscribe(() -> touch());
    roll.subscribe(() -> touch());
    blink.subscribe(() -> touch());
    brow.subscribe(() -> touch());
    background.subscribe(() -> touch());
    comparison.subscribe(() -> touch());
  }

  public Transport transport() {
    return transport;
  }

  /** Degrees added to what was filmed; the same for pitch and roll. */
  public DoubleProperty yawProperty() {
    return yaw;
  }

  public DoubleProperty pitchProperty() {
    return pitch;
  }

  public DoubleProperty rollProperty() {
    return roll;
  }

  /** 0 as filmed … 1 closed. */
  public DoubleProperty blinkProperty() {
    return blink;
  }

  /** −1 as low as this person has them … 0 as filmed … 1 as high. */
  public DoubleProperty browProperty() {
    return brow;
  }

  public ObjectProperty<DubOptions.Background> backgroundProperty() {
    return background;
  }

  public ObjectProperty<Comparison> comparisonProperty() {
    return comparison;
  }

  /** The avatar's id, or null when the project has none that is finished. */
  public ReadOnlyObjectProperty<@Nullable String> avatarProperty() {
    return avatar.getReadOnlyProperty();
  }

  /** Why there is no picture, or null. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The sound, mono at 16 kHz; empty while there is none. */
  public ReadOnlyObjectProperty<float[]> waveformProperty() {
    return waveform.getReadOnlyProperty();
  }

  /** The file that is listened to, or null for the clip's own speech. */
  public ReadOnlyObjectProperty<@Nullable Path> soundProperty() {
    return sound.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Scene> sceneProperty() {
    return scene.getReadOnlyProperty();
  }

  /** The picture that was kept last, or null. */
  public ReadOnlyObjectProperty<@Nullable Path> keptProperty() {
    return kept.getReadOnlyProperty();
  }

  /** Writes what is shown now into the project's folder of exports. */
  public void keep() {
    Choice choice = choice();
    if (choice != null) {
      toKeep.add(new Keep(choice, direction()));
      refresh();
    }
  }

  /** Everything as filmed. */
  public void reset() {
    yaw.set(0);
    pitch.set(0);
    roll.set(0);
    blink.set(0);
    brow.set(0);
  }

  /** Turns the head as the mouse drags it: {@code dx}, {@code dy} in widths of the picture. */
  public void drag(double dx, double dy) {
    yaw.set(Math.clamp(yaw.get() + 60 * dx, -MOST_TURN, MOST_TURN));
    pitch.set(Math.clamp(pitch.get() - 60 * dy, -MOST_TURN, MOST_TURN));
  }

  /** Tips the head. */
  public void tip(double dx) {
    roll.set(Math.clamp(roll.get() + 60 * dx, -MOST_TURN, MOST_TURN));
  }

  /**
   * Called whenever a control moves.
   *
   * @param listener runs on the front's thread
   */
  void onTouch(Runnable listener) {
    touched = listener;
  }

  /** Listens to a file instead of the clip's own speech; null goes back to it. */
  public void listenTo(@Nullable Path file) {
    executor.background(
        () -> {
          try {
            float[] samples = file == null ? ownSpeech() : AudioFile.read(file);
            executor.front(
                () -> {
                  sound.set(file);
                  load(samples);
                });
          } catch (JobException e) {
            executor.front(() -> problem.set(Problem.of(e)));
          }
        });
  }

  private float[] ownSpeech() {
    ProjectSnapshot known = project;
    return known != null && known.has(Capture.Capability.SPEECH)
        ? known.capture().speech()
        : new float[0];
  }

  private void load(float[] samples) {
    waveform.set(samples);
    if (samples.length == 0) {
      transport.unload();
    } else {
      transport.load(samples, AudioFile.SPEECH_RATE);
    }
    refresh();
  }

  void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    project = snapshot;
    String newest =
        snapshot == null
            ? null
            : snapshot.finishedAvatars().stream().map(found -> found.id()).findFirst().orElse(null);
    boolean otherAvatar = another || newest == null || !newest.equals(avatar.get());
    if (another) {
      sound.set(null);
      scene.set(null);
      kept.set(null);
      reset();
      transport.unload();
    }
    avatar.set(newest);
    if (newest != null && (otherAvatar || waveform.get().length == 0) && sound.get() == null) {
      load(ownSpeech());
    } else if (newest == null) {
      load(new float[0]);
      scene.set(null);
    }
  }

  /** Makes the picture anew, as when the page comes to be seen. */
  public void refresh() {
    pictures.offer(new Request(choice(), direction(), comparison.get()));
  }

  private @Nullable Choice choice() {
    ProjectSnapshot known = project;
    String id = avatar.get();
    return known == null || id == null ? null : new Choice(known, id, sound.get());
  }

  private Rehearsal.Direction direction() {
    HeadAngles turn = new HeadAngles(yaw.get(), pitch.get(), roll.get());
    return new Rehearsal.Direction(
        transport.position(), turn, blink.get(), brow.get(), background.get());
  }

  private void touch() {
    if (avatar.get() != null) {
      touched.run();
      refresh();
    }
  }

  private void make(Request request) {
    try {
      for (Keep order = toKeep.poll(); order != null; order = toKeep.poll()) {
        write(order);
      }
      if (request.choice == null) {
        close();
        return;
      }
      Rehearsed avatar = opened(request.choice);
      RgbImage picture = avatar.render(request.direction);
      Scene made = scene(request, request.choice, avatar, picture);
      executor.front(
          () -> {
            problem.set(null);
            scene.set(made);
          });
    } catch (JobException e) {
      executor.front(() -> problem.set(Problem.of(e)));
    }
  }

  private void write(Keep order) {
    Raster picture = opened(order.choice).still(order.direction);
    Path exports = ProjectFolder.view(order.choice.project.folder()).exportsFolder();
    Path file = FreeName.in(exports, "picture", "png");
    Png.write(file, picture);
    executor.front(() -> kept.set(file));
  }

  private static Scene scene(Request request, Choice choice, Rehearsed avatar, RgbImage picture) {
    if (request.comparison == Comparison.AVATAR) {
      return Scene.of(picture);
    }
    int behind = avatar.clipFrame(request.direction.seconds());
    Mode mode =
        request.comparison == Comparison.SPLIT ? new Mode.Split(0.5) : new Mode.Difference(4);
    RgbImage real = choice.project.capture().frames().frame(behind);
    return Scene.of(real).comparedWith(new SceneImage(picture, null), mode);
  }

  private Rehearsed opened(Choice choice) {
    Opened ready = opened;
    if (ready != null && isSame(ready.choice, choice)) {
      return ready.avatar;
    }
    close();
    Rehearsed avatar = opener.open(choice.project, choice.avatar, choice.sound);
    opened = new Opened(choice, avatar);
    return avatar;
  }

  private static boolean isSame(Choice a, Choice b) {
    return a.project.folder().equals(b.project.folder())
        && a.avatar.equals(b.avatar)
        && Objects.equals(a.sound, b.sound);
  }

  private void close() {
    if (opened != null) {
      opened.avatar.close();
      opened = null;
    }
  }
}
