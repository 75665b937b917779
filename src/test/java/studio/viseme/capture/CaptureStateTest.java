package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.Rectangle;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Json;

/** What an avatar was trained on, against what there is now. */
class CaptureStateTest {
  private static final int FRAMES = 400;

  @TempDir Path folder;
  private ProjectFolder project;
  private Map<String, String> trained;

  @BeforeEach
  void anAnalysedProject() throws IOException {
    Path video = Files.writeString(folder.resolve("take.mp4"), "pictures");
    project = ProjectFolder.create(folder.resolve("anna.viseme"), video, Map.of());
    assertThat(CaptureState.of(project)).as("before anything is known").isEmpty();
    Path imported = Files.createDirectory(project.captureFolder().resolve(ImportStage.NAME));
    Json.write(
        imported.resolve(ImportStage.CLIP),
        new ClipInfo(64, 64, FRAMES, 64, 64, 25, new Rectangle(0, 0, 64, 64), FRAMES * 640L));
    for (String stage : CaptureStages.names()) {
      finished(stage, "1");
    }
    trained = CaptureState.of(project);
  }

  @AfterEach
  void close() {
    project.close();
  }

  private void finished(String stage, String fingerprint) {
    project.stageFinished(stage, 1, stage + fingerprint, 1, 1);
  }

  private List<String> changes() {
    return CaptureState.changes(trained, CaptureState.of(project));
  }

  @Test
  void theSameFoundAgainChangesNothing() {
    for (String stage : CaptureStages.names()) {
      finished(stage, "1");
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void whatFollowsFromAnotherChangeIsNotTold() {
    for (String stage : CaptureStages.names()) {
      finished(stage, "2");
    }
    Exclusions.parse("1-2").write(project);
    assertThat(changes()).containsExactly("the clip was imported anew");
  }

  @Test
  void changesSideBySideAreToldBoth() {
    finished(ParsingStage.NAME, "2");
    finished(DepthStage.NAME, "2");
    finished(SpeechStage.NAME, "2");
    assertThat(changes()).containsExactly("the speech was listened to anew", "the masks changed");
  }

  @Test
  void checksTeachNothing() {
    finished(ImportChecksStage.NAME, "2");
    finished(TrackingChecksStage.NAME, "2");
    assertThat(changes()).isEmpty();
  }

  /** Frames count, and not how they were asked for; held-out ones are never learned from. */
  @Test
  void exclusionsCountByTheirFrames() {
    Exclusions.parse("1-2").write(project);
    assertThat(changes()).containsExactly("other seconds were left out");
    trained = CaptureState.of(project);
    Exclusions.parse("1.5-2,1-1.6").write(project);
    assertThat(changes()).isEmpty();
    Exclusions.parse("1-2,15-16").write(project);
    assertThat(changes()).as("the last tenth").isEmpty();
    Exclusions.parse("1-3").write(project);
    assertThat(changes()).hasSize(1);
  }

  @Test
  void whatNobodyRecordedIsNoChange() {
    finished(PoseStage.NAME, "2");
    assertThat(CaptureState.changes(Map.of(), CaptureState.of(project))).isEmpty();
    Map<String, String> partly = new HashMap<>(trained);
    partly.remove(PoseStage.NAME);
    assertThat(CaptureState.changes(partly, CaptureState.of(project))).isEmpty();
    assertThat(changes()).containsExactly("the head was tracked anew");
  }
}
