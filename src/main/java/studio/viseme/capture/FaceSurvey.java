package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import studio.viseme.face.FaceBox;
import studio.viseme.face.FaceTracker;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.media.VideoReader;

/**
 * Looks at some tens of pictures spread over the part of a video that may be learned from, to find
 * whose head it is about and where, and to refuse in time what can't be used.
 */
final class FaceSurvey {
  private static final int LOOKS = 48;
  private static final double SMALLEST_FACE = 64;

  /** The detector's score for nearly every upright face; one upside down has less. */
  private static final double SURE = 0.87;

  private static final double SURER = 0.06;

  /** So many doubtful pictures are looked at upside down and on their sides. */
  private static final int TRIES_TURNED = 4;

  /**
   * A second face counts from this share of the largest one's area on, and when it is there in this
   * share of the pictures.
   */
  private static final double RIVAL_AREA = 0.25;

  private static final double RIVAL_SHARE = 0.2;

  private final Path source;
  private final OptionalInt wanted;
  private final List<List<FaceBox>> looks = new ArrayList<>();

  /**
   * Pictures without a face of which the detector is sure, and of these, tried and better turned.
   */
  private int doubtful;

  private int triedTurned;
  private int turned;

  private FaceSurvey(Path source, OptionalInt wanted) {
    this.source = source;
    this.wanted = wanted;
  }

  /**
   * The chosen face in every picture that was looked at and shows it.
   *
   * @param from seconds of the source
   * @param to seconds; pictures after it are not looked at
   * @param wanted the face, counted from 1 at the left
   * @throws JobException (input) when there is mostly no face, a face under 64 pixels, or a second
   *     one and none was chosen
   */
  static List<FaceBox> of(Path source, double from, double to, OptionalInt wanted, JobContext job) {
    FaceSurvey survey = new FaceSurvey(source, wanted);
    survey.look(from, to, job);
    survey.requireUpright();
    survey.requireFaces();
    survey.requireOneFace();
    List<FaceBox> chosen = survey.chosen();
    requireLarge(chosen, source);
    return chosen;
  }

  private void look(double from, double to, JobContext job) {
    int count = (int) Math.clamp(Math.round((to - from) * ClipInfo.FPS), 1, LOOKS);
    try (FaceTracker tracker = new FaceTracker();
        VideoReader reader = VideoReader.open(source);
        JobContext.Task task = job.task("look for the face", count, "pictures")) {
      for (int i = 0; i < count; i++) {
        double moment = from + (to - from) * (i + 0.5) / count;
        reader.skipTo(moment);
        RgbImage image = reader.sample(moment);
        if (image == null) {
          break;
        }
        looks.add(tracker.detect(image));
        if (score(looks.getLast()) < SURE) {
          doubtful++;
          if (triedTurned < TRIES_TURNED) {
            triedTurned++;
            turned += betterTurned(image, tracker) ? 1 : 0;
          }
        }
        task.advance();
      }
    }
  }

  private static double score(List<FaceBox> faces) {
    return faces.stream().mapToDouble(FaceBox::score).max().orElse(0);
  }

  /** Whether the detector is surer of a face when the picture is upside down or on its side. */
  private boolean betterTurned(RgbImage image, FaceTracker tracker) {
    RgbImage onItsSide = quarterTurned(image);
    double turned =
        Stream.of(onItsSide, reversed(onItsSide), reversed(image))
            .mapToDouble(other -> score(tracker.detect(other)))
            .max()
            .orElse(0);
    return turned > score(looks.getLast()) + SURER;
  }

  /** Half a turn: the pixels in reverse order. */
  private static RgbImage reversed(RgbImage image) {
    RgbImage out = new RgbImage(image.width(), image.height());
    int last = image.data().length - 3;
    for (int p = 0; p <= last; p += 3) {
      System.arraycopy(image.data(), last - p, out.data(), p, 3);
    }
    return out;
  }

  private static RgbImage quarterTurned(RgbImage image) {
    RgbImage out = new RgbImage(image.height(), image.width());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        System.arraycopy(
            image.data(),
            (y * image.width() + x) * 3,
            out.data(),
            (x * out.width() + image.height() - 1 - y) * 3,
            3);
      }
    }
    return out;
  }

  private void requireFaces() {
    long without = looks.stream().filter(List::isEmpty).count();
    if (looks.isEmpty() || 2 * without > looks.size()) {
      throw JobException.input(
          "No face is seen in %d of %d pictures".formatted(without, looks.size()),
          source,
          "use a video that shows one person's face throughout");
    }
  }

  /** The detector sees faces that stand on their heads too, and is surer once they are turned. */
  private void requireUpright() {
    if (2 * doubtful > looks.size() && 2 * turned > triedTurned) {
      throw JobException.input(
          "The person isn't upright in %d of %d pictures".formatted(doubtful, looks.size()),
          source,
          "turn the video, it stands on its head or lies on its side");
    }
  }

  private void requireOneFace() {
    long several = looks.stream().filter(faces -> rivals(faces).size() > 1).count();
    if (wanted.isEmpty() && several > RIVAL_SHARE * looks.size()) {
      throw JobException.input(
          "More than one face is seen in %d of %d pictures".formatted(several, looks.size()),
          source,
          "choose one with --face, counted from 1 at the left");
    }
  }

  /** The faces that are not much smaller than the largest, from left to right. */
  private static List<FaceBox> rivals(List<FaceBox> faces) {
    double largest = faces.stream().mapToDouble(FaceBox::area).max().orElse(0);
    return faces.stream()
        .filter(face -> face.area() >= RIVAL_AREA * largest)
        .sorted(Comparator.comparingDouble(FaceBox::centerX))
        .toList();
  }

  private List<FaceBox> chosen() {
    if (wanted.isEmpty()) {
      return looks.stream().filter(faces -> !faces.isEmpty()).map(List::getFirst).toList();
    }
    int number = wanted.getAsInt();
    int most = looks.stream().mapToInt(faces -> rivals(faces).size()).max().orElse(0);
    List<FaceBox> chosen =
        looks.stream()
            .map(FaceSurvey::rivals)
            .filter(faces -> faces.size() == most && faces.size() >= number)
            .map(faces -> faces.get(number - 1))
            .toList();
    if (chosen.isEmpty()) {
      throw JobException.usage(
          "There is no face number " + number,
          "--face",
          "at most " + most + " are seen at a time, counted from 1 at the left");
    }
    return chosen;
  }

  private static void requireLarge(List<FaceBox> chosen, Path source) {
    double[] sizes =
        chosen.stream()
            .mapToDouble(face -> Math.max(face.width(), face.height()))
            .sorted()
            .toArray();
    double median = sizes[sizes.length / 2];
    if (median < SMALLEST_FACE) {
      throw JobException.input(
          "The face is only %.0f pixels large".formatted(median),
          source,
          "use a video in which it has at least 64");
    }
  }
}
