package studio.viseme.ui;

import java.nio.file.Path;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import studio.viseme.Version;
import studio.viseme.app.FaultLog;
import studio.viseme.job.Workers;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.ui.model.PreferenceFile;
import studio.viseme.ui.model.Preferences;
import studio.viseme.ui.model.SoundOutput;
import studio.viseme.ui.model.StudioModel;

/** The window's process: makes the parts, opens the stage, and closes all in order. */
public final class StudioApplication extends Application {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final double LEAST_WIDTH = 960;
  private static final double LEAST_HEIGHT = 600;

  private final FxExecutor pictures = FxExecutor.sideBySide();
  private final FxExecutor jobs = FxExecutor.oneByOne();
  private @Nullable StudioModel model;
  private @Nullable Shell shell;

  @Override
  public void start(Stage stage) {
    StudioModel made =
        new StudioModel(
            new StudioModel.Parts(
                pictures,
                jobs,
                SoundOutput.ofMachine(),
                PreferenceFile.ofUser(),
                FaultLog.ofUser(),
                Workers.ofMachine(),
                home(),
                SampleScript.bundled(System.getProperty("viseme.sample.script", "presenter"))));
    model = made;
    Shell built = new Shell(made, new StageDialogs(stage));
    shell = built;
    Scene scene = new Scene(built.root(), WIDTH, HEIGHT);
    Look.follow(scene, made.memory().themeProperty());
    built.installShortcuts(scene);
    stage.setScene(scene);
    stage.setTitle(Version.NAME);
    made.projectProperty()
        .subscribe(
            project ->
                stage.setTitle(
                    project == null ? Version.NAME : project.name() + " – " + Version.NAME));
    place(stage, made);
    stage.setOnCloseRequest(event -> remember(stage, made));
    stage.show();
    made.restore();
    built.begin();
    if (StudioWindow.isRehearsal()) {
      // After what the page itself has put off.
      Platform.runLater(() -> Platform.runLater(Platform::exit));
    }
  }

  private static Path home() {
    String given = System.getProperty("viseme.projects.folder");
    return given != null ? Path.of(given) : Path.of(System.getProperty("user.home"), Version.NAME);
  }

  /** Where it was when it was closed, unless that screen is gone. */
  private static void place(Stage stage, StudioModel model) {
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    Preferences.Bounds bounds = model.memory().bounds().orElse(null);
    if (bounds == null) {
      return;
    }
    boolean seen =
        !Screen.getScreensForRectangle(
                new Rectangle2D(bounds.x(), bounds.y(), bounds.width(), bounds.height()))
            .isEmpty();
    if (seen) {
      stage.setX(bounds.x());
      stage.setY(bounds.y());
      stage.setWidth(bounds.width());
      stage.setHeight(bounds.height());
      stage.setMaximized(bounds.maximized());
    }
  }

  private static void remember(Stage stage, StudioModel model) {
    Preferences.Bounds before = model.memory().bounds().orElse(null);
    model
        .memory()
        .keepBounds(
            stage.isMaximized() && before != null
                ? new Preferences.Bounds(
                    before.x(), before.y(), before.width(), before.height(), true)
                : new Preferences.Bounds(
                    stage.getX(),
                    stage.getY(),
                    stage.getWidth(),
                    stage.getHeight(),
                    stage.isMaximized()));
  }

  /** Jobs are cancelled and come to a safe place; what they did stays. */
  @Override
  public void stop() {
    if (model != null) {
      model.close();
    }
    jobs.close();
    pictures.close();
    if (shell != null) {
      shell.close();
    }
  }
}
