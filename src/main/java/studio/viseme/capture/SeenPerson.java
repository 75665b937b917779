package studio.viseme.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import studio.viseme.face.FaceBox;

/**
 * One of the persons that pictures of a video show: where their face is in those that show it.
 *
 * <p>Faces are followed from picture to picture by place and size. Where that breaks off, as when
 * somebody moves across the picture or after a cut, the parts are put together again: two that are
 * never seen at once are one person, unless a nearer one fits too. Who it is isn't recognised.
 *
 * @param faces by the number of the picture
 */
record SeenPerson(SortedMap<Integer, FaceBox> faces) {
  /** A face counts from this share of the area of the largest in its picture on. */
  static final double RIVAL_AREA = 0.25;

  /** How far a face may be from where it was last, in faces. */
  private static final double NEAR = 1.5;

  private static final Comparator<SeenPerson> MOST_SEEN_FIRST =
      Comparator.comparingInt((SeenPerson person) -> person.faces.size()).reversed();

  /**
   * Who is seen, from left to right.
   *
   * @param looks the faces in each picture, in the pictures' order
   * @param share of the pictures that a second person must be seen in to count
   */
  static List<SeenPerson> in(List<List<FaceBox>> looks, double share) {
    List<SeenPerson> persons = joined(followed(looks));
    persons.sort(MOST_SEEN_FIRST);
    List<SeenPerson> counted = new ArrayList<>();
    for (SeenPerson person : persons) {
      if (counted.isEmpty() || person.faces.size() > share * looks.size()) {
        counted.add(person);
      }
    }
    counted.sort(Comparator.comparingDouble(SeenPerson::centerX));
    return List.copyOf(counted);
  }

  /** The faces of a picture that are not much smaller than the largest. */
  static List<FaceBox> rivals(List<FaceBox> faces) {
    double largest = faces.stream().mapToDouble(FaceBox::area).max().orElse(0);
    return faces.stream().filter(face -> face.area() >= RIVAL_AREA * largest).toList();
  }

  private static List<SeenPerson> followed(List<List<FaceBox>> looks) {
    List<SeenPerson> tracks = new ArrayList<>();
    for (int look = 0; look < looks.size(); look++) {
      List<FaceBox> open = new ArrayList<>(rivals(looks.get(look)));
      List<SeenPerson> free = new ArrayList<>(tracks);
      while (!open.isEmpty()) {
        SeenPerson best = null;
        FaceBox nearest = open.getFirst();
        double least = NEAR;
        for (SeenPerson track : free) {
          for (FaceBox face : open) {
            double distance = distance(track.faces.lastEntry().getValue(), face);
            if (distance < least) {
              least = distance;
              best = track;
              nearest = face;
            }
          }
        }
        if (best == null) {
          best = new SeenPerson(new TreeMap<>());
          tracks.add(best);
        } else {
          free.remove(best);
        }
        best.faces.put(look, nearest);
        open.remove(nearest);
      }
    }
    return tracks;
  }

  private static List<SeenPerson> joined(List<SeenPerson> tracks) {
    tracks.sort(MOST_SEEN_FIRST);
    List<SeenPerson> persons = new ArrayList<>();
    for (SeenPerson track : tracks) {
      persons.stream()
          .filter(person -> person.faces.keySet().stream().noneMatch(track.faces::containsKey))
          .min(Comparator.comparingDouble(person -> distance(person.typical(), track.typical())))
          .ifPresentOrElse(person -> person.faces.putAll(track.faces), () -> persons.add(track));
    }
    return persons;
  }

  /** Between the centres, and by how much one is larger, in faces. */
  private static double distance(FaceBox a, FaceBox b) {
    double size = (size(a) + size(b)) / 2;
    double apart = Math.hypot(a.centerX() - b.centerX(), a.centerY() - b.centerY()) / size;
    return apart + Math.abs(size(a) - size(b)) / size;
  }

  static double size(FaceBox face) {
    return Math.max(face.width(), face.height());
  }

  /** The face in the middle of their order from left to right. */
  FaceBox typical() {
    List<FaceBox> sorted =
        faces.values().stream().sorted(Comparator.comparingDouble(FaceBox::centerX)).toList();
    return sorted.get(sorted.size() / 2);
  }

  double centerX() {
    return typical().centerX();
  }

  boolean isIn(int look) {
    return faces.containsKey(look);
  }
}
