package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.app.FaultLog;
import studio.viseme.job.Workers;
import studio.viseme.media.FilmFormat;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.voice.SampleScript;

/** Everything on one thread and without a toolkit. */
class StudioModelTest {
  @TempDir Path folder;

  @Test
  void withoutAProjectOnlyTheStartPageIsSeen() {
    StudioModel model = model();
    model.go(Page.TRAIN);
    assertThat(model.pageProperty().get()).isEqualTo(Page.START);
  }

  @Test
  void anOpenProjectIsFoundAgainAfterARestart() throws Exception {
    Path project = project("talk");
    StudioModel model = model();
    model.open(project);
    assertThat(model.pageProperty().get()).isEqualTo(Page.CAPTURE);
    model.go(Page.DUB);
    model.memory().trayOpenProperty().set(true);
    model.close();

    StudioModel again = model();
    again.restore();
    assertThat(again.projectProperty().get().name()).isEqualTo("talk");
    assertThat(again.pageProperty().get()).isEqualTo(Page.DUB);
    assertThat(again.memory().trayOpenProperty().get()).isTrue();
    assertThat(again.memory().recent()).containsExactly(project.toString());
    again.closeProject();

    StudioModel closed = model();
    closed.restore();
    assertThat(closed.projectProperty().get()).isNull();
    assertThat(closed.memory().recent()).containsExactly(project.toString());
  }

  @Test
  void aFolderThatIsNoProjectIsToldInWords() {
    StudioModel model = model();
    model.open(folder.resolve("gone.viseme"));
    assertThat(model.problemProperty().get().what()).contains("no such project");
    model.dismissProblem();
    assertThat(model.problemProperty().get()).isNull();
  }

  @Test
  void aNewProjectShowsEveryStageAsMissing() throws Exception {
    StudioModel model = model();
    model.open(project("talk"));
    ProjectSnapshot project = model.projectProperty().get();
    assertThat(project.stages()).hasSizeGreaterThan(5).noneMatch(stage -> stage.isUpToDate());
    assertThat(project.isAnalyzed()).isFalse();
    assertThat(model.capture().sceneProperty().get()).isNull();
    assertThat(model.direct().avatarProperty().get()).isNull();
  }

  @Test
  void aFileThatIsNoVideoIsRefusedInTheForm() throws Exception {
    StudioModel model = model();
    model.drop(Files.writeString(folder.resolve("talk.mp4"), "no video"));
    model.create().shownProperty().set("nobody");
    model.create().agreedProperty().set("nobody");
    assertThat(model.create().problemProperty().get().what()).isNotBlank();
    model.createProject();
    assertThat(model.create().jobProperty().get()).as("nothing is begun").isNull();
    assertThat(model.projectProperty().get()).isNull();
    assertThat(folder.resolve("home/talk.viseme")).doesNotExist();
  }

  @Test
  void whatIsDroppedGoesWhereThePageNeedsIt() throws Exception {
    StudioModel model = model();
    Path sound = folder.resolve("speech.wav");
    model.drop(project("talk"));
    assertThat(model.projectProperty().get().name()).isEqualTo("talk");
    model.go(Page.DUB);
    model.drop(sound);
    assertThat(model.dub().audioProperty().get()).isEqualTo(sound);
    model.go(Page.CAPTURE);
    model.drop(folder.resolve("other.mp4"));
    assertThat(model.pageProperty().get()).isEqualTo(Page.START);
    assertThat(model.create().nameProperty().get()).isEqualTo("other");
  }

  @Test
  void aFilmGetsANameThatIsFree() throws Exception {
    Path speech = Path.of("hello.wav");
    assertThat(DubModel.freeName(folder, speech, FilmFormat.MP4)).hasFileName("hello.mp4");
    Files.createFile(folder.resolve("hello.mp4"));
    assertThat(DubModel.freeName(folder, speech, FilmFormat.MP4)).hasFileName("hello-2.mp4");
    assertThat(DubModel.freeName(folder, speech, FilmFormat.MOV_WITH_ALPHA))
        .hasFileName("hello.mov");
  }

  private Path project(String name) throws Exception {
    Path video = Files.writeString(folder.resolve(name + "-source.mp4"), "not looked at yet");
    Path project = folder.resolve(name + ".viseme");
    ProjectFolder.create(project, video, Map.of()).close();
    return project;
  }

  private StudioModel model() {
    return new StudioModel(
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
}
