package studio.viseme.face.tracking;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import studio.viseme.face.FaceBox;
import studio.viseme.image.FrameSource;
import studio.viseme.image.MipMap;
import studio.viseme.job.JobContext;
import studio.viseme.job.ParallelTask;
import studio.viseme.job.Pool;

/**
 * The first pass over a clip: in which square the face is, frame by frame. The squares are smoothed
 * over half a second afterwards, so a look at every sixth frame tells as much as one at each. Where
 * the face moves fast from one look to the next, or is lost, the frame halfway is looked at too,
 * and so on down to every frame; so are both sides of a cut.
 *
 * <p>Spans of frames are followed independently, so that they run side by side, and the result
 * doesn't depend on the number of workers. No frame from {@code fitFrames} on decides about one
 * before it.
 */
final class FaceFollower {
  /** Frames that are followed in one go before the face is detected anew. */
  private static final int SPAN = 100;

  /** Frames from one look to the next. */
  private static final int STRIDE = 6;

  /** How far a face may move between two looks, shares of the square's size. */
  private static final double FAST = 0.04;

  private final Pool<FaceDetector> detectors;
  private final Pool<AttentionMesh> meshes;
  private final FrameSource frames;
  private final int[] segments;
  private final int fitFrames;

  FaceFollower(
      Pool<FaceDetector> detectors,
      Pool<AttentionMesh> meshes,
      FrameSource frames,
      int[] segments,
      int fitFrames) {
    this.detectors = detectors;
    this.meshes = meshes;
    this.frames = frames;
    this.segments = segments;
    this.fitFrames = fitFrames;
  }

  /**
   * The square around the main face in each frame, null where there is none: the largest face of
   * the first frame that shows one, and whichever is nearest to its place after it was lost.
   */
  FaceCrop[] follow(JobContext job) {
    FaceCrop[] crops = new FaceCrop[frames.count()];
    FaceBox anchor = firstFace(job);
    if (anchor == null) {
      return crops;
    }
    ParallelTask.forEachSpan(
        job,
        "find the face",
        frames.count(),
        SPAN,
        (progress, first) -> {
          int end = Math.min(first + SPAN, frames.count());
          new Span(crops, first, end, anchor).follow(progress);
        });
    return crops;
  }

  /** The largest face of the first frame that has one; null when no frame has. */
  private FaceBox firstFace(JobContext job) {
    for (int i = 0; i < frames.count(); i++) {
      job.checkpoint();
      MipMap image = new MipMap(frames.frame(i));
      Optional<FaceBox> largest =
          detectors.with(d -> d.detect(image)).stream()
              .max(Comparator.comparingDouble(FaceBox::area));
      if (largest.isPresent()) {
        return largest.get();
      }
    }
    return null;
  }

  /**
   * True where a frame mustn't be told from the one before it: at a cut, and where fitting ends.
   */
  private boolean isBorder(int frame) {
    return frame == fitFrames || segments[frame] != segments[frame - 1];
  }

  /** Frames followed one after the other. */
  private final class Span {
    private final FaceCrop[] crops;
    private final int first;
    private final int end;

    /** Where the face was last. */
    private double x;

    private double y;

    Span(FaceCrop[] crops, int first, int end, FaceBox anchor) {
      this.crops = crops;
      this.first = first;
      this.end = end;
      x = anchor.centerX();
      y = anchor.centerY();
    }

    void follow(ParallelTask progress) {
      int last = -1;
      for (int i = first; i < end; i++) {
        if (last < 0 || i - last == STRIDE || i == end - 1 || isBorder(i) || isBorder(i + 1)) {
          boolean fresh = last < 0 || isBorder(i);
          crops[i] = look(i, fresh ? null : crops[last]);
          if (last >= 0) {
            fill(last, i);
          }
          last = i;
        }
        progress.advance();
      }
    }

    /** The frames between two looks: interpolated, or looked at when that could go wrong. */
    private void fill(int from, int to) {
      if (to - from < 2) {
        return;
      }
      FaceCrop a = crops[from];
      FaceCrop b = crops[to];
      if (a != null && b != null && a.distance(b) < FAST) {
        for (int i = from + 1; i < to; i++) {
          crops[i] = a.mix(b, (double) (i - from) / (to - from));
        }
      } else {
        int middle = (from + to) / 2;
        crops[middle] = look(middle, a);
        fill(from, middle);
        fill(middle, to);
      }
    }

    private FaceCrop look(int frame, FaceCrop before) {
      MipMap image = new MipMap(frames.frame(frame));
      FaceCrop found = lookInto(image, before);
      if (found == null) {
        found = findAgain(image);
      }
      if (found != null) {
        x = found.centerX();
        y = found.centerY();
      }
      return found;
    }

    private FaceCrop findAgain(MipMap image) {
      List<FaceBox> faces = detectors.with(d -> d.detect(image));
      if (faces.isEmpty()) {
        return null;
      }
      FaceCrop crop = FaceCrop.around(FaceBox.nearest(faces, x, y));
      return lookInto(image, lookInto(image, crop));
    }

    /** Looks where the face was; null when it isn't there, or that isn't known. */
    private FaceCrop lookInto(MipMap image, FaceCrop before) {
      if (before == null) {
        return null;
      }
      AttentionMesh.Result result = meshes.with(m -> m.look(image, before));
      FaceCrop now = FaceCrop.around(result.points());
      return result.found() && plausible(now, image) ? now : null;
    }

    private boolean isBorder(int frame) {
      return frame > first && frame < end && FaceFollower.this.isBorder(frame);
    }
  }

  private static boolean plausible(FaceCrop crop, MipMap image) {
    int w = image.image().width();
    int h = image.image().height();
    return crop.size() > 16
        && crop.size() < 4.0 * Math.max(w, h)
        && crop.centerX() > 0
        && crop.centerX() < w
        && crop.centerY() > 0
        && crop.centerY() < h;
  }
}
