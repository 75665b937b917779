package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
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

  /**
   * A second face counts from this share of the largest one's area on, and when it is there in this
   * share of the pictures.
   */
  private static final double RIVAL_AREA = 0.25;

  private static final double RIVAL_SHARE = 0.2;

  private final Path source;
  private final OptionalInt wanted;
  private final List<List<FaceBox>> looks = new ArrayList<>();

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
        RgbImage image = reader.sample(from + (to - from) * (i + 0.5) / count);
        if (image == null) {
          break;
        }
        looks.add(tracker.detect(image));
        task.advance();
      }
    }
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
