package studio.viseme.evaluation.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.GrayImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;
import studio.viseme.media.AudioSource;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.sample.FrameTruth;
import studio.viseme.sample.SampleFrame;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.voice.Phone;
import studio.viseme.speech.SpeechEncoder;

/** Films a presenter into a video file, as a camera would compress it, and keeps the truth. */
final class ClipRenderer {
  /** Frames that are rendered side by side before they are written in order. */
  private static final int BATCH = 16;

  /** Coverage that differs by this much, of 255, is the same. */
  private static final int SAME = 1;

  private static final GrayImage NOTHING =
      new GrayImage(SamplePresenter.SIZE, SamplePresenter.SIZE);

  private final PresenterClip clip;
  private final float[] landmarks;
  private final boolean[] speaking;
  private final List<RigidTransform> poses = new ArrayList<>();
  private final List<ClipTruth.Pixels> pictures = new ArrayList<>();
  private final int[] hidden = new int[SamplePresenter.SIZE * SamplePresenter.SIZE];

  /** Coverage in the last frame and the one before it. */
  private GrayImage before = NOTHING;

  private GrayImage beforeThat = NOTHING;

  private ClipRenderer(PresenterClip clip) {
    this.clip = clip;
    landmarks = new float[clip.frames() * LandmarkTrack.STRIDE];
    speaking = new boolean[clip.frames()];
  }

  /** Writes the clip's video and gives its truth. */
  static ClipTruth render(PresenterClip clip, Path video, JobContext job) {
    return new ClipRenderer(clip).run(video, job);
  }

  private ClipTruth run(Path video, JobContext job) {
    SamplePresenter presenter = clip.presenter();
    try (JobContext.Task task = job.task("film " + clip.name(), clip.frames(), "frames");
        VideoWriter writer =
            VideoWriter.withSound(
                video,
                VideoSettings.of(SamplePresenter.SIZE, SamplePresenter.SIZE, SamplePresenter.FPS)
                    .withVideoBitRate(clip.bitRate()),
                AudioSource.of(clip.speech(), SpeechEncoder.SAMPLE_RATE, 1))) {
      SampleFrame[] batch = new SampleFrame[BATCH];
      for (int first = 0; first < clip.frames(); first += BATCH) {
        int from = first;
        int count = Math.min(BATCH, clip.frames() - first);
        job.workers().forEach(count, i -> batch[i] = presenter.frame(clip.seconds(from + i)));
        for (int i = 0; i < count; i++) {
          writer.write(batch[i].picture());
          keep(batch[i].truth());
          task.advance();
        }
      }
      writer.finish();
    }
    float[] seen = new float[clip.frames()];
    Arrays.fill(seen, 1);
    return new ClipTruth(
        new LandmarkTrack(clip.frames(), landmarks, seen),
        new HeadTrack(presenter.camera(), poses, presenter.restShape(), 0),
        speaking,
        clip.cut() < clip.frames() ? Set.of(clip.cut()) : Set.of(),
        List.copyOf(pictures),
        presenter.plate(),
        presenter.movingBackdrop(),
        hidden,
        presenter.headDepth());
  }

  private void keep(FrameTruth truth) {
    int t = poses.size();
    System.arraycopy(
        truth.landmarks(), 0, landmarks, t * LandmarkTrack.STRIDE, LandmarkTrack.STRIDE);
    poses.add(truth.pose());
    GrayImage alpha = truth.alpha();
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] += alpha.data()[i] != 0 ? 1 : 0;
    }
    if (t % ClipTruth.EVERY == 1 && t > 1 && !(t - 2 < clip.cut() && clip.cut() <= t)) {
      markStill(pictures.getLast().still(), alpha);
    }
    if (t % ClipTruth.EVERY == 0) {
      pictures.add(
          new ClipTruth.Pixels(
              t,
              truth.labels(),
              alpha,
              truth.depth(),
              new GrayImage(alpha.width(), alpha.height())));
    }
    beforeThat = before;
    before = alpha;
    double middle = clip.seconds(t) + 0.5 / SamplePresenter.FPS;
    speaking[t] =
        clip.presenter().phones().stream()
            .anyMatch(p -> p.phone() != Phone.SIL && middle >= p.start() && middle < p.end());
  }

  /** Where the last frame's coverage is that of its neighbours. */
  private void markStill(GrayImage still, GrayImage after) {
    for (int i = 0; i < still.data().length; i++) {
      int middle = before.data()[i] & 0xff;
      boolean same =
          Math.abs((beforeThat.data()[i] & 0xff) - middle) <= SAME
              && Math.abs((after.data()[i] & 0xff) - middle) <= SAME;
      still.data()[i] = (byte) (same ? 255 : 0);
    }
  }
}
