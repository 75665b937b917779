package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.media.AudioFile;
import studio.viseme.media.VideoFrame;
import studio.viseme.media.VideoReader;
import studio.viseme.sample.voice.FormantSynthesizer;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.store.SafeTensors;

class SampleRenderTest {
  private static final SampleScript WORD =
      new SampleScript(
          "A word", 180, 1.6, List.of(new SampleScript.Sentence("Mama.", "M AA1 M AH0")));

  @Test
  void theFilmItsVoiceAndItsTruthBelongTogether(@TempDir Path folder) {
    SamplePresenter.render(WORD, 3, folder, JobContext.silent());
    SamplePresenter presenter = new SamplePresenter(WORD, 3);

    int frames = 0;
    try (VideoReader reader = VideoReader.open(folder.resolve("presenter.mp4"))) {
      for (VideoFrame frame = reader.next(); frame != null; frame = reader.next()) {
        if (frames == 12) {
          assertThat(psnr(frame.image(), presenter.frame(12 / SamplePresenter.FPS).picture()))
              .isGreaterThan(36);
        }
        frames++;
      }
    }
    assertThat(frames).isEqualTo(presenter.frames());

    float[] heard = AudioFile.read(folder.resolve("presenter.mp4"));
    assertThat(heard.length / 16_000.0).isCloseTo(presenter.duration(), within(0.15));

    SafeTensors truth = SafeTensors.read(folder.resolve("truth/truth.safetensors"));
    assertThat(truth.shape("landmarks")).containsExactly(frames, 478, 3);
    assertThat(truth.floats("landmarks", 12L * 478 * 3, 478 * 3))
        .isEqualTo(presenter.frame(12 / SamplePresenter.FPS).truth().landmarks());
    assertThat(folder.resolve("truth/truth.json")).content().contains("\"AA\"");

    float[] dub = AudioFile.read(folder.resolve("dub.wav"));
    assertThat(dub.length)
        .isEqualTo(FormantSynthesizer.speak(SampleScript.bundled("dub"), 3).length);
  }

  private static double psnr(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      double d = (a.data()[i] & 0xff) - (b.data()[i] & 0xff);
      sum += d * d;
    }
    return 10 * Math.log10(255 * 255 / (sum / a.data().length));
  }
}
