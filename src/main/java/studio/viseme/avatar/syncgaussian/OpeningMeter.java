package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.MouthState;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;

/**
 * Finds out how an avatar shows openings between lips: frames that it has learnt from are drawn
 * with the mouth that was tracked in them, the lips of picture and film are read by the same
 * reader, and what is missing in the median is the {@link ShownOpening}. Nothing of a held-out
 * frame is read.
 */
final class OpeningMeter {
  /** Frames that are looked at; one look is wrong by a millimetre. */
  private static final int LOOKS = 32;

  /** Fewer readings say nothing. */
  private static final int FEWEST = 20;

  /**
   * Openings of the film that count, centimetres: lips that nearly meet snap together in the
   * tracker's eye, and how wide a wide mouth is, is learnt.
   */
  private static final double NARROWEST = 0.1;

  private static final double WIDEST = 0.7;

  private final Capture capture;
  private final LandmarkTrack landmarks;
  private final HeadTrack head;
  private final IntFunction<Layer> heads;
  private final LipReader reader;

  /**
   * @param heads draws a training frame's head with the mouth that was tracked
   */
  OpeningMeter(Capture capture, IntFunction<Layer> heads, LipReader reader) {
    this.capture = capture;
    this.landmarks = capture.landmarks();
    this.head = capture.head();
    this.heads = heads;
    this.reader = reader;
  }

  ShownOpening measure(JobContext job) {
    int[] all =
        IntStream.range(0, capture.clip().firstHeldOutFrame())
            .filter(frame -> capture.usable(frame) && counts(tracked(frame)))
            .toArray();
    int[] frames = TrainingSet.spread(all, LOOKS);
    double[] missing = new double[frames.length];
    Arrays.fill(missing, Double.NaN);
    try (JobContext.Task task = job.task("openings", frames.length, "frames")) {
      int piece = job.workers().parallelism();
      for (int from = 0; from < frames.length; from += piece) {
        int first = from;
        int count = Math.min(piece, frames.length - first);
        RgbImage[] films = new RgbImage[count];
        RgbImage[] pictures = new RgbImage[count];
        for (int i = 0; i < count; i++) {
          films[i] = capture.frames().frame(frames[first + i]);
          pictures[i] = over(films[i], heads.apply(frames[first + i]));
        }
        job.workers()
            .forEach(
                count,
                i -> {
                  int frame = frames[first + i];
                  OptionalDouble filmed = reader.opening(films[i], frame);
                  OptionalDouble shown = reader.opening(pictures[i], frame);
                  if (filmed.isPresent() && shown.isPresent()) {
                    missing[first + i] = filmed.getAsDouble() - shown.getAsDouble();
                  }
                });
        task.advance(count, "");
      }
    }
    double[] read = Arrays.stream(missing).filter(Double::isFinite).sorted().toArray();
    return read.length < FEWEST
        ? ShownOpening.AS_MEANT
        : new ShownOpening((float) ((read[(read.length - 1) / 2] + read[read.length / 2]) / 2));
  }

  private double tracked(int frame) {
    return MouthState.of(landmarks, head, frame).gap();
  }

  private static boolean counts(double opening) {
    return opening >= NARROWEST && opening <= WIDEST;
  }

  /** The head over the film: what it doesn't cover is none of the reader's business. */
  private static RgbImage over(RgbImage film, Layer head) {
    float[] rgba = head.rgba();
    RgbImage picture = new RgbImage(film.width(), film.height());
    for (int i = 0; i < film.width() * film.height(); i++) {
      float through = 1 - rgba[4 * i + 3];
      for (int c = 0; c < 3; c++) {
        float value = 255 * rgba[4 * i + c] + through * (film.data()[3 * i + c] & 0xff);
        picture.data()[3 * i + c] = (byte) Math.clamp(Math.round(value), 0, 255);
      }
    }
    return picture;
  }
}
