package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.SharedData;
import studio.viseme.capture.Capture.Capability;
import studio.viseme.face.Parsing;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioSource;
import studio.viseme.media.TestFilms;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.project.ProjectFolder;

/** Analysis of real footage; skipped where there is none. */
class CaptureStagesTest {
  private static final int FRAMES = 200;
  private static final int HELD_OUT = 20;

  @TempDir Path folder;
  private Path footage;

  @BeforeEach
  void footage() {
    Optional<Path> found = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(found.isPresent(), "the real footage isn't there");
    footage = found.get();
  }

  private List<RgbImage> pictures(int count) {
    List<RgbImage> pictures = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(footage)) {
      while (pictures.size() < count) {
        pictures.add(reader.next().image());
      }
    }
    return pictures;
  }

  private Path film(String name, List<RgbImage> pictures) {
    Path file = folder.resolve(name);
    RgbImage first = pictures.getFirst();
    float[] speech = AudioFile.readAligned(footage, 0, 0, pictures.size() * 640);
    VideoSettings settings = VideoSettings.of(first.width(), first.height(), 25);
    try (VideoWriter writer =
        VideoWriter.withSound(file, settings, AudioSource.of(speech, 16_000, 1))) {
      pictures.forEach(writer::write);
      writer.finish();
    }
    return file;
  }

  private ProjectFolder analysed(String name, Path video, StageWatcher watcher, JobContext job) {
    ProjectFolder project = ProjectFolder.create(folder.resolve(name + ".viseme"), video, Map.of());
    CaptureStages.analyze(project, AnalyzeOptions.ALL, watcher, job);
    return project;
  }

  /** Looks all the time, and counts what it sees. */
  private static final class Onlooker implements StageWatcher {
    private final AtomicInteger imported = new AtomicInteger();
    private final AtomicInteger tracked = new AtomicInteger();
    private final AtomicInteger parsed = new AtomicInteger();

    @Override
    public boolean isLooking() {
      return true;
    }

    @Override
    public void imported(int frame, RgbImage picture) {
      imported.incrementAndGet();
    }

    @Override
    public void tracked(int frame, float[] landmarks) {
      tracked.incrementAndGet();
      Arrays.fill(landmarks, Float.NaN);
    }

    @Override
    public void parsed(int frame, Parsing parsing) {
      parsed.incrementAndGet();
    }
  }

  /**
   * The last tenth of a clip is replaced by noise, upside-down faces and black. Not one bit of what
   * was learned, or found in the frames before, changes; nor by somebody who looks on.
   */
  @Test
  void nothingOfTheHeldOutPartReachesWhatIsFitted() {
    List<RgbImage> pictures = pictures(FRAMES);
    Path original = film("original.mp4", pictures);
    Random random = new Random(3);
    for (int i = FRAMES - HELD_OUT; i < FRAMES; i++) {
      RgbImage changed = new RgbImage(256, 256);
      byte[] from = pictures.get(i).data();
      for (int k = 0; k < from.length; k++) {
        changed.data()[k] =
            i % 3 == 0 ? (byte) random.nextInt(256) : i % 3 == 1 ? from[from.length - 1 - k] : 0;
      }
      pictures.set(i, changed);
    }
    Path altered = film("altered.mp4", pictures);
    Onlooker onlooker = new Onlooker();
    try (Workers workers = Workers.of(2);
        ProjectFolder one = analysed("one", original, onlooker, JobContext.silent(workers));
        ProjectFolder two = analysed("two", altered, StageWatcher.NOBODY, JobContext.silent())) {
      assertThat(onlooker.imported).hasValue(FRAMES);
      assertThat(onlooker.tracked)
          .satisfies(seen -> assertThat(seen.get()).isBetween(FRAMES / 2, FRAMES));
      assertThat(onlooker.parsed).hasValue(FRAMES);
      CaptureFolder a = CaptureFolder.open(one);
      CaptureFolder b = CaptureFolder.open(two);
      int fit = a.clip().firstHeldOutFrame();
      assertThat(fit).isEqualTo(FRAMES - HELD_OUT);
      assertThat(a.frames().frame(fit).data())
          .as("the change is real")
          .isNotEqualTo(b.frames().frame(fit).data());

      assertThat(b.clip()).isEqualTo(a.clip());
      assertThat(b.head().camera()).isEqualTo(a.head().camera());
      assertThat(b.head().shape()).containsExactly(a.head().shape());
      assertThat(b.head().poses().subList(0, fit)).isEqualTo(a.head().poses().subList(0, fit));
      assertThat(b.expression().basis()).containsExactly(a.expression().basis());
      int codes = fit * a.expression().dims();
      assertThat(Arrays.copyOf(b.expression().codes(), codes))
          .containsExactly(Arrays.copyOf(a.expression().codes(), codes));
      assertThat(b.depth(fit - 1).data()).containsExactly(a.depth(fit - 1).data());
      assertThat(b.plate().data()).containsExactly(a.plate().data());
      assertThat(b.plateReliability().data()).containsExactly(a.plateReliability().data());
      for (int frame = 0; frame < fit; frame++) {
        assertThat(b.usable(frame)).isEqualTo(a.usable(frame));
        assertThat(b.segment(frame)).isEqualTo(a.segment(frame));
        assertThat(b.landmarks().frame(frame)).containsExactly(a.landmarks().frame(frame));
        assertThat(b.upperFace(frame)).isEqualTo(a.upperFace(frame));
        assertThat(b.parsing(frame).labels().data())
            .containsExactly(a.parsing(frame).labels().data());
        assertThat(b.parsing(frame).head().data()).containsExactly(a.parsing(frame).head().data());
      }
    }
  }

  @Test
  void aShortClipIsAnalysedStoppedAndGoneOnWith() {
    Path video = film("short.mp4", pictures(80));
    Path path = folder.resolve("short.viseme");
    ProjectFolder.create(path, video, Map.of()).close();
    int[] messages = new int[1];
    for (int stop = 3; ; stop = stop * 2 + 1) {
      JobControl control = new JobControl();
      int at = stop;
      messages[0] = 0;
      JobContext job =
          new JobContext(
              message -> {
                if (messages[0]++ == at) {
                  control.cancel();
                }
              },
              control,
              Workers.sameThread());
      try (ProjectFolder project = ProjectFolder.open(path)) {
        CaptureStages.analyze(project, AnalyzeOptions.ALL, job);
        break;
      } catch (JobCancelledException e) {
        assertThat(messages[0]).isGreaterThanOrEqualTo(at);
      }
    }
    try (ProjectFolder project = ProjectFolder.open(path)) {
      AnalyzeOptions exclude =
          new AnalyzeOptions(Optional.empty(), Optional.of("1-2"), Optional.empty());
      CaptureStages.analyze(project, exclude, JobContext.silent());
      assertThat(CaptureStages.status(project))
          .allMatch(StageStatus::isUpToDate)
          .allMatch(status -> status.bytes() > 0);
      CaptureFolder capture = CaptureFolder.open(project);
      assertThat(capture.capabilities()).isEqualTo(EnumSet.allOf(Capability.class));
      assertThat(capture.clip().frames()).isEqualTo(80);
      assertThat(capture.clip().firstHeldOutFrame()).as("too short to hold out").isEqualTo(80);
      assertThat(capture.speech()).hasSize(80 * 640);
      assertThat(capture.head().reprojectionRmse()).isLessThan(1.5);
      assertThat(capture.parsing(40).head().get(128, 110)).isEqualTo(255);
      assertThat(capture.usable(24)).isTrue();
      assertThat(capture.usable(30)).as("excluded").isFalse();
      double distance = capture.head().poses().get(40).translation().z();
      assertThat((double) capture.depth(40).get(128, 130)).isBetween(distance - 20, distance + 5);
      assertThat(capture.depth(40).get(2, 2)).isInfinite();
      RgbImage source = pictures(41).getLast();
      assertThat(difference(capture.frames().frame(40), source))
          .as("the clip shows the film")
          .isLessThan(4);
    }
  }

  @Test
  void whatCannotBeUsedIsOneLine() {
    Path numbers = TestFilms.withTone(folder.resolve("numbers.mp4"), 256, 256, 25, 80);
    refused(numbers, "No face is seen in 48 of 48 pictures");
    List<RgbImage> pictures = pictures(80);
    refused(
        film("two.mp4", pictures.stream().map(image -> beside(image, image)).toList()),
        "More than one face is seen");
    refused(
        film("small.mp4", pictures.stream().map(CaptureStagesTest::far).toList()),
        "The face is only");
    assertThatThrownBy(
            () -> {
              try (ProjectFolder project =
                  ProjectFolder.create(folder.resolve("m.viseme"), numbers, Map.of())) {
                CaptureStages.analyze(
                    project,
                    new AnalyzeOptions(Optional.empty(), Optional.empty(), Optional.of("masks")),
                    JobContext.silent());
              }
            })
        .isInstanceOf(JobException.class)
        .hasMessageContaining("There is no folder of masks");
  }

  @Test
  void oneOfTwoFacesCanBeChosen() {
    List<RgbImage> pictures = pictures(80);
    Path two = film("two.mp4", pictures.stream().map(image -> beside(image, image)).toList());
    try (ProjectFolder project =
        ProjectFolder.create(
            folder.resolve("two.viseme"), two, Map.of("face", "2", "range", "0-3.1"))) {
      CaptureStages.analyze(
          project,
          new AnalyzeOptions(Optional.of("import"), Optional.empty(), Optional.empty()),
          JobContext.silent());
      CaptureFolder capture = CaptureFolder.open(project);
      assertThat(capture.clip().crop().width()).isEqualTo(256);
      assertThat((double) capture.clip().crop().x()).isCloseTo(256, within(40.0));
    }
  }

  private void refused(Path video, String words) {
    Path path = folder.resolve(video.getFileName() + ".viseme");
    try (ProjectFolder project = ProjectFolder.create(path, video, Map.of())) {
      assertThatThrownBy(
              () -> CaptureStages.analyze(project, AnalyzeOptions.ALL, JobContext.silent()))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.INPUT))
          .hasMessageStartingWith(words);
    }
  }

  private static RgbImage beside(RgbImage left, RgbImage right) {
    RgbImage both = new RgbImage(left.width() + right.width(), left.height());
    for (int y = 0; y < left.height(); y++) {
      int row = left.width() * 3;
      System.arraycopy(left.data(), y * row, both.data(), y * 2 * row, row);
      System.arraycopy(right.data(), y * row, both.data(), y * 2 * row + row, row);
    }
    return both;
  }

  /** The picture at a fifth of its size in the middle of grey. */
  private static RgbImage far(RgbImage image) {
    RgbImage small = Resampling.area(image, 96, 96);
    RgbImage canvas = new RgbImage(256, 256);
    Arrays.fill(canvas.data(), (byte) 128);
    for (int y = 0; y < 96; y++) {
      System.arraycopy(small.data(), y * 96 * 3, canvas.data(), ((80 + y) * 256 + 80) * 3, 96 * 3);
    }
    return canvas;
  }

  private static double difference(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      sum += Math.abs((a.data()[i] & 0xff) - (b.data()[i] & 0xff));
    }
    return sum / a.data().length;
  }
}
