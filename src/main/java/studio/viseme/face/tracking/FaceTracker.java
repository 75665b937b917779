package studio.viseme.face.tracking;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import studio.viseme.face.FaceBox;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.SkinFlow;
import studio.viseme.image.FrameSource;
import studio.viseme.image.MipMap;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.ParallelTask;
import studio.viseme.job.Pool;
import studio.viseme.math.Smoothing;

/**
 * Finds a face in every frame of a clip, in two passes. {@link FaceFollower} finds out where it is;
 * the square that it looks through jumps with its own noise. The second pass looks through squares
 * that were smoothed over time, several looks a frame, and gives the landmarks: their noise falls
 * from 0.7 to 0.2 pixels at 512. On the way {@link FlowMeter} measures how the skin moved since the
 * frame before.
 *
 * <p>Nothing of a frame from {@code fitFrames} on reaches a frame before it. The result doesn't
 * depend on the number of workers. Thread-safe: each thread borrows networks of its own.
 */
public final class FaceTracker implements AutoCloseable {
  /** Frames that one worker looks at in a row. */
  private static final int SPAN = 50;

  /** Standard deviation of the squares' smoothing, frames. */
  private static final double CROP_SMOOTHING = 6;

  /** How far a smoothed square may be from where the face is, shares of its size. */
  private static final double MAX_LAG = 0.05;

  private final Pool<FaceDetector> detectors = new Pool<>(FaceDetector::new);
  private final Pool<AttentionMesh> meshes = new Pool<>(AttentionMesh::new);

  /** Every face in a picture, largest first; small ones too. */
  public List<FaceBox> detect(RgbImage image) {
    return detectors.with(d -> d.detectThoroughly(image)).stream()
        .sorted(Comparator.comparingDouble(FaceBox::area).reversed())
        .toList();
  }

  /** Tracks a clip without cuts none of whose frames are held out. */
  public FaceTrack track(FrameSource frames, JobContext job) {
    return track(frames, new int[frames.count()], frames.count(), job);
  }

  /**
   * Tracks the clip's main face: the largest of the first frame that shows one, and whichever is
   * nearest to its place after it was lost.
   *
   * @param segments a number for each frame, another after each cut
   * @param fitFrames the first held-out frame, or the number of frames
   */
  public FaceTrack track(FrameSource frames, int[] segments, int fitFrames, JobContext job) {
    return track(frames, segments, fitFrames, (frame, points) -> {}, job);
  }

  /** Looks on; called on any worker's thread. */
  public interface Watcher {
    /**
     * A frame that shows the face.
     *
     * @param points 478 × (x, y, z), the tracker's own: to be copied by who keeps them
     */
    void found(int frame, float[] points);
  }

  /** The same while somebody looks on, which changes nothing. */
  public FaceTrack track(
      FrameSource frames, int[] segments, int fitFrames, Watcher watcher, JobContext job) {
    FaceCrop[] crops = new FaceFollower(detectors, meshes, frames, segments, fitFrames).follow(job);
    FaceCrop[] smooth = smooth(crops, segments, fitFrames);
    int level = commonLevel(smooth, fitFrames);
    float[] points = new float[frames.count() * LandmarkTrack.STRIDE];
    float[] scores = new float[frames.count()];
    SkinFlow flow = SkinFlow.unknown(frames.count());
    ParallelTask.forEachSpan(
        job,
        "landmarks",
        frames.count(),
        SPAN,
        (progress, first) -> {
          FlowMeter meter = new FlowMeter(level, flow);
          if (first > 0 && segments[first] == segments[first - 1]) {
            meter.begin(new MipMap(frames.frame(first - 1)));
          }
          for (int i = first; i < Math.min(first + SPAN, frames.count()); i++) {
            MipMap image = new MipMap(frames.frame(i));
            if (i > first && segments[i] != segments[i - 1]) {
              meter.forget();
            }
            FaceCrop crop = smooth[i];
            if (crop != null) {
              AttentionMesh.Result result = meshes.with(m -> m.lookClosely(image, crop, level));
              if (result.found()) {
                System.arraycopy(
                    result.points(), 0, points, i * LandmarkTrack.STRIDE, LandmarkTrack.STRIDE);
                scores[i] = result.score();
                watcher.found(i, result.points());
              }
              meter.measure(i, image, result.found() ? result.points() : null);
            } else {
              meter.forget();
            }
            progress.advance();
          }
        });
    LandmarkTrack seen = new LandmarkTrack(frames.count(), points, scores);
    return new FaceTrack(GapFiller.fill(seen, segments, fitFrames), flow, segments);
  }

  /**
   * The landmarks of one picture by itself, 478 × (x, y, z): no smoothing, no clip, no prior, so
   * that real and rendered frames are measured alike. The largest face counts; empty when there is
   * none.
   */
  public Optional<float[]> rawLandmarks(RgbImage image) {
    MipMap picture = new MipMap(image);
    Optional<FaceBox> face =
        detectors.with(d -> d.detect(picture)).stream()
            .max(Comparator.comparingDouble(FaceBox::area));
    if (face.isEmpty()) {
      face = detect(image).stream().findFirst();
    }
    return face.flatMap(
        box ->
            meshes.with(
                mesh -> {
                  FaceCrop crop =
                      FaceCrop.around(mesh.look(picture, FaceCrop.around(box)).points());
                  crop = FaceCrop.around(mesh.look(picture, crop).points());
                  AttentionMesh.Result result =
                      mesh.lookClosely(picture, crop, AttentionMesh.levelFor(crop));
                  return result.found() ? Optional.of(result.points()) : Optional.empty();
                }));
  }

  /**
   * The landmarks of one picture by itself whose face is known to be about where some points are:
   * what {@link #rawLandmarks} says, without the search.
   *
   * @param near 478 × (x, y, z), pixels of the picture
   * @return empty where no face is
   */
  public Optional<float[]> landmarksNear(RgbImage image, float[] near) {
    MipMap picture = new MipMap(image);
    FaceCrop crop = FaceCrop.around(near);
    AttentionMesh.Result result =
        meshes.with(mesh -> mesh.lookClosely(picture, crop, AttentionMesh.levelFor(crop)));
    return result.found() ? Optional.of(result.points()) : Optional.empty();
  }

  /**
   * Smooths runs of frames by themselves: a run ends at a cut, where the face is lost, where it
   * jumps, and where fitting ends.
   */
  static FaceCrop[] smooth(FaceCrop[] crops, int[] segments, int fitFrames) {
    FaceCrop[] out = new FaceCrop[crops.length];
    int start = 0;
    for (int i = 1; i <= crops.length; i++) {
      boolean ends =
          i == crops.length
              || i == fitFrames
              || segments[i] != segments[i - 1]
              || crops[i] == null
              || crops[i - 1] == null
              || crops[i - 1].jumpedTo(crops[i]);
      if (ends) {
        smoothRun(crops, out, start, i);
        start = i;
      }
    }
    return out;
  }

  private static void smoothRun(FaceCrop[] crops, FaceCrop[] out, int from, int to) {
    if (from >= to || crops[from] == null) {
      return;
    }
    int n = to - from;
    double[][] series = new double[4][n];
    for (int i = 0; i < n; i++) {
      FaceCrop crop = crops[from + i];
      series[0][i] = crop.centerX();
      series[1][i] = crop.centerY();
      series[2][i] = Math.log(crop.size());
      // Within a run heads turn by little a frame: no wrap beyond the first angle's half turn.
      series[3][i] = i == 0 ? crop.rotation() : unwrap(crop.rotation(), series[3][i - 1]);
    }
    for (int k = 0; k < 4; k++) {
      series[k] = Smoothing.gaussian(series[k], CROP_SMOOTHING);
    }
    for (int i = 0; i < n; i++) {
      FaceCrop raw = crops[from + i];
      double dx = series[0][i] - raw.centerX();
      double dy = series[1][i] - raw.centerY();
      double limit = Math.min(1, MAX_LAG * raw.size() / Math.max(1e-9, Math.hypot(dx, dy)));
      out[from + i] =
          new FaceCrop(
              raw.centerX() + limit * dx,
              raw.centerY() + limit * dy,
              Math.exp(series[2][i]),
              series[3][i]);
    }
  }

  private static double unwrap(double angle, double near) {
    return angle - 2 * Math.PI * Math.rint((angle - near) / (2 * Math.PI));
  }

  /** One mip level for the whole clip, so that no frame differs from the next by its sampling. */
  private static int commonLevel(FaceCrop[] crops, int fitFrames) {
    double[] sizes =
        Arrays.stream(crops, 0, fitFrames)
            .filter(Objects::nonNull)
            .mapToDouble(FaceCrop::size)
            .toArray();
    return sizes.length == 0
        ? 0
        : MipMap.levelFor(Smoothing.quantile(sizes, 0.5) / AttentionMesh.SIDE);
  }

  @Override
  public void close() {
    detectors.close();
    meshes.close();
  }
}
