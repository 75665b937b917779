package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.image.AffineMap;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.onnx.OnnxFile;

/** The published measures' nets, as small as they can be. */
class ImportedNetsTest {
  @TempDir private Path folder;

  private Path write(String name, OnnxFile net) throws IOException {
    return Files.write(folder.resolve(name), net.bytes());
  }

  private static OnnxFile distance(String operator) {
    return new OnnxFile()
        .input("in0", 1, 3, -1, -1)
        .input("in1", 1, 3, -1, -1)
        .node(operator, "in0,in1", "d")
        .node("Mul", "d,d", "square")
        .node("ReduceMean", "square", "y", "axes=1,2,3")
        .output("y", 1, 1, 1, 1);
  }

  private static RgbImage flat(int red, int green, int blue) {
    RgbImage image = new RgbImage(32, 24);
    for (int i = 0; i < 32 * 24; i++) {
      image.set(i % 32, i / 32, red, green, blue);
    }
    return image;
  }

  @Test
  void picturesAreGivenFromMinusOneToOne() throws IOException {
    LpipsNet lpips = LpipsNet.open(write("lpips.onnx", distance("Sub")));
    assertThat(lpips.between(flat(255, 255, 255), flat(0, 0, 0))).isCloseTo(4, within(1e-5));
    assertThat(lpips.between(flat(255, 0, 0), flat(0, 0, 0))).isCloseTo(4 / 3., within(1e-5));
    assertThat(lpips.between(flat(9, 9, 9), flat(9, 9, 9))).isZero();
  }

  @Test
  void aNetThatIsNoDistanceIsRefused() throws IOException {
    Path sum = write("sum.onnx", distance("Add"));
    assertThatThrownBy(() -> LpipsNet.open(sum))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("for equal pictures");
    Path one =
        write(
            "one.onnx",
            new OnnxFile().input("x", 1, -1).node("Identity", "x", "y").output("y", 1, -1));
    assertThatThrownBy(() -> LpipsNet.open(one)).hasMessageContaining("two pictures");
  }

  /** The mean of each channel and frame: 15 numbers. */
  private static OnnxFile lips() {
    return new OnnxFile()
        .input("frames", 1, 3, 5, 224, 224)
        .node("ReduceMean", "frames", "mean", "axes=3,4")
        .node("Flatten", "mean", "y", "axis:1")
        .output("y", 1, 15);
  }

  /** Each coefficient's first fifteen moments of the first coefficient. */
  private static OnnxFile audio(int size) {
    float[] weights = new float[260 * size];
    for (int i = 0; i < size; i++) {
      weights[i * size + i] = 1;
    }
    return new OnnxFile()
        .input("cepstra", 1, 1, 13, 20)
        .weights("w", weights, 260, size)
        .node("Flatten", "cepstra", "flat", "axis:1")
        .node("MatMul", "flat,w", "y")
        .output("y", 1, size);
  }

  private static float[] face() {
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      points[p * 3] = 12 + p % 2 * 8;
      points[p * 3 + 1] = 5 + p % 3 * 5;
    }
    return points;
  }

  @Test
  void fiveFramesAreSeenBlueFirst() throws IOException {
    SyncNetJudge judge =
        SyncNetJudge.open(write("lips.onnx", lips()), write("audio.onnx", audio(15)));
    SyncJudge.Film film = judge.film(null);
    for (int frame = 0; frame < 6; frame++) {
      film.show(frame, flat(200, 100, 10 * frame), face(), null);
    }
    film.show(7, flat(0, 0, 0), face(), null);
    float[][] seen = film.seen();
    assertThat(seen.length).isEqualTo(8);
    // The crop goes over the picture's edge, where it is black: compare shares of what is inside.
    float inside = seen[0][10] / 200;
    assertThat(inside).isBetween(.5f, 1f);
    for (int frame = 0; frame < 5; frame++) {
      assertThat(seen[0][frame]).isCloseTo(10 * frame * inside, within(.2f));
      assertThat(seen[1][frame]).isCloseTo(10 * (frame + 1) * inside, within(.2f));
      assertThat(seen[0][5 + frame]).isCloseTo(100 * inside, within(.2f));
    }
    assertThat(seen[2]).as("frame 6 is missing").isNull();
    assertThat(seen[3]).isNull();
  }

  @Test
  void theCropIsTwoPointEightHalfSidesWide() {
    AffineMap map = SyncNetJudge.toPicture(face());
    // The box is 12 … 20 by 5 … 15: half a side is 5, its middle (16, 10).
    assertThat(map.applyX(0, 0)).isCloseTo(16 - 7, within(1e-9));
    assertThat(map.applyX(224, 0)).isCloseTo(16 + 7, within(1e-9));
    assertThat(map.applyY(0, 0)).isCloseTo(10 - 5, within(1e-9));
    assertThat(map.applyY(0, 224)).isCloseTo(10 + 5 * 1.8, within(1e-9));
  }

  @Test
  void aFifthOfASecondIsHeardFourCepstraOnEachFrame() throws IOException {
    SyncNetJudge judge =
        SyncNetJudge.open(write("lips.onnx", lips()), write("audio.onnx", audio(15)));
    float[] sound = new float[2 * SpeechEncoder.SAMPLE_RATE];
    for (int i = SpeechEncoder.SAMPLE_RATE; i < sound.length; i++) {
      sound[i] = (float) (.3 * Math.sin(i * .2));
    }
    float[][] heard = judge.hear(sound);
    // 198 cepstra; the last 20 begin at 178.
    assertThat(heard.length).isEqualTo(178 / 4 + 1);
    // The sound begins with cepstrum 98: frame 24 hears it from its third moment on.
    assertThat(heard[24][1]).isLessThan(0);
    assertThat(heard[24][3]).isGreaterThan(0);
    assertThat(heard[20][14]).isLessThan(0);
    assertThat(heard[21][14]).isGreaterThan(0);
    assertThat(judge.hear(new float[100])).isEmpty();
  }

  @Test
  void halvesThatDoNotBelongTogetherAreRefused() throws IOException {
    Path lips = write("lips.onnx", lips());
    Path audio = write("audio.onnx", audio(15));
    Path short9 = write("short.onnx", audio(9));
    assertThatThrownBy(() -> SyncNetJudge.open(lips, short9))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("15 numbers and short.onnx gives 9");
    assertThatThrownBy(() -> SyncNetJudge.open(audio, lips))
        .hasMessageContaining("takes 1 × 1 × 13 × 20 instead of 1 × 3 × 5 × 224 × 224");
  }

  @Test
  void aWrongFileCostsItsOwnMeasuresOnly() throws IOException {
    write(Instruments.LPIPS_FILE, distance("Add"));
    write(Instruments.SYNCNET_LIPS_FILE, lips());
    Instruments instruments = Instruments.load(FaceIdentity.load(), null, folder);
    assertThat(instruments.lpips()).isNull();
    assertThat(instruments.syncNet()).isNull();
    assertThat(instruments.refused()).containsOnlyKeys(Metric.LPIPS, Metric.LSE_C, Metric.LSE_D);
    assertThat(instruments.refused().get(Metric.LSE_C)).contains("no such file");
  }
}
