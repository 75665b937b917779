package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.app.FaultLog;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.store.FileTree;

/** What a user, another program or a fault of ours does to the window, and what it makes of it. */
class SurvivalTest {
  @TempDir Path folder;
  private Path place;
  private StudioModel model;

  @BeforeEach
  void projectOnDisk() throws Exception {
    Path video = Files.writeString(folder.resolve("take.mp4"), "no video");
    place = folder.resolve("take.viseme");
    ProjectFolder.create(place, video, Map.of()).close();
    model =
        new StudioModel(
            new StudioModel.Parts(
                TaskExecutor.sameThread(),
                TaskExecutor.sameThread(),
                new FakeSound(),
                new PreferenceFile(folder.resolve("window.json")),
                new FaultLog(folder.resolve("log")),
                Workers.sameThread(),
                folder.resolve("home"),
                SampleScript.bundled("dub")));
  }

  @Test
  void withoutAProjectEveryOrderIsHarmless() {
    assertThatCode(
            () -> {
              for (Page page : Page.values()) {
                model.go(page);
              }
              model.analysis().start();
              model.startTraining(false);
              model.startDub();
              model.watch(
                  new ExportRecord("exports/none.mp4", "none", "00", "2026-01-01T00:00:00Z"));
              model.capture().step(1);
              model.capture().showStage("depth");
              model.direct().yawProperty().set(20);
              model.direct().listenTo(null);
              model.direct().keep();
              model.dub().film().transport().toggle();
              model.closeProject();
              model.pulse();
            })
        .doesNotThrowAnyException();
    assertThat(model.desk().cards()).isEmpty();
    assertThat(model.problemProperty().get()).isNull();
    assertThat(model.pageProperty().get()).isEqualTo(Page.START);
  }

  @Test
  void aProjectThatIsDeletedUnderItIsClosedAndSaysWhy() throws Exception {
    model.open(place);
    model.go(Page.TRAIN);
    FileTree.delete(place);
    model.analysis().start();
    JobCard card = model.desk().cards().getFirst();
    assertThat(card.state()).isEqualTo(JobState.FAILED);
    assertThat(card.problemProperty().get().what()).contains("no such project");
    assertThat(model.projectProperty().get()).isNull();
    assertThat(model.pageProperty().get()).isEqualTo(Page.START);
    assertThat(model.problemProperty().get().what()).contains("no such project");
    assertThat(place).as("nothing is made again").doesNotExist();
  }

  @Test
  void aJobThatEndsBadlyIsFollowedByALookAtTheProject() throws Exception {
    model.open(place);
    ProjectSnapshot before = model.projectProperty().get();
    model.startTraining(false);
    assertThat(model.desk().cards().getFirst().state()).isEqualTo(JobState.FAILED);
    assertThat(model.projectProperty().get()).isNotNull().isNotSameAs(before);
    FileTree.delete(place);
    model.startTraining(false);
    assertThat(model.projectProperty().get()).isNull();
  }

  @Test
  void aProjectThatAnotherProgramWorksInCanBeLookedAt() {
    try (ProjectFolder other = ProjectFolder.open(place)) {
      model.open(place);
      assertThat(model.projectProperty().get().name()).isEqualTo("take");
      model.analysis().start();
      JobCard card = model.desk().cards().getFirst();
      assertThat(card.state()).isEqualTo(JobState.FAILED);
      assertThat(card.problemProperty().get().what()).contains("in use");
      assertThat(card.problemProperty().get().remedy()).isNotBlank();
      assertThat(model.projectProperty().get()).as("it stays open").isNotNull();
      assertThat(other.manifest().source()).isNotNull();
    }
  }

  @Test
  void aBrokenProjectIsNotOpened() throws Exception {
    model.open(place);
    Path broken = folder.resolve("broken.viseme");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("project.json"), "{\"schema\": 1, \"sour");
    model.open(broken);
    assertThat(model.problemProperty().get().where()).contains("broken.viseme");
    assertThat(model.projectProperty().get().name()).as("what was open").isEqualTo("take");
    assertThat(model.memory().recent()).doesNotContain(broken.toString());
  }

  @Test
  void aManifestThatBreaksUnderItIsToldAndWhatWasKnownStays() throws Exception {
    model.open(place);
    Files.writeString(place.resolve("project.json"), "{");
    model.analysis().start();
    assertThat(model.desk().cards().getFirst().state()).isEqualTo(JobState.FAILED);
    assertThat(model.problemProperty().get().where()).contains("project.json");
    assertThat(model.projectProperty().get().name()).isEqualTo("take");
    model.closeProject();
    model.open(place);
    assertThat(model.projectProperty().get()).isNull();
    assertThat(model.pageProperty().get()).isEqualTo(Page.START);
  }

  @Test
  void aProjectThatIsGoneIsNotOpenedAgainAtTheNextStart() throws Exception {
    model.open(place);
    model.close();
    FileTree.delete(place);
    assertThatCode(model::restore).doesNotThrowAnyException();
    assertThat(model.problemProperty().get()).isNull();
  }

  @Test
  void aFaultBehindAPictureIsToldAndTheNextPictureComes() {
    List<Throwable> faults = new ArrayList<>();
    List<Integer> pictures = new ArrayList<>();
    TaskExecutor careful = new CarefulExecutor(TaskExecutor.sameThread(), faults::add);
    Latest<Integer> latest =
        new Latest<>(
            careful,
            number -> {
              if (number == 1) {
                throw new IllegalStateException("bug");
              }
              pictures.add(number);
            });
    latest.offer(1);
    latest.offer(2);
    assertThat(faults).hasSize(1);
    assertThat(pictures).containsExactly(2);
    assertThat(latest.isIdle()).isTrue();
  }
}
