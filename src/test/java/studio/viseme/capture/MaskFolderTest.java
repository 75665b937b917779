package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Png;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

class MaskFolderTest {
  private static final ClipInfo CLIP =
      new ClipInfo(32, 32, 40, 100, 60, 25, new Rectangle(20, 10, 40, 40), 25_600);

  @TempDir Path temporary;
  private ProjectFolder project;
  private Path masks;

  @BeforeEach
  void make() throws IOException {
    Path video = temporary.resolve("video.mp4");
    Files.writeString(video, "a video");
    project = ProjectFolder.create(temporary.resolve("p.viseme"), video, Map.of());
    masks = Files.createDirectories(temporary.resolve("masks"));
  }

  @AfterEach
  void close() {
    project.close();
  }

  @Test
  void framesWithoutAMaskKeepTheirOwn() {
    put("person", "7.png", filled(32, 32, 255));
    put("person", "000011.png", filled(32, 32, 0));
    MaskFolder.take(project, masks.toString());
    MaskFolder kept = MaskFolder.of(project).orElseThrow();
    kept.check(CLIP);
    Parsing own = own();
    assertThat(kept.frames()).isEqualTo(2);
    assertThat(kept.over(own, 8, CLIP)).isEqualTo(own);
    assertThat(kept.over(own, 7, CLIP).person().get(0, 0)).isEqualTo(255);
    assertThat(kept.over(own, 11, CLIP).labels().get(16, 16))
        .isEqualTo(FaceRegion.BACKGROUND.code());
  }

  @Test
  void masksOfTheSourcesSizeAreCutToTheClip() {
    GrayImage labels = filled(100, 60, 0);
    for (int y = 10; y < 50; y++) {
      for (int x = 20; x < 40; x++) {
        labels.set(x, y, FaceRegion.TORSO.code());
      }
    }
    put("labels", "0.png", labels);
    MaskFolder.take(project, masks.toString());
    Parsing merged = MaskFolder.of(project).orElseThrow().over(own(), 0, CLIP);
    assertThat(merged.labels().width()).isEqualTo(32);
    assertThat(merged.labels().get(15, 5)).isEqualTo(FaceRegion.TORSO.code());
    assertThat(merged.labels().get(16, 5)).isEqualTo(FaceRegion.BACKGROUND.code());
  }

  @Test
  void theFingerprintFollowsTheMasks() {
    assertThat(new ParsingStage().parameters(project)).isEmpty();
    put("head", "3.png", filled(32, 32, 0));
    MaskFolder.take(project, masks.toString());
    Map<String, String> first = new ParsingStage().parameters(project);
    MaskFolder.take(project, masks.toString());
    assertThat(new ParsingStage().parameters(project)).isEqualTo(first);
    put("head", "3.png", filled(32, 32, 255));
    assertThat(new ParsingStage().parameters(project)).as("the project's copy").isEqualTo(first);
    MaskFolder.take(project, masks.toString());
    assertThat(new ParsingStage().parameters(project)).isNotEqualTo(first);
    MaskFolder.take(project, "none");
    assertThat(new ParsingStage().parameters(project)).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsOneLineAndLeavesWhatWasThere() {
    put("head", "3.png", filled(32, 32, 0));
    MaskFolder.take(project, masks.toString());
    Map<String, String> before = new ParsingStage().parameters(project);
    refused(temporary.resolve("nowhere"), "There is no folder of masks");
    refused(temporary, "The folder has no masks");
    put("head", "mask_3.png", filled(32, 32, 0));
    refused(masks, "A mask must be named by its frame");
    assertThat(new ParsingStage().parameters(project)).isEqualTo(before);
  }

  @Test
  void wrongSizesCodesAndFramesAreNamed() {
    put("person", "1.png", filled(31, 32, 0));
    put("labels", "2.png", filled(32, 32, 9));
    put("head", "40.png", filled(32, 32, 0));
    MaskFolder.take(project, masks.toString());
    MaskFolder kept = MaskFolder.of(project).orElseThrow();
    assertThatThrownBy(() -> kept.check(CLIP))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("a mask of frame 40, and the clip's last is 39");
    assertThatThrownBy(() -> kept.over(own(), 1, CLIP))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("31 x 32");
    assertThatThrownBy(() -> kept.over(own(), 2, CLIP))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("holds 9");
  }

  private void refused(Path folder, String words) {
    assertThatThrownBy(() -> MaskFolder.take(project, folder.toString()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(words);
  }

  private void put(String kind, String name, GrayImage mask) {
    try {
      Files.createDirectories(masks.resolve(kind));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Png.write(masks.resolve(kind).resolve(name), mask);
  }

  private static GrayImage filled(int width, int height, int value) {
    GrayImage out = new GrayImage(width, height);
    Arrays.fill(out.data(), (byte) value);
    return out;
  }

  private static Parsing own() {
    return new Parsing(
        filled(32, 32, FaceRegion.HEAD_SKIN.code()), filled(32, 32, 255), filled(32, 32, 255));
  }
}
