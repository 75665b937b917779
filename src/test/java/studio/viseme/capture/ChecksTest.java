package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.FrameRange;
import studio.viseme.capture.check.Severity;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/** Findings as they lie in a project, and what applying their fixes changes. */
class ChecksTest {
  /** As {@code docs/reference/import-checks.md} has it. */
  private static final String FINDINGS =
      """
      {"schema": 1, "findings": [
        {"id": "music", "severity": "WARNING", "text": "Music seems to play", "picture": null, "frames": [],
         "measured": 0.4, "limit": 0.06, "unit": "share", "fix": {"kind": "none"}},
        {"id": "speech", "severity": "PROBLEM", "text": "Hardly any", "picture": null, "frames": [],
         "measured": 0, "limit": 0.25, "unit": "share", "fix": {"kind": "choose-track", "number": 1}},
        {"id": "occlusion", "severity": "WARNING", "text": "Something", "picture": "capture/a.png",
         "frames": [{"from": 50, "to": 75}], "measured": 0.2, "limit": 0.12, "unit": "share of the face",
         "fix": {"kind": "exclude", "frames": [{"from": 50, "to": 75}]}},
        {"id": "head-turned", "severity": "INFO", "text": "Turned", "picture": null,
         "frames": [{"from": 10, "to": 20}], "measured": 40, "limit": 35, "unit": "degrees",
         "fix": {"kind": "exclude", "frames": [{"from": 10, "to": 20}]}},
        {"id": "camera", "severity": "PROBLEM", "text": "Moved", "picture": null, "frames": [],
         "measured": 2, "limit": 0.6, "unit": "%", "fix": {"kind": "trim", "from": 1.0, "to": 90.5}},
        {"id": "one-face", "severity": "PASSED", "text": "One", "picture": null, "frames": [],
         "measured": 0, "limit": 0, "unit": "share", "fix": {"kind": "crop", "x": 1, "y": 2, "size": 512}},
        {"id": "lip-sync", "severity": "WARNING", "text": "Late", "picture": null, "frames": [],
         "measured": 2, "limit": 1, "unit": "frames", "fix": {"kind": "shift-sound", "frames": 2}}
      ]}
      """;

  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void projectWithFindings() throws IOException {
    Path video = Files.writeString(folder.resolve("take.mp4"), "pictures");
    project = ProjectFolder.create(folder.resolve("anna.viseme"), video, Map.of());
    Path stage = project.captureFolder().resolve(ImportChecksStage.NAME);
    Files.createDirectory(stage);
    Files.writeString(stage.resolve("findings.json"), FINDINGS);
    assertThat(Checks.read(project)).as("before the stage is done").isEmpty();
    project.stageFinished(ImportChecksStage.NAME, 1, "fingerprint", 1, 1);
  }

  @AfterEach
  void close() {
    project.close();
  }

  private Finding finding(String id) {
    return Checks.read(project).stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findingsAreReadBack() {
    assertThat(Checks.read(project)).hasSize(7);
    assertThat(finding("occlusion").fix())
        .isEqualTo(new Fix.Exclude(List.of(new FrameRange(50, 75))));
    assertThat(finding("music").fix().canBeApplied()).isFalse();
    assertThat(CaptureFolder.open(project).findings()).isEqualTo(Checks.read(project));
  }

  @Test
  void anExclusionIsAddedOnceAndSettlesItsFinding() {
    Exclusions.parse("9-10").write(project);
    assertThat(Checks.fix(project, "occlusion"))
        .extracting(Finding::id)
        .containsExactly("occlusion");

    Exclusions exclusions = Exclusions.read(project);
    assertThat(exclusions.cover(49)).isFalse();
    assertThat(exclusions.cover(50)).isTrue();
    assertThat(exclusions.cover(74)).isTrue();
    assertThat(exclusions.cover(75)).isFalse();
    assertThat(exclusions.cover(230)).as("what was excluded before").isTrue();
    assertThat(finding("occlusion").severity()).isEqualTo(Severity.INFO);
    assertThat(finding("occlusion").fix().canBeApplied()).isFalse();
    assertThat(finding("head-turned").fix().canBeApplied()).isTrue();
    assertThatThrownBy(() -> Checks.fix(project, "occlusion")).hasMessageContaining("occlusion");
    assertThat(exclusions.and(exclusions.ranges())).isEqualTo(exclusions);
  }

  @Test
  void whatChangesTheImportMakesItStale() {
    Checks.fix(project, "speech, camera,one-face");

    assertThat(project.manifest().options())
        .containsEntry("audio-track", "1")
        .containsEntry("range", "1.0-90.5")
        .containsEntry("crop", "1,2,512");
    ImportOptions options = ImportOptions.of(project);
    assertThat(options.audioTrack()).isEqualTo(1);
    assertThat(options.range()).contains(new ImportOptions.Range(1, 90.5));
    assertThat(new ImportStage().parameters(project)).containsKeys("audio-track", "range", "crop");
  }

  private static final String REFUSAL =
      """
      {"schema": 1, "findings": [
        {"id": "one-face", "severity": "REFUSAL", "text": "More than one", "picture": "capture/refusal/one-face.png",
         "frames": [{"from": 0, "to": 80}], "measured": 1.0, "limit": 0.2, "unit": "share",
         "fix": {"kind": "choose-face", "number": 0, "faces": [
           {"number": 1, "box": {"x": 60, "y": 70, "width": 90, "height": 90}, "seen": 1.0, "picture": "capture/refusal/face-1.png"},
           {"number": 2, "box": {"x": 300, "y": 70, "width": 90, "height": 90}, "seen": 0.9, "picture": "capture/refusal/face-2.png"}]}}
      ]}
      """;

  /** What the import was refused for comes first, and one must be chosen to go on. */
  @Test
  void ofSeveralFacesOneIsChosen() throws IOException {
    Path refusal = Files.createDirectory(project.captureFolder().resolve("refusal"));
    Files.writeString(refusal.resolve("findings.json"), REFUSAL);
    Finding finding = Checks.read(project).getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.REFUSAL);
    assertThat(finding.fix().isComplete()).isFalse();
    assertThat(((Fix.ChooseFace) finding.fix()).faces())
        .extracting(face -> face.box().x())
        .containsExactly(60, 300);
    for (String unclear : List.of("one-face", "one-face=0", "one-face=3", "one-face=her")) {
      assertThatThrownBy(() -> Checks.fix(project, unclear))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.USAGE))
          .hasMessageContaining("one-face=N");
    }
    assertThatThrownBy(() -> Checks.fix(project, "speech=2")).hasMessageContaining("no choice");
    assertThat(project.manifest().options()).isEmpty();
    assertThat(Checks.fix(project, Checks.ALL)).extracting(Finding::id).doesNotContain("one-face");
    assertThat(project.option("face")).isEmpty();

    Checks.fix(project, "one-face=right");
    assertThat(project.option("face")).hasValue("2");
    assertThat(ImportOptions.of(project).face()).contains(new FaceChoice.Numbered(2));
    Checks.fix(project, "one-face=1");
    assertThat(project.option("face")).hasValue("1");
  }

  @Test
  void allAreThoseThatAreTold() {
    assertThat(Checks.fix(project, Checks.ALL))
        .extracting(Finding::id)
        .containsExactly("speech", "occlusion", "camera", "lip-sync");
    assertThat(project.option("crop")).isEmpty();
    assertThat(Exclusions.read(project).cover(15)).isFalse();
  }

  @Test
  void whatIsNotThereOrOffersNothingChangesNothing() {
    for (String wanted : List.of("speech,nonsense", "speech,music", "")) {
      assertThatThrownBy(() -> Checks.fix(project, wanted))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.USAGE))
          .hasMessageContaining("--fix");
    }
    assertThat(project.manifest().options()).isEmpty();
  }

  @Test
  void damagedFindingsAreOneLine() throws IOException {
    Path file = project.captureFolder().resolve(ImportChecksStage.NAME).resolve("findings.json");
    for (String bad : List.of("{", FINDINGS.replace("none", "format-disk"), "[]")) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> Checks.read(project))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.INPUT));
    }
  }

  @Test
  void soundIsMovedOnceHoweverOftenItIsAskedFor() {
    assertThat(SoundShift.read(project).frames()).isZero();
    Checks.fix(project, "lip-sync");
    Checks.fix(project, "lip-sync");
    assertThat(SoundShift.read(project).frames()).isEqualTo(2);
  }
}
