package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.SharedData;
import studio.viseme.media.AudioFile;

class PhonePosteriorsTest {
  private final PhonePosteriors encoder = new PhonePosteriors();
  private final AcousticModel model = AcousticModel.english();

  @Test
  void thereAre39PhonesAndThreeKindsOfNone() {
    assertThat(encoder.phones()).hasSize(42).contains("B", "IY", "SIL", "ZH");
    assertThat(encoder.width()).isEqualTo(42);
    assertThat(encoder.rate()).isEqualTo(100);
  }

  @Test
  void aVectorIsADistribution() {
    float[] values = encoder.encode(Speech.syllables(0.3, 32_000)).data();
    for (int at = 0; at < values.length; at += 42) {
      float sum = 0;
      for (int p = 0; p < 42; p++) {
        assertThat(values[at + p]).isBetween(0f, 1f);
        sum += values[at + p];
      }
      assertThat(sum).isCloseTo(1, within(1e-4f));
    }
  }

  /** The trap of this model: without the faint noise, digital silence is a stream of words. */
  @Test
  void digitalSilenceIsNoPhone() {
    float[] sound =
        Speech.concat(new float[24_000], Speech.syllables(0.3, 16_000), new float[24_000]);
    float[] values = encoder.encode(sound).data();
    assertThat(silence(values, 10, 140)).isGreaterThan(0.9);
    assertThat(silence(values, 155, 240)).isLessThan(0.4);
    assertThat(silence(values, 270, 395)).isGreaterThan(0.9);
  }

  /** However long nobody speaks: the mean doesn't drift until the noise sounds like words. */
  @Test
  void aLongPauseStaysSilent() {
    float[] room = Speech.noise(0.001, 15 * 16_000, 4);
    float[] sound = Speech.concat(Speech.syllables(0.3, 64_000), room);
    float[] values = encoder.encode(sound).data();
    assertThat(silence(values, 450, 1_880)).isGreaterThan(0.9);
  }

  @Test
  void weightsAndTransitionsAreProbabilities() {
    float[] weights = model.weights();
    for (int at = 0; at < weights.length; at += AcousticModel.GAUSSIANS) {
      float sum = 0;
      for (int k = 0; k < AcousticModel.GAUSSIANS; k++) {
        sum += weights[at + k];
      }
      assertThat(sum).isCloseTo(1, within(1e-4f));
    }
    for (float stay : model.stay()) {
      assertThat(stay).isBetween(0.1f, 0.99f);
    }
  }

  /** The scores against the formula, written out in doubles. */
  @Test
  void scoresAreTheLogLikelihoodsOfTheMixtures() {
    Random random = new Random(3);
    float[] features = new float[2 * 39];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (8 * random.nextGaussian());
    }
    PhoneScorer scorer = new PhoneScorer(model);
    float[] scores = new float[2 * scorer.states()];
    scorer.score(features, 2, scores, 0);
    for (int state : new int[] {0, 7, 60, 125}) {
      for (int t = 0; t < 2; t++) {
        double expected = 0;
        for (int stream = 0; stream < 3; stream++) {
          expected += Math.log(mixture(state, stream, features, 39 * t + 13 * stream));
        }
        assertThat(scores[t * 126 + state]).isCloseTo((float) expected, within(0.02f));
      }
    }
  }

  private double mixture(int state, int stream, float[] features, int at) {
    int codebook = state / 3 * 3 + stream;
    double sum = 0;
    for (int k = 0; k < 128; k++) {
      double density = 1;
      for (int i = 0; i < 13; i++) {
        int column = (codebook * 13 + i) * 128 + k;
        double precision = model.precisions()[column];
        double d = features[at + i] - model.means()[column];
        density *= Math.sqrt(precision / Math.PI) * Math.exp(-d * d * precision);
      }
      sum += model.weights()[(state * 3 + stream) * 128 + k] * density;
    }
    return sum;
  }

  /** Clear scores: the phones that made them are found, at their time. */
  @Test
  void theLoopFollowsThePhones() {
    int iy = model.phones().indexOf("IY");
    int s = model.phones().indexOf("S");
    float[] enter = new float[42];
    Arrays.fill(enter, 0.05f);
    int lag = 5;
    PhoneLoop loop = new PhoneLoop(model, lag, 0.2f, enter);
    float[] answers = new float[30 * 42];
    int count = 0;
    for (int t = 0; t < 30; t++) {
      float[] scores = new float[126];
      int phone = t < 12 ? iy : s;
      Arrays.fill(scores, phone * 3, phone * 3 + 3, 40);
      count += loop.add(scores, 0, answers, count * 42) ? 1 : 0;
    }
    assertThat(count).isEqualTo(30 - lag);
    while (loop.waiting() > 0) {
      loop.answer(answers, count++ * 42);
    }
    assertThat(count).isEqualTo(30);
    for (int t = 0; t < 30; t++) {
      assertThat(answers[t * 42 + (t < 12 ? iy : s)]).as("frame %d", t).isGreaterThan(0.9f);
    }
  }

  /**
   * Half a minute of a real voice, its words known: in a word the phones of its dictionary entry
   * are the likely ones, in the pauses none. By chance two or three of 42 would be right.
   */
  @Test
  void theWordsOfARealVoiceAreHeard() throws Exception {
    Optional<Path> video = SharedData.find("data/video/p06-m-en-300s-512-cut-every-3s.mp4");
    Optional<Path> words = SharedData.find("data/video/p06-words.tsv");
    assumeTrue(video.isPresent() && words.isPresent(), "no shared footage");
    float[] sound = Arrays.copyOf(AudioFile.read(video.get()), 30 * 16_000);
    float[] values = encoder.encode(sound).data();
    Map<String, List<String>> dictionary =
        Map.of(
            "bin", List.of("B", "IH", "N"),
            "green", List.of("G", "R", "IY", "N"),
            "blue", List.of("B", "L", "UW"),
            "five", List.of("F", "AY", "V"),
            "six", List.of("S", "IH", "K"),
            "seven", List.of("S", "EH", "V", "AH", "N"),
            "soon", List.of("S", "UW", "N"),
            "please", List.of("P", "L", "IY", "Z"),
            "again", List.of("AH", "G", "EH", "N"));
    double inWords = 0;
    double inPauses = 0;
    int wordFrames = 0;
    int pauseFrames = 0;
    for (String line : Files.readAllLines(words.get())) {
      String[] columns = line.split("\t");
      if (line.startsWith("#") || Double.parseDouble(columns[1]) > 29.5) {
        continue;
      }
      int from = (int) Math.round(100 * Double.parseDouble(columns[0]));
      int to = (int) Math.round(100 * Double.parseDouble(columns[1]));
      List<String> phones = dictionary.getOrDefault(columns[2], List.of());
      for (int t = from; t < to; t++) {
        for (String phone : phones) {
          inWords += values[t * 42 + model.phones().indexOf(phone)];
        }
        wordFrames += phones.isEmpty() ? 0 : 1;
      }
      if (columns[2].equals("sil") && to - from > 30) {
        inPauses += silence(values, from + 10, to - 10) * (to - from - 20);
        pauseFrames += to - from - 20;
      }
    }
    assertThat(wordFrames).isGreaterThan(300);
    assertThat(inWords / wordFrames).as("phones of the words").isGreaterThan(0.4);
    assertThat(inPauses / pauseFrames).as("pauses").isGreaterThan(0.95);
  }

  /** The mean probability of silence and noises. */
  private double silence(float[] values, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      for (int p = 0; p < 42; p++) {
        sum += model.silent(p) ? values[t * 42 + p] : 0;
      }
    }
    return sum / (to - from);
  }
}
