package studio.viseme.face.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.tracking.HeadFitter;
import studio.viseme.face.tracking.SyntheticHead;
import studio.viseme.job.JobContext;

class ExpressionTest {
  private static final int FIT = 200;
  private static final SyntheticHead TRUTH = SyntheticHead.talking(240, 1000, 0.2, 11);
  private static final HeadTrack HEAD =
      HeadFitter.fit(TRUTH.face(), TRUTH.camera(), true, FIT, JobContext.silent());

  @Test
  void lidsAreOneWhenOpenAndZeroWhenShut() {
    List<UpperFace> upper = UpperFaceMeter.measure(TRUTH.track(), HEAD, FIT);
    assertThat(upper).hasSize(240);
    for (int t = 0; t < 240; t++) {
      float expected = (float) SyntheticHead.lids(t);
      assertThat(upper.get(t).lidLeft()).as("frame " + t).isCloseTo(expected, within(0.12f));
      assertThat(upper.get(t).lidRight()).isCloseTo(expected, within(0.12f));
      assertThat(upper.get(t).brow()).as("brows rest").isCloseTo(0, within(0.1f));
      assertThat(upper.get(t).gazeX()).isCloseTo(0, within(0.06f));
    }
  }

  @Test
  void blinksAreTheFramesWithShutEyes() {
    List<UpperFace> upper = UpperFaceMeter.measure(TRUTH.track(), HEAD, FIT);
    for (int t = 0; t < 240; t++) {
      assertThat(upper.get(t).shut()).as("frame " + t).isEqualTo(SyntheticHead.lids(t) < 0.5);
    }
  }

  @Test
  void theMouthIsMeasuredInCentimetresWhateverTheHeadDoes() {
    double mean = 0;
    for (int t = 0; t < 240; t++) {
      mean += SyntheticHead.jaw(t) / 240;
    }
    float width = MouthState.of(TRUTH.track(), HEAD, 0).width();
    for (int t = 0; t < 240; t++) {
      MouthState mouth = MouthState.of(TRUTH.track(), HEAD, t);
      double lowered = 1.2 * (SyntheticHead.jaw(t) - mean);
      assertThat((double) mouth.jaw()).as("frame " + t).isCloseTo(lowered, within(0.12));
      assertThat(mouth.width()).isCloseTo(width, within(0.15f));
      assertThat(mouth.gap()).isBetween(0f, 1f);
    }
  }

  @Test
  void theFirstComponentIsTheJaw() {
    ExpressionTrack e = ExpressionFitter.fit(TRUTH.track(), HEAD, FIT);
    double[] jaw = new double[240];
    double[] code = new double[240];
    for (int t = 0; t < 240; t++) {
      jaw[t] = SyntheticHead.jaw(t);
      code[t] = e.code(t)[0];
    }
    assertThat(Math.abs(correlation(jaw, code))).isGreaterThan(0.99);
    // A code of 1 is a standard deviation: of the jaw's 1.2 cm, the cosine's is 1.2 / √8.
    double chin = e.basis()[3 * FaceMesh.CHIN + 1];
    assertThat(Math.abs(chin)).isCloseTo(1.2 / Math.sqrt(8), within(0.05));
  }

  @Test
  void codesHaveUnitDeviationAndZeroMeanOverTheFittedFrames() {
    ExpressionTrack e = ExpressionFitter.fit(TRUTH.track(), HEAD, FIT);
    for (int k = 0; k < e.dims(); k++) {
      double sum = 0;
      double squares = 0;
      for (int t = 0; t < FIT; t++) {
        sum += e.code(t)[k];
        squares += e.code(t)[k] * e.code(t)[k];
      }
      assertThat(sum / FIT).isCloseTo(0, within(1e-3));
      assertThat(Math.sqrt(squares / FIT)).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void theBasisIsExactlyZeroAboveTheNose() {
    ExpressionTrack e = ExpressionFitter.fit(TRUTH.track(), HEAD, FIT);
    int zero = 0;
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      if (HEAD.shape()[3 * i + 1] > HEAD.shape()[3 * FaceMesh.NOSE_BASE + 1] + 2.2) {
        zero++;
        for (int k = 0; k < e.dims(); k++) {
          for (int c = 0; c < 3; c++) {
            assertThat(e.basis()[(k * FaceMesh.POINTS + i) * 3 + c]).isZero();
          }
        }
      }
    }
    assertThat(zero).isGreaterThan(150);
  }

  @Test
  void aSinglePhotographHasNoExpressionToLearn() {
    SyntheticHead one = SyntheticHead.talking(1, 1000, 0, 1);
    HeadTrack head = HeadFitter.fit(one.face(), 512, 512, 1, JobContext.silent());
    ExpressionTrack e = ExpressionFitter.fit(one.track(), head, 1);
    assertThat(e.codes()).containsOnly(0);
    assertThat(e.dims()).isEqualTo(12);
  }

  private static double correlation(double[] a, double[] b) {
    double ma = Arrays.stream(a).average().orElseThrow();
    double mb = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
