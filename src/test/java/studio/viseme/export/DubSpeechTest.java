package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.media.AudioFile;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.speech.SpeechLevel;
import studio.viseme.speech.SpeechStream;
import studio.viseme.testing.PaintedPerson;

class DubSpeechTest {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;
  private static final SpeechEncoder LOG_MEL = new SpeechEncoders().find("logmel").orElseThrow();
  private static final SpeechWindow WINDOW = new SpeechWindow("logmel", 40, 100, 25, 29);

  @TempDir Path folder;

  private Path sound(double seconds) throws IOException {
    return DubberTest.wav(folder.resolve("speech.wav"), PaintedPerson.sound(seconds));
  }

  /** Lengths around the piece's and the frame's. */
  @ParameterizedTest
  @ValueSource(doubles = {.03, 3.99, 4, 4.01, 9.3})
  void piecesGiveWhatTheWholeWouldHaveGiven(double seconds) throws IOException {
    Path file = sound(seconds);
    float[] reference = new float[3 * RATE];
    float[] spoken = PaintedPerson.sound(3);
    for (int i = 0; i < reference.length; i++) {
      reference[i] = .3f * spoken[i];
    }
    float[] whole = AudioFile.read(file);
    FeatureSequence features = LOG_MEL.encode(SpeechLevel.matched(whole, reference));
    try (Workers workers = Workers.of(3)) {
      JobContext job = JobContext.silent(workers);
      DubSpeech.Measured measured = DubSpeech.Measured.of(file, job);
      assertThat(measured.samples()).isEqualTo(whole.length);
      double wanted = SpeechLevel.decibels(reference);
      try (DubSpeech speech = new DubSpeech(file, measured, wanted, LOG_MEL, WINDOW, 25, job)) {
        for (int frame = 0; frame < measured.frames(25); frame++) {
          assertThat(speech.next())
              .as("frame %d", frame)
              .isEqualTo(WINDOW.cut(features, frame, 25));
        }
      }
    }
  }

  /** Counts the samples that its streams have taken. */
  private static final class Counting implements SpeechEncoder {
    private long taken;

    @Override
    public String name() {
      return LOG_MEL.name();
    }

    @Override
    public int width() {
      return LOG_MEL.width();
    }

    @Override
    public double rate() {
      return LOG_MEL.rate();
    }

    @Override
    public double lag() {
      return LOG_MEL.lag();
    }

    @Override
    public SpeechStream stream(Workers workers) {
      SpeechStream stream = LOG_MEL.stream(workers);
      return new SpeechStream() {
        @Override
        public FeatureSequence append(float[] samples, int from, int to) {
          taken += to - from;
          return stream.append(samples, from, to);
        }

        @Override
        public FeatureSequence finish() {
          return stream.finish();
        }
      };
    }
  }

  /**
   * However long the sound is, a frame needs what its window reaches, and a piece of it at most.
   */
  @Test
  void noMoreIsReadThanTheNextFramesNeed() throws IOException {
    Path file = sound(40);
    JobContext job = JobContext.silent();
    DubSpeech.Measured measured = DubSpeech.Measured.of(file, job);
    Counting encoder = new Counting();
    double reach = (WINDOW.after() + 1) / WINDOW.rate() + LOG_MEL.lag();
    try (DubSpeech speech = new DubSpeech(file, measured, Double.NaN, encoder, WINDOW, 25, job)) {
      for (int frame = 0; frame < measured.frames(25); frame++) {
        speech.next();
        assertThat(encoder.taken)
            .as("samples taken by frame %d", frame)
            .isLessThanOrEqualTo((long) ((frame / 25.0 + reach) * RATE) + DubSpeech.PIECE);
      }
    }
    assertThat(encoder.taken).isEqualTo(40L * RATE);
  }

  @Test
  void refusesAFileWithoutSound() throws IOException {
    Path file = DubberTest.wav(folder.resolve("empty.wav"), new float[0]);
    assertThatThrownBy(() -> DubSpeech.Measured.of(file, JobContext.silent()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(3));
  }
}
