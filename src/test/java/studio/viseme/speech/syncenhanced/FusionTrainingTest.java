package studio.viseme.speech.syncenhanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobException;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;
import studio.viseme.testing.CutOff;

class FusionTrainingTest {
  private static final FakeSources FILM = new FakeSources(200, 3);
  private static final int[] FRAMES = IntStream.range(0, 200).toArray();

  private static FusionSettings settings(int steps) {
    return new FusionSettings(Fusion.FULL, steps, 16, 2e-3, 0.1, 5);
  }

  private static FusionTraining training(Engine engine, FusionSettings settings) {
    return new FusionTraining(
        engine, settings, FILM.text, FILM.visual, FRAMES, FILM.mouths, new float[] {0.5f, 0.5f});
  }

  @Test
  void theLossFalls() {
    double[] losses = new double[60];
    Pattern number = Pattern.compile("loss ([0-9.]+)");
    JobContext watched =
        new JobContext(
            message -> {
              if (message instanceof JobMessage.TaskProgressed told) {
                Matcher loss = number.matcher(told.detail());
                if (loss.find()) {
                  losses[(int) told.done() - 1] = Double.parseDouble(loss.group(1));
                }
              }
            },
            new JobControl(),
            Workers.sameThread(),
            Duration.ZERO);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        FusionTraining training = training(engine, settings(losses.length))) {
      training.run(watched, null);
    }
    double first = Arrays.stream(losses, 0, 10).average().orElseThrow();
    double last = Arrays.stream(losses, 50, 60).average().orElseThrow();
    assertThat(last).isLessThan(0.6 * first);
  }

  @Test
  void aRunThatWasCutOffEndsWithTheSameBits(@TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    FusionSettings settings = settings(8);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        FusionTraining training = training(engine, settings)) {
      assertThatThrownBy(() -> training.run(CutOff.at(5), checkpoint))
          .isInstanceOf(JobCancelledException.class);
    }
    assertThat(Files.isRegularFile(checkpoint)).isTrue();
    try (Workers workers = Workers.of(3);
        Engine engine = Engines.cpu(workers);
        FusionTraining resumed = training(engine, settings);
        FusionTraining whole = training(engine, settings)) {
      FusionModel again = resumed.run(JobContext.silent(), checkpoint);
      FusionModel once = whole.run(JobContext.silent(), null);
      assertThat(Arrays.mismatch(again.parameters(), once.parameters())).isEqualTo(-1);
    }
  }

  @Test
  void aFileGivesTheSameModel(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.safetensors");
    FusionModel model;
    try (Engine engine = Engines.cpu(Workers.sameThread());
        FusionTraining training = training(engine, settings(1))) {
      model = training.run(JobContext.silent(), null);
    }
    model.write(file);
    FusionModel read = FusionModel.read(file, FakeSources.TEXT, FakeSources.VISUAL);
    assertThat(Arrays.equals(read.parameters(), model.parameters())).isTrue();
    assertThat(read.text()).isEqualTo(model.text());
    assertThat(read.visual()).isEqualTo(model.visual());
    assertThat(read.cost()).isEqualTo(model.cost());
    assertThatThrownBy(() -> FusionModel.read(file, FakeSources.TEXT + 1, FakeSources.VISUAL))
        .isInstanceOf(JobException.class);
  }
}
