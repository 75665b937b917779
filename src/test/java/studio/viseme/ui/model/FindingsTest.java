package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.SharedData;
import studio.viseme.app.FaultLog;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;
import studio.viseme.media.AudioSource;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.voice.SampleScript;

/** What the checks found, as the window shows it. */
class FindingsTest {
  private static final String FINDINGS =
      """
      {"schema": 1, "findings": [
        {"id": "occlusion", "severity": "WARNING", "text": "something covers the face", "picture": null,
         "frames": [{"from": 50, "to": 75}], "measured": 0.2, "limit": 0.12, "unit": "share of the face",
         "fix": {"kind": "exclude", "frames": [{"from": 50, "to": 75}]}},
        {"id": "one-face", "severity": "PASSED", "text": "one", "picture": null, "frames": [],
         "measured": 0, "limit": 0, "unit": "share", "fix": {"kind": "none"}},
        {"id": "head-turned", "severity": "INFO", "text": "turned", "picture": null, "frames": [],
         "measured": 40, "limit": 35, "unit": "degrees", "fix": {"kind": "none"}},
        {"id": "speech", "severity": "PROBLEM", "text": "hardly any", "picture": null, "frames": [],
         "measured": 0, "limit": 0.25, "unit": "share", "fix": {"kind": "choose-track", "number": 1}}
      ]}
      """;

  @TempDir Path folder;
  private Path place;
  private StudioModel model;

  @BeforeEach
  void projectWithFindings() throws Exception {
    Path video = Files.writeString(folder.resolve("take.mp4"), "no video");
    place = folder.resolve("take.viseme");
    try (ProjectFolder project = ProjectFolder.create(place, video, Map.of())) {
      Path stage = Files.createDirectory(project.captureFolder().resolve("import-checks"));
      Files.writeString(stage.resolve("findings.json"), FINDINGS);
      project.stageFinished("import-checks", 1, "fingerprint", 1, 1);
    }
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
    model.open(place);
  }

  @Test
  void onlyThoseThatMatterAreShownTheGravestFirst() {
    assertThat(model.projectProperty().get().findings())
        .extracting(Finding::id)
        .containsExactly("speech", "occlusion");
  }

  @Test
  void aFindingTakesThePlayheadToItsFirstFrame() {
    model.capture().transport().load(new float[16_000 * 10], 16_000);
    model.capture().showFrames(finding("occlusion"));
    assertThat(model.capture().frameProperty().get()).isEqualTo(50);
    model.capture().showFrames(finding("speech"));
    assertThat(model.capture().frameProperty().get()).as("it holds for all of it").isEqualTo(50);
  }

  /** The analysis behind it fails, for the video is none; what is left out is kept all the same. */
  @Test
  void aFixIsAppliedBeforeTheAnalysis() {
    model.analysis().fix(finding("occlusion"));
    assertThat(model.desk().cards()).hasSize(1);
    assertThat(model.projectProperty().get().findings())
        .extracting(Finding::id)
        .containsExactly("speech");
  }

  @Test
  void aFixThatChangesTheImportIsKeptWithTheProject() {
    model.analysis().fix(finding("speech"));
    assertThat(ProjectFolder.view(place).manifest().options()).containsEntry("audio-track", "1");
  }

  /** Which person a video is about is chosen by a click on one of them. */
  @Test
  void aFaceIsChosenFromThoseThatWereSeen() throws Exception {
    Path refusal = Files.createDirectory(place.resolve("capture/refusal"));
    Files.writeString(
        refusal.resolve("findings.json"),
        """
        {"schema": 1, "findings": [
          {"id": "one-face", "severity": "REFUSAL", "text": "two", "picture": null, "frames": [],
           "measured": 1, "limit": 0.2, "unit": "share", "fix": {"kind": "choose-face", "number": 0, "faces": [
             {"number": 1, "box": {"x": 6, "y": 7, "width": 9, "height": 9}, "seen": 1.0, "picture": "a.png"},
             {"number": 2, "box": {"x": 30, "y": 7, "width": 9, "height": 9}, "seen": 1.0, "picture": "b.png"}]}}]}
        """);
    model.open(place);
    Finding finding = model.projectProperty().get().findings().getFirst();
    assertThat(finding.id()).isEqualTo("one-face");
    model.analysis().fix(finding, ((Fix.ChooseFace) finding.fix()).faces().get(1));
    assertThat(ProjectFolder.view(place).manifest().options()).containsEntry("face", "2");
  }

  /** The form's project is opened with the choice it needs, and nothing that was typed is lost. */
  @Test
  void aVideoOfTwoPeopleIsOpenedToChooseFrom() {
    Path video = twoPeople();
    model.create().take(video);
    model.create().nameProperty().set("duo");
    model.create().folderProperty().set(folder);
    model.create().shownProperty().set("both");
    model.create().agreedProperty().set("themselves");
    model.createProject();
    ProjectSnapshot project = model.projectProperty().get();
    assertThat(project.name()).isEqualTo("duo");
    assertThat(project.consent()).isNotNull();
    assertThat(model.pageProperty().get()).isEqualTo(Page.CAPTURE);
    Fix.ChooseFace choice = (Fix.ChooseFace) finding("one-face").fix();
    assertThat(choice.faces())
        .allSatisfy(face -> assertThat(folder.resolve("duo.viseme/" + face.picture())).exists());
    assertThat(model.create().videoProperty().get()).as("the form is done with").isNull();
  }

  private Path twoPeople() {
    var footage = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
    Path file = folder.resolve("two.mp4");
    AudioSource sound = AudioSource.of(new float[16_000 * 4], 16_000, 1);
    try (VideoReader reader = VideoReader.open(footage.get());
        VideoWriter writer = VideoWriter.withSound(file, VideoSettings.of(512, 256, 25), sound)) {
      for (int i = 0; i < 80; i++) {
        RgbImage person = reader.next().image();
        RgbImage both = new RgbImage(512, 256);
        for (int y = 0; y < 256; y++) {
          System.arraycopy(person.data(), y * 768, both.data(), y * 1536, 768);
          System.arraycopy(person.data(), y * 768, both.data(), y * 1536 + 768, 768);
        }
        writer.write(both);
      }
      writer.finish();
    }
    return file;
  }

  private Finding finding(String id) {
    return model.projectProperty().get().findings().stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
