package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioTest {
  @TempDir Path folder;

  @Test
  void aWavOfAnyRateAndChannelsBecomesMonoSpeech() throws IOException {
    for (int rate : new int[] {8_000, 16_000, 22_050, 44_100, 48_000, 96_000}) {
      for (int channels : new int[] {1, 2}) {
        float[] speech =
            AudioFile.read(
                wav("a" + rate + channels, TestFilms.tone(1, rate, channels), rate, channels));
        assertThat(speech.length).as("%d Hz", rate).isCloseTo(16_000, within(2));
        assertThat(error(speech, TestFilms.tone(1, 16_000, 1), 500, 15_000))
            .as("%d Hz", rate)
            .isLessThan(0.01);
      }
    }
  }

  @Test
  void theOriginalQualityIsThereForTheFilm() throws IOException {
    try (AudioReader reader =
        AudioReader.open(wav("hifi", TestFilms.tone(1, 48_000, 2), 48_000, 2))) {
      assertThat(reader.sampleRate()).isEqualTo(48_000);
      assertThat(reader.channels()).isEqualTo(2);
      float[] all = AudioFile.readAll(reader);
      assertThat(all).hasSize(96_000);
      assertThat(error(all, TestFilms.tone(1, 48_000, 2), 0, 96_000)).isLessThan(1e-4);
    }
  }

  @Test
  void soundStaysWithThePictureThroughAWholeFilm() {
    float[] clicks = new float[48_000 * 4];
    for (int second = 0; second < 4; second++) {
      clicks[second * 48_000 + 24_000] = 1;
    }
    Path film =
        TestFilms.write(
            folder.resolve("film.mp4"), 64, 64, 25, 100, AudioSource.of(clicks, 48_000, 1));
    double start;
    try (VideoReader reader = VideoReader.open(film)) {
      start = reader.startSeconds();
    }
    float[] speech = AudioFile.readAligned(film, 0, start, 64_000);
    for (int second = 0; second < 4; second++) {
      assertThat(loudest(speech, second * 16_000, (second + 1) * 16_000))
          .isCloseTo(second * 16_000 + 8_000, within(40));
    }
  }

  @Test
  void aTrackThatStartsLaterGetsSilenceAndOneThatStartsEarlierIsCut() throws IOException {
    Path file = wav("tone", TestFilms.tone(1, 16_000, 1), 16_000, 1);
    float[] later = AudioFile.readAligned(file, 0, -0.5, 24_000);
    assertThat(later[7_990]).isZero();
    assertThat(later[8_009]).isCloseTo(TestFilms.tone(1, 16_000, 1)[9], within(0.01f));
    float[] earlier = AudioFile.readAligned(file, 0, 0.25, 16_000);
    assertThat(earlier[100]).isCloseTo(TestFilms.tone(1, 16_000, 1)[4_100], within(0.01f));
    assertThat(earlier[12_100]).isZero();
  }

  @Test
  void anOddRateIsBroughtToOneThatPlayersKnow() {
    float[] tone = TestFilms.tone(2, 11_025, 1);
    AudioSource changed =
        RateChange.to(AudioSource.of(tone, 11_025, 1), AudioEncoder.rateFor(11_025));
    assertThat(changed.sampleRate()).isEqualTo(16_000);
    float[] all = AudioFile.readAll(changed);
    assertThat(all.length).isCloseTo(32_000, within(2));
    assertThat(error(all, TestFilms.tone(2, 16_000, 1), 500, 31_000)).isLessThan(0.01);
  }

  private Path wav(String name, float[] samples, int rate, int channels) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put("RIFF".getBytes())
        .putInt(36 + samples.length * 2)
        .put("WAVEfmt ".getBytes())
        .putInt(16);
    bytes.putShort((short) 1).putShort((short) channels).putInt(rate).putInt(rate * channels * 2);
    bytes
        .putShort((short) (channels * 2))
        .putShort((short) 16)
        .put("data".getBytes())
        .putInt(samples.length * 2);
    for (float sample : samples) {
      bytes.putShort((short) Math.round(sample * 32_767));
    }
    return Files.write(folder.resolve(name + ".wav"), bytes.array());
  }

  private static double error(float[] a, float[] b, int from, int to) {
    double worst = 0;
    for (int i = from; i < to; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  private static int loudest(float[] samples, int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      if (Math.abs(samples[i]) > Math.abs(samples[best])) {
        best = i;
      }
    }
    return best;
  }
}
