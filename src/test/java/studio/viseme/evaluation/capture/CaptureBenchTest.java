package studio.viseme.evaluation.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;

/** The whole way once, on the shortest clip that can be imported. */
class CaptureBenchTest {
  @TempDir Path folder;

  @Test
  void aPresenterIsFilmedAnalysedAndMeasured() {
    List<ClipResult> results;
    try (Workers workers = Workers.ofMachine()) {
      results = new CaptureBench(folder, JobContext.silent(workers)).presenters(14, 1, 3);
    }
    ClipResult clip = results.getFirst();
    assertThat(clip.frames()).isEqualTo(75);
    assertThat(figure(clip, CaptureFigure.LOST)).isZero();
    assertThat(figure(clip, CaptureFigure.CUTS_INVENTED)).isZero();
    assertThat(figure(clip, CaptureFigure.LANDMARKS_RAW)).isBetween(0.3, 5.0);
    assertThat(figure(clip, CaptureFigure.LANDMARKS))
        .isLessThan(figure(clip, CaptureFigure.LANDMARKS_RAW));
    assertThat(figure(clip, CaptureFigure.ROTATION)).isBetween(0.01, 3.0);
    assertThat(figure(clip, CaptureFigure.IOU_HEAD)).isBetween(0.6, 0.999);
    assertThat(figure(clip, CaptureFigure.DEPTH_FACE)).isBetween(0.1, 10.0);
    assertThat(figure(clip, CaptureFigure.KLT_X)).isBetween(0.01, 2.0);
    assertThat(clip.costs()).extracting(StageCost::stage).contains("import", "pose", "parsing");

    CaptureReport report = new CaptureReport(results);
    JsonNode json = report.toJson();
    assertThat(json.at("/clips/0/figures/iouHead").isNumber()).isTrue();
    assertThat(json.at("/goals/iouHead/atLeast").asDouble()).isEqualTo(0.96);
    assertThat(json.at("/mean/rotationDeg").isNumber()).isTrue();
    assertThat(report.table()).anyMatch(line -> line.startsWith("IoU head "));
  }

  private static double figure(ClipResult clip, CaptureFigure figure) {
    return clip.figures().get(figure).orElseThrow();
  }
}
