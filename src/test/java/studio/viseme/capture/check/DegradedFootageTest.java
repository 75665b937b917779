package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.media.DynamicRange;
import studio.viseme.media.Orientation;
import studio.viseme.media.PictureFormat;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.testing.Frames;

/** A presenter filmed well, and the same film spoiled in one way at a time. */
class DegradedFootageTest {
  private static final int LOOKS = 12;
  private static final int EVERY = 25;

  private static RgbImage[] film;
  private static RgbImage[] next;

  @TempDir Path folder;

  @BeforeAll
  static void film() {
    SamplePresenter presenter = new SamplePresenter(SampleScript.bundled("presenter"), 7);
    film = pictures(presenter, 0);
    next = pictures(presenter, 1);
  }

  private static RgbImage[] pictures(SamplePresenter presenter, int later) {
    return IntStream.range(0, LOOKS)
        .parallel()
        .mapToObj(i -> presenter.frame((i * EVERY + later) / SamplePresenter.FPS).picture())
        .toArray(RgbImage[]::new);
  }

  @Test
  void goodFootageHasNothingSaidOfIt() {
    List<Finding> findings = findings(film);
    for (String id : List.of("sharpness", "darkness", "burnt-out", "interlaced", "one-face")) {
      assertThat(finding(findings, id).severity()).as(id).isEqualTo(Severity.PASSED);
    }
  }

  @Test
  void aFaceOutOfFocusIsTold() {
    Finding finding =
        told(
            "sharpness",
            image -> up(Resampling.area(image, image.width() / 5, image.height() / 5)));
    assertThat(finding.text()).contains("focus");
  }

  @Test
  void aFaceSmearedByMovementIsTold() {
    assertThat(told("sharpness", image -> smeared(image, 8)).text()).contains("smeared");
  }

  @Test
  void aFaceInTheDarkIsTold() {
    told("darkness", image -> exposed(image, 0.22));
  }

  @Test
  void aFaceThatIsBurntOutIsTold() {
    told("burnt-out", image -> exposed(image, 2.2));
  }

  /** The rows of one picture alternate with those of the next. */
  @Test
  void fieldsThatAreWovenAreTold() {
    RgbImage[] woven = new RgbImage[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      woven[i] = film[i].copy();
      int row = film[i].width() * 3;
      for (int y = 1; y < film[i].height(); y += 2) {
        System.arraycopy(next[i].data(), y * row, woven[i].data(), y * row, row);
      }
    }
    Finding finding = finding(findings(woven), "interlaced");
    assertThat(finding.severity()).as(finding.toString()).isEqualTo(Severity.WARNING);
  }

  private Finding told(String id, UnaryOperator<RgbImage> spoil) {
    RgbImage[] spoiled = Arrays.stream(film).map(spoil).toArray(RgbImage[]::new);
    Finding finding = finding(findings(spoiled), id);
    assertThat(finding.severity()).as(finding.toString()).isEqualTo(Severity.WARNING);
    assertThat(folder.resolve(id + ".png")).exists();
    return finding;
  }

  private static Finding finding(List<Finding> findings, String id) {
    return findings.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  private List<Finding> findings(RgbImage[] pictures) {
    int[] cutEverywhere = IntStream.range(0, LOOKS).toArray();
    PictureFormat format =
        new PictureFormat(
            "yuv420p", 8, 512, 512, 1, Orientation.UPRIGHT, false, DynamicRange.STANDARD, false);
    Footage.Source source =
        new Footage.Source(
            512,
            512,
            new FakeFraming(new Rectangle(0, 0, 512, 512)),
            format,
            25,
            false,
            0.04,
            0,
            0,
            0,
            0,
            List.of());
    Footage footage =
        new Footage(source(pictures), 25, cutEverywhere, new boolean[LOOKS], silence(), source);
    return FootageChecks.run(footage, new Album(folder, ""), JobContext.silent());
  }

  private static Footage.Sound silence() {
    return new Footage.Sound() {
      @Override
      public long samples() {
        return LOOKS * 640;
      }

      @Override
      public float[] read(long first, int count) {
        return new float[count];
      }
    };
  }

  private static RgbImage up(RgbImage image) {
    return Resampling.bilinear(image, 512, 512);
  }

  private static RgbImage smeared(RgbImage image, int reach) {
    RgbImage out = image.copy();
    for (int y = 0; y < image.height(); y++) {
      for (int x = reach; x < image.width() - reach; x++) {
        for (int c = 0; c < 3; c++) {
          int sum = 0;
          for (int k = -reach; k <= reach; k++) {
            sum += image.get(x + k, y, c);
          }
          out.data()[(y * image.width() + x) * 3 + c] = (byte) (sum / (2 * reach + 1));
        }
      }
    }
    return out;
  }

  /** More or less light, and what is too bright for the sensor cut off. */
  private static RgbImage exposed(RgbImage image, double gain) {
    RgbImage out = image.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) Math.min(255, (int) ((image.data()[i] & 0xff) * gain));
    }
    return out;
  }

  private static FrameSource source(RgbImage[] pictures) {
    return new Frames(
        pictures[0].width(), pictures[0].height(), pictures.length, index -> pictures[index]);
  }
}
