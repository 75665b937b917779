package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import studio.viseme.capture.check.Album;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.FrameRange;
import studio.viseme.capture.check.Severity;
import studio.viseme.face.FaceBox;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
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

  /** A video is refused for what is so in more pictures than this. */
  private static final double HALF = 0.5;

  /** The detector's score for nearly every upright face; one upside down has less. */
  private static final double SURE = 0.87;

  private static final double SURER = 0.06;

  /** So many doubtful pictures are looked at upside down and on their sides. */
  private static final int TRIES_TURNED = 4;

  /** A second person counts when seen in this share of the pictures. */
  private static final double RIVAL_SHARE = 0.2;

  /** A part of the video that is proposed is longer than one that would be refused, seconds. */
  private static final double SHORTEST_PART = 4;

  /** The picture of a face shows this many times its size, at this many pixels. */
  private static final double PORTRAIT = 2;

  private static final int PORTRAIT_SIDE = 160;

  private final Path source;
  private final double from;
  private final double to;
  private final List<Double> moments = new ArrayList<>();
  private final Optional<Rectangle> crop;

  /** Faces anywhere in the pictures, and those of them that are asked about. */
  private final List<List<FaceBox>> everywhere = new ArrayList<>();

  private final List<List<FaceBox>> looks = new ArrayList<>();
  private List<SeenPerson> persons = List.of();

  /**
   * Pictures without a face of which the detector is sure, and of these, tried and better turned.
   */
  private int doubtful;

  private int triedTurned;
  private int turned;

  /** The upright source's size, once a picture was seen. */
  private int width;

  private int height;

  private FaceSurvey(Path source, double from, double to, Optional<Rectangle> crop) {
    this.source = source;
    this.from = from;
    this.to = to;
    this.crop = crop;
  }

  /**
   * Looks at a video.
   *
   * @param from seconds of the source
   * @param learned seconds; pictures after it are not looked at
   * @param to seconds: the end of what is going to be imported
   * @param crop the part of the upright source that is asked for; faces outside it are nobody's
   */
  static FaceSurvey of(
      Path source,
      double from,
      double learned,
      double to,
      Optional<Rectangle> crop,
      JobContext job) {
    FaceSurvey survey = new FaceSurvey(source, from, to, crop);
    survey.look(learned, job);
    survey.persons = SeenPerson.in(survey.looks, RIVAL_SHARE);
    return survey;
  }

  private void look(double learned, JobContext job) {
    int count = (int) Math.clamp(Math.round((learned - from) * ClipInfo.FPS), 1, LOOKS);
    try (FaceTracker tracker = new FaceTracker();
        VideoReader reader = VideoReader.open(source);
        JobContext.Task task = job.task("look for the face", count, "pictures")) {
      for (int i = 0; i < count; i++) {
        double moment = from + (learned - from) * (i + 0.5) / count;
        reader.skipTo(moment);
        RgbImage image = reader.sample(moment);
        if (image == null) {
          break;
        }
        moments.add(moment);
        width = image.width();
        height = image.height();
        everywhere.add(tracker.detect(image));
        looks.add(everywhere.getLast().stream().filter(this::isAskedAbout).toList());
        if (score(everywhere.getLast()) < SURE) {
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

  private boolean isAskedAbout(FaceBox face) {
    return crop.isEmpty() || contains(crop.get(), face);
  }

  private static boolean contains(Rectangle box, FaceBox face) {
    return face.centerX() >= box.x()
        && face.centerX() < box.right()
        && face.centerY() >= box.y()
        && face.centerY() < box.bottom();
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
    return turned > score(everywhere.getLast()) + SURER;
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

  /**
   * The chosen face in every picture that was looked at and shows it; without a choice, that of
   * which the detector is surest.
   *
   * @throws JobException (usage) when there is no such face
   */
  List<FaceBox> faces(Optional<FaceChoice> choice) {
    return choice
        .map(wanted -> List.copyOf(person(wanted).faces().values()))
        .orElseGet(
            () -> looks.stream().filter(faces -> !faces.isEmpty()).map(List::getFirst).toList());
  }

  private SeenPerson person(FaceChoice choice) {
    return switch (choice) {
      case FaceChoice.Outermost side ->
          side == FaceChoice.Outermost.LEFT ? persons.getFirst() : persons.getLast();
      case FaceChoice.Numbered wanted -> {
        if (wanted.number() > persons.size()) {
          throw JobException.usage(
              "There is no face number " + wanted.number(),
              "--face",
              persons.size() == 1 ? "only one is seen" : "those seen are " + places(persons));
        }
        yield persons.get(wanted.number() - 1);
      }
      case FaceChoice.Nearest place ->
          persons.stream()
              .min(Comparator.comparingDouble(person -> distance(person, place)))
              .filter(person -> distance(person, place) < 1.5 * SeenPerson.size(person.typical()))
              .orElseThrow(
                  () ->
                      JobException.usage(
                          "There is no face at " + place,
                          "--face",
                          "those seen are " + places(persons)));
    };
  }

  private static double distance(SeenPerson person, FaceChoice.Nearest place) {
    FaceBox face = person.typical();
    return Math.hypot(face.centerX() - place.x(), face.centerY() - place.y());
  }

  /** {@code 1 (at 320,200) or 2 (at 900,220)}. */
  private static String places(List<SeenPerson> persons) {
    return IntStream.range(0, persons.size())
        .mapToObj(
            i -> {
              FaceBox face = persons.get(i).typical();
              return String.format(
                  Locale.ROOT, "%d (at %.0f,%.0f)", i + 1, face.centerX(), face.centerY());
            })
        .collect(Collectors.joining(" or "));
  }

  /**
   * Why the video can't be used as it was asked for; empty when it can.
   *
   * @param album for the pictures that show it
   */
  Optional<Refusal> refusal(Optional<FaceChoice> choice, Album album) {
    return notUpright()
        .or(this::mostlyWithoutFace)
        .or(() -> choice.isEmpty() && persons.size() > 1 ? severalFaces(album) : Optional.empty())
        .or(() -> smallFace(faces(choice)));
  }

  /** The detector sees faces that stand on their heads too, and is surer once they are turned. */
  private Optional<Refusal> notUpright() {
    if (looks.isEmpty() || share(doubtful) <= HALF || 2 * turned <= triedTurned) {
      return Optional.empty();
    }
    return refused(
        "upright",
        "The person isn't upright in %d of %d pictures".formatted(doubtful, looks.size()),
        "turn the video, it stands on its head or lies on its side",
        share(doubtful),
        HALF,
        "share",
        new Fix.None());
  }

  private Optional<Refusal> mostlyWithoutFace() {
    long without = looks.stream().filter(List::isEmpty).count();
    if (!looks.isEmpty() && share(without) <= HALF) {
      return Optional.empty();
    }
    List<FaceBox> outside =
        everywhere.stream().filter(faces -> !faces.isEmpty()).map(List::getFirst).toList();
    if (crop.isPresent() && share(outside.size()) > HALF) {
      return refused(
          "crop",
          "No face is seen inside the crop in %d of %d pictures".formatted(without, looks.size()),
          "choose a crop around the head",
          share(without),
          HALF,
          "share",
          HeadCrop.fix(outside, true, width, height));
    }
    return refused(
        "face-lost",
        "No face is seen in %d of %d pictures".formatted(without, looks.size()),
        "use a video that shows one person's face throughout",
        looks.isEmpty() ? 1 : share(without),
        HALF,
        "share",
        part(look -> !looks.get(look).isEmpty()));
  }

  private Optional<Refusal> smallFace(List<FaceBox> faces) {
    double[] sizes = faces.stream().mapToDouble(SeenPerson::size).sorted().toArray();
    double median = sizes[sizes.length / 2];
    if (median >= SMALLEST_FACE) {
      return Optional.empty();
    }
    return refused(
        "face-size",
        "The face is only %.0f pixels large".formatted(median),
        "use a video in which it has at least 64",
        median,
        SMALLEST_FACE,
        "px",
        part(
            look ->
                looks.get(look).stream().anyMatch(face -> SeenPerson.size(face) >= SMALLEST_FACE)));
  }

  private Optional<Refusal> refused(
      String id, String what, String remedy, double measured, double limit, String unit, Fix fix) {
    String otherwise =
        switch (fix) {
          case Fix.Trim part ->
              String.format(
                  Locale.ROOT, ", or the part from %.1f to %.1f seconds", part.from(), part.to());
          case Fix.Crop head -> ", such as %d,%d,%d".formatted(head.x(), head.y(), head.size());
          default -> "";
        };
    String how = fix.canBeApplied() ? " with \"viseme analyze PROJECT --fix " + id + "\"" : "";
    Finding finding =
        Finding.of(id, Severity.REFUSAL, what + "; " + remedy, measured, limit, unit).with(fix);
    return Optional.of(new Refusal(finding, what, remedy + otherwise + how));
  }

  /** The longest part of the video of which something holds, if it is long enough to be used. */
  private Fix part(IntPredicate holds) {
    double begin = 0;
    double end = 0;
    int first = -1;
    for (int look = 0; look <= looks.size(); look++) {
      boolean on = look < looks.size() && holds.test(look);
      if (on && first < 0) {
        first = look;
      } else if (!on && first >= 0) {
        double start = first == 0 ? from : moments.get(first);
        double stop = look == looks.size() ? to : moments.get(look - 1);
        if (stop - start > end - begin) {
          begin = start;
          end = stop;
        }
        first = -1;
      }
    }
    boolean whole = begin == from && end == to;
    return end - begin < SHORTEST_PART || whole ? new Fix.None() : new Fix.Trim(begin, end);
  }

  private Optional<Refusal> severalFaces(Album album) {
    int several = 0;
    boolean[] flags = new boolean[Math.max(1, frame(to))];
    for (int look = 0; look < looks.size(); look++) {
      if (isShared(look)) {
        several++;
        int before = look == 0 ? 0 : frame((moments.get(look - 1) + moments.get(look)) / 2);
        int after =
            look == looks.size() - 1
                ? flags.length
                : frame((moments.get(look) + moments.get(look + 1)) / 2);
        for (int i = before; i < Math.min(flags.length, after); i++) {
          flags[i] = true;
        }
      }
    }
    String what =
        "More than one face is seen in %d of %d pictures".formatted(several, looks.size());
    Finding finding =
        Finding.of(
                "one-face",
                Severity.REFUSAL,
                what + "; choose the person this is about",
                share(several),
                RIVAL_SHARE,
                "share")
            .in(FrameRange.of(flags, 0, 1));
    return Optional.of(
        new Refusal(
            withPictures(finding, album),
            what,
            "choose "
                + places(persons)
                + " with \"viseme create … --face N\" or \"viseme analyze … --fix one-face=N\""));
  }

  private double share(long pictures) {
    return (double) pictures / looks.size();
  }

  private int frame(double moment) {
    return (int) Math.round((moment - from) * ClipInfo.FPS);
  }

  private boolean isShared(int look) {
    return persons.stream().filter(person -> person.isIn(look)).count() > 1;
  }

  /** Adds a picture with all the faces, one of each, and the choice between them. */
  private Finding withPictures(Finding finding, Album album) {
    int look =
        IntStream.range(0, looks.size())
            .boxed()
            .max(
                Comparator.comparingLong(
                    i -> persons.stream().filter(person -> person.isIn(i)).count()))
            .orElseThrow();
    String whole = album.keep(finding.id(), picture(look));
    List<Fix.Face> choice = new ArrayList<>();
    for (int i = 0; i < persons.size(); i++) {
      SeenPerson person = persons.get(i);
      int seen = person.isIn(look) ? look : person.faces().firstKey();
      FaceBox face = person.faces().get(seen);
      String portrait = album.keep("face-" + (i + 1), portrait(picture(seen), face));
      Rectangle box =
          new Rectangle((int) face.x(), (int) face.y(), (int) face.width(), (int) face.height());
      double share = Math.rint(share(person.faces().size()) * 1000) / 1000;
      choice.add(new Fix.Face(i + 1, box, share, portrait));
    }
    return finding.shownBy(whole).with(new Fix.ChooseFace(0, choice));
  }

  private RgbImage picture(int look) {
    try (VideoReader reader = VideoReader.open(source)) {
      reader.skipTo(moments.get(look));
      RgbImage image = reader.sample(moments.get(look));
      if (image == null) {
        throw new IllegalStateException("a picture that was seen is gone");
      }
      return image;
    }
  }

  private static RgbImage portrait(RgbImage image, FaceBox face) {
    int side =
        (int) Math.min(PORTRAIT * SeenPerson.size(face), Math.min(image.width(), image.height()));
    int x = Math.clamp((int) face.centerX() - side / 2, 0, image.width() - side);
    int y = Math.clamp((int) face.centerY() - side / 2, 0, image.height() - side);
    RgbImage part = Resampling.crop(image, new Rectangle(x, y, side, side));
    return side >= PORTRAIT_SIDE
        ? Resampling.area(part, PORTRAIT_SIDE, PORTRAIT_SIDE)
        : Resampling.bilinear(part, PORTRAIT_SIDE, PORTRAIT_SIDE);
  }
}
