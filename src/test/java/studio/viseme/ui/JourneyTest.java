package studio.viseme.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import studio.viseme.app.FaultLog;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.JobState;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.PreferenceFile;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.SoundOutput;
import studio.viseme.ui.model.StudioModel;

/**
 * The whole path by clicks and keys: the sample is rendered, analysed, trained for a few steps,
 * scrubbed and dubbed. On the toolkit's own headless platform.
 */
@ExtendWith(ApplicationExtension.class)
class JourneyTest {
  private static final int PATIENCE_SECONDS = 400;
  private static final SampleScript SHORT =
      new SampleScript("Short", 186, 1.1, SampleScript.bundled("dub").sentences().subList(0, 2));

  @TempDir static Path folder;

  private final FxExecutor pictures = FxExecutor.sideBySide();
  private final FxExecutor jobs = FxExecutor.oneByOne();
  private StudioModel model;
  private Shell shell;

  @BeforeAll
  static void haveTheSamePatienceWithTheToolkit() {
    FxToolkit.toolkitContext().setLaunchTimeoutInMillis(1000 * PATIENCE_SECONDS);
    FxToolkit.toolkitContext().setSetupTimeoutInMillis(1000 * PATIENCE_SECONDS);
  }

  @Start
  void open(Stage stage) {
    model =
        new StudioModel(
            new StudioModel.Parts(
                pictures,
                jobs,
                SoundOutput.ofMachine(),
                new PreferenceFile(folder.resolve("window.json")),
                new FaultLog(folder.resolve("log")),
                Workers.ofMachine(),
                folder.resolve("home"),
                SHORT));
    shell = new Shell(model, new Chosen());
    Scene scene = new Scene(shell.root(), 990, 900);
    Look.follow(scene, model.memory().themeProperty());
    shell.installShortcuts(scene);
    stage.setScene(scene);
    stage.show();
    shell.begin();
  }

  @AfterEach
  void close() {
    WaitForAsyncUtils.asyncFx(() -> shell.close());
    WaitForAsyncUtils.waitForFxEvents();
    model.close();
    jobs.close();
    pictures.close();
  }

  @Test
  void fromTheSampleToAFilm(FxRobot robot) throws TimeoutException {
    assertThat(shell.actions().table())
        .as("keys that the toolkit knows by their codes")
        .extracting(Action::shortcut)
        .allMatch(keys -> keys == null || keys instanceof KeyCodeCombination);
    robot.clickOn("#action-sample");
    await("the sample is open", () -> project() != null);
    await("a frame is seen", () -> shell.viewport().framesShown() > 0);
    assertThat(model.pageProperty().get()).isEqualTo(Page.CAPTURE);

    robot.push(KeyCode.CONTROL, KeyCode.R);
    await("everything is analysed", () -> project().isAnalyzed() && isIdle());
    long before = shell.viewport().framesShown();
    robot.clickOn("#rail-parsing");
    await("regions are shown", () -> shell.viewport().framesShown() > before);
    assertThat(model.capture().masksProperty().get()).isTrue();

    robot.clickOn("#rail-train");
    robot.doubleClickOn("#train-steps .text-field").write("30").push(KeyCode.ENTER);
    robot.clickOn(".inspector #action-train");
    await("an avatar is finished", () -> !project().finishedAvatars().isEmpty() && isIdle());
    assertThat(model.train().stepProperty().get()).isEqualTo(30);
    assertThat(model.train().sceneProperty().get()).as("the avatar beside the frame").isNotNull();

    robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
    await(
        "the avatar is seen",
        () ->
            model.pageProperty().get() == Page.DIRECT
                && model.direct().sceneProperty().get() != null);
    RgbImage closed = picture();
    robot.clickOn("#waveform");
    await(
        "the mouth follows",
        () -> model.direct().transport().position() > 1 && picture() != closed);
    double middle = model.direct().transport().position();
    robot.push(KeyCode.RIGHT);
    assertThat(model.direct().transport().position()).isGreaterThan(middle);
    RgbImage straight = picture();
    robot.clickOn("#direct-yaw");
    robot.push(KeyCode.RIGHT);
    await("the head turns", () -> model.direct().yawProperty().get() > 0 && picture() != straight);
    robot.clickOn("#direct-keep");
    await("the picture is kept", () -> model.direct().keptProperty().get() != null);
    assertThat(Png.read(model.direct().keptProperty().get()).data()).isEqualTo(picture().data());

    robot.push(KeyCode.CONTROL, KeyCode.DIGIT5);
    robot.clickOn("#dub-choose");
    robot.push(KeyCode.CONTROL, KeyCode.D);
    await("a film is made", () -> !project().exports().isEmpty() && isIdle());
    await("the film is seen", () -> model.dub().film().sceneProperty().get() != null);
    assertThat(model.dub().film().fileProperty().get()).hasFileName("hello.mp4").exists();
    assertThat(model.desk().cards()).allMatch(card -> card.state() == JobState.DONE);
  }

  private RgbImage picture() {
    return model.direct().sceneProperty().get().picture().color();
  }

  private ProjectSnapshot project() {
    return model.projectProperty().get();
  }

  private boolean isIdle() {
    return model.desk().cards().stream().allMatch(card -> card.state().isOver());
  }

  /** Waits; a job that failed says so at once. */
  private void await(String what, BooleanSupplier reached) throws TimeoutException {
    try {
      WaitForAsyncUtils.waitFor(
          PATIENCE_SECONDS,
          TimeUnit.SECONDS,
          () ->
              WaitForAsyncUtils.waitForAsyncFx(
                  60_000,
                  () -> {
                    List<JobCard> failed =
                        model.desk().cards().stream()
                            .filter(card -> card.state() == JobState.FAILED)
                            .toList();
                    assertThat(failed).extracting(card -> card.problemProperty().get()).isEmpty();
                    return reached.getAsBoolean();
                  }));
    } catch (TimeoutException e) {
      throw new TimeoutException(what + " after " + PATIENCE_SECONDS + " s");
    }
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** What a user would choose in the system's dialogs, which a headless toolkit hasn't got. */
  private static final class Chosen implements Dialogs {
    @Override
    public Optional<Path> video() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> audio() {
      return Optional.of(hum(folder.resolve("hello.wav")));
    }

    @Override
    public Optional<Path> picture() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> project() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> folder() {
      return Optional.empty();
    }

    /** A second of a hum that swells, 16-bit mono. */
    private static Path hum(Path file) {
      int rate = 16_000;
      ByteBuffer wav = ByteBuffer.allocate(44 + 2 * rate).order(ByteOrder.LITTLE_ENDIAN);
      wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * rate);
      wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
      wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
      wav.putShort((short) 2).putShort((short) 16);
      wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * rate);
      for (int i = 0; i < rate; i++) {
        double swell = Math.sin(Math.PI * i / rate);
        wav.putShort((short) (8000 * swell * Math.sin(2 * Math.PI * 220 * i / rate)));
      }
      try {
        return Files.write(file, wav.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
