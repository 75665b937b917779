package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.face.depth.HeadSurface;
import studio.viseme.face.depth.HeadSurfaceFitter;
import studio.viseme.face.depth.MeshDepth;
import studio.viseme.face.parsing.PortraitParser;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;
import studio.viseme.sample.voice.SampleScript;

/** Masks and depth of the presenter against the truth; landmarks and pose are the true ones. */
class SampleParsingTest {
  private static final int FRAMES = 14;

  private static final List<SampleFrame> TRUTH = new ArrayList<>();
  private static final List<Parsing> PARSINGS = new ArrayList<>();
  private static LandmarkTrack track;
  private static HeadTrack head;
  private static PortraitParser parser;

  @BeforeAll
  static void parse() {
    SamplePresenter presenter = new SamplePresenter(SampleScript.bundled("presenter"), 7);
    float[] points = new float[FRAMES * LandmarkTrack.STRIDE];
    float[] score = new float[FRAMES];
    Arrays.fill(score, 1);
    List<RigidTransform> poses = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      SampleFrame frame = presenter.frame(0.5 + 3.7 * t);
      TRUTH.add(frame);
      poses.add(frame.truth().pose());
      System.arraycopy(
          frame.truth().landmarks(), 0, points, t * LandmarkTrack.STRIDE, LandmarkTrack.STRIDE);
    }
    track = new LandmarkTrack(FRAMES, points, score);
    head = new HeadTrack(presenter.camera(), poses, presenter.restShape(), 0);
    parser = PortraitParser.fit(new Take(), track, head, FRAMES, JobContext.silent());
    for (int t = 0; t < FRAMES; t++) {
      PARSINGS.add(parser.parse(TRUTH.get(t).picture(), track, head, t));
    }
  }

  @AfterAll
  static void close() {
    if (parser != null) {
      parser.close();
    }
  }

  @Test
  void everyRegionIsWhereItIs() {
    assertThat(overlap(FaceRegion::isHead)).as("head").isGreaterThan(0.96);
    assertThat(overlap(region -> region == FaceRegion.TORSO)).as("torso").isGreaterThan(0.94);
    assertThat(overlap(region -> region == FaceRegion.HAIR)).as("hair").isGreaterThan(0.9);
    assertThat(overlap(region -> region == FaceRegion.NECK)).as("neck").isGreaterThan(0.88);
    assertThat(overlap(region -> region == FaceRegion.LIPS)).as("lips").isGreaterThan(0.8);
    assertThat(overlap(region -> region != FaceRegion.BACKGROUND)).as("person").isGreaterThan(0.98);
  }

  @Test
  void thePlateIsTheEmptyStage() {
    byte[] seen = parser.plate().image().data();
    long wrong = 0;
    long known = 0;
    for (int i = 0; i < FRAMES; i++) {
      byte[] labels = TRUTH.get(i).truth().labels().data();
      byte[] picture = TRUTH.get(i).picture().data();
      for (int p = 0; p < labels.length; p++) {
        if (labels[p] == 0 && (parser.plate().reliability().data()[p] & 255) > 100) {
          known++;
          wrong += Math.abs((picture[3 * p] & 255) - (seen[3 * p] & 255)) > 6 ? 1 : 0;
        }
      }
    }
    assertThat(known).isGreaterThan(500_000);
    assertThat((double) wrong / known).isLessThan(0.002);
  }

  @Test
  void depthIsTheTruthsUpToScaleAndShift() {
    SkullEllipsoid skull = SkullEllipsoid.fit(track, head, PARSINGS::get, FRAMES);
    HeadSurface surface = HeadSurfaceFitter.fit(track, head, skull, PARSINGS::get, FRAMES);
    MeshDepth depths = new MeshDepth(head, surface);
    double face = 0;
    double all = 0;
    for (int t = 0; t < FRAMES; t += 4) {
      float[] depth = depths.depth(track.frame(t), head.poses().get(t), PARSINGS.get(t)).data();
      face += error(depth, TRUTH.get(t).truth(), false) / 4;
      all += error(depth, TRUTH.get(t).truth(), true) / 4;
    }
    // Shares of the 20 centimetres from nose to nape.
    assertThat(face / 20).as("face").isLessThan(0.02);
    assertThat(all / 20).as("face and hair").isLessThan(0.06);
  }

  /** Mean distance to the truth after the best scale and shift, centimetres. */
  private static double error(float[] depth, FrameTruth truth, boolean hair) {
    byte[] labels = truth.labels().data();
    float[] z = truth.depth().data();
    boolean[] counts = new boolean[z.length];
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < z.length; i++) {
      FaceRegion region = FaceRegion.of(labels[i]);
      boolean part = region == FaceRegion.HEAD_SKIN || hair && region == FaceRegion.HAIR;
      counts[i] = part && Float.isFinite(depth[i]) && Float.isFinite(z[i]);
      if (counts[i]) {
        n++;
        sx += depth[i];
        sy += z[i];
        sxx += (double) depth[i] * depth[i];
        sxy += (double) depth[i] * z[i];
      }
    }
    double scale = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    double shift = (sy - scale * sx) / n;
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += counts[i] ? Math.abs(scale * depth[i] + shift - z[i]) : 0;
    }
    return sum / n;
  }

  private interface Part {
    boolean holds(FaceRegion region);
  }

  /** Intersection over union over all frames. */
  private static double overlap(Part part) {
    long both = 0;
    long either = 0;
    for (int t = 0; t < FRAMES; t++) {
      byte[] truth = TRUTH.get(t).truth().labels().data();
      byte[] found = PARSINGS.get(t).labels().data();
      for (int i = 0; i < truth.length; i++) {
        boolean a = part.holds(FaceRegion.of(truth[i]));
        boolean b = part.holds(FaceRegion.of(found[i]));
        both += a && b ? 1 : 0;
        either += a || b ? 1 : 0;
      }
    }
    return (double) both / either;
  }

  private static final class Take implements FrameSource {
    @Override
    public int width() {
      return SamplePresenter.SIZE;
    }

    @Override
    public int height() {
      return SamplePresenter.SIZE;
    }

    @Override
    public int count() {
      return FRAMES;
    }

    @Override
    public RgbImage frame(int index) {
      return TRUTH.get(index).picture().copy();
    }
  }
}
