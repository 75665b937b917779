package studio.viseme.evaluation.strangers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import studio.viseme.job.Workers;
import studio.viseme.speech.HeardMouth;

/**
 * Compares what an encoder says of mouths with what they do. Correlations and shut frames are taken
 * over the frames with speech, each recording's own means taken off. Retrieval asks with a window's
 * curves as they are seen, two seconds of them, for the sound that belongs to it among ten: its own
 * and nine others, evenly chosen from all windows that don't overlap it. What fits best is what has
 * the highest mean correlation of opening, width and jaw, so that nobody's habits help.
 */
public final class StrangersBench {
  private static final int WINDOW = 2 * HeardMouth.RATE;
  private static final int STEP = HeardMouth.RATE;
  private static final int OTHERS = 9;

  /** Openings under which lips are shut, and over which they are open, centimetres. */
  private static final float SHUT = 0.05f;

  private static final float OPEN = 0.2f;

  private StrangersBench() {}

  private record Window(HeardClip clip, int first, float[][] seen, float[][] heard) {
    boolean overlaps(Window other) {
      return clip == other.clip && Math.abs(first - other.first) < WINDOW;
    }

    double fits(Window sound) {
      double sum = 0;
      for (int k = 0; k < seen.length; k++) {
        for (int i = 0; i < WINDOW; i++) {
          sum += (double) seen[k][i] * sound.heard[k][i];
        }
      }
      return sum;
    }
  }

  /** What became of a window: among how many it was sought, and whether it was found. */
  private record Sought(int candidates, boolean found) {}

  /**
   * Measures recordings, whose windows are sought among each other's.
   *
   * @return what was found of each name, in the order of the first recordings
   */
  public static List<StrangerFigures> measure(List<HeardClip> clips, Workers workers) {
    List<Window> windows = new ArrayList<>();
    clips.forEach(clip -> windows.addAll(windows(clip)));
    Sought[] sought = new Sought[windows.size()];
    workers.forEach(sought.length, i -> sought[i] = seek(windows, i));
    LinkedHashSet<String> names = new LinkedHashSet<>();
    clips.forEach(clip -> names.add(clip.name()));
    List<StrangerFigures> figures = new ArrayList<>();
    for (String name : names) {
      List<HeardClip> own = clips.stream().filter(c -> c.name().equals(name)).toList();
      int asked = 0;
      double found = 0;
      double chance = 0;
      for (int i = 0; i < sought.length; i++) {
        if (windows.get(i).clip().name().equals(name) && sought[i].candidates() > 1) {
          asked++;
          found += sought[i].found() ? 1 : 0;
          chance += 1.0 / sought[i].candidates();
        }
      }
      figures.add(
          new StrangerFigures(
              name,
              own.getFirst().offset(),
              own.stream().mapToInt(c -> count(spoken(c))).sum(),
              correlation(own, c -> c.seen().gap(), c -> c.heard().gap()),
              correlation(own, c -> c.seen().width(), c -> c.heard().width()),
              correlation(own, c -> c.seen().jaw(), c -> c.heard().jaw()),
              tellsShut(own),
              asked,
              found / asked,
              chance / asked));
    }
    return List.copyOf(figures);
  }

  /** Frames with speech of which both sides are known. */
  private static boolean[] spoken(HeardClip clip) {
    boolean[] spoken = clip.speaks().clone();
    for (int i = 0; i < spoken.length; i++) {
      spoken[i] &=
          i < clip.seen().gap().length
              && !Float.isNaN(clip.seen().gap()[i])
              && !Float.isNaN(clip.heard().gap()[i]);
    }
    return spoken;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  private static double correlation(
      List<HeardClip> clips,
      Function<HeardClip, float[]> seen,
      Function<HeardClip, float[]> heard) {
    double both = 0;
    double one = 0;
    double other = 0;
    for (HeardClip clip : clips) {
      boolean[] spoken = spoken(clip);
      float[] a = seen.apply(clip);
      float[] b = heard.apply(clip);
      double meanA = mean(a, spoken);
      double meanB = mean(b, spoken);
      for (int i = 0; i < spoken.length; i++) {
        if (spoken[i]) {
          both += (a[i] - meanA) * (b[i] - meanB);
          one += (a[i] - meanA) * (a[i] - meanA);
          other += (b[i] - meanB) * (b[i] - meanB);
        }
      }
    }
    return both / Math.sqrt(one * other);
  }

  private static double mean(float[] curve, boolean[] counts) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i] ? curve[i] : 0;
    }
    return sum / Math.max(1, count(counts));
  }

  private static double tellsShut(List<HeardClip> clips) {
    double won = 0;
    double played = 0;
    for (HeardClip clip : clips) {
      boolean[] spoken = spoken(clip);
      float[] shut = openings(clip, spoken, 0, SHUT);
      float[] open = openings(clip, spoken, OPEN, Float.POSITIVE_INFINITY);
      Arrays.sort(open);
      for (float gap : shut) {
        won += (higher(open, gap, true) + higher(open, gap, false)) / 2.0;
        played += open.length;
      }
    }
    return won / played;
  }

  /** What is said of the frames that are so far open. */
  private static float[] openings(HeardClip clip, boolean[] spoken, float from, float below) {
    float[] said = new float[spoken.length];
    int count = 0;
    for (int i = 0; i < spoken.length; i++) {
      float seen = spoken[i] ? clip.seen().gap()[i] : Float.NaN;
      if (Math.max(0, seen) >= from && seen < below) {
        said[count++] = clip.heard().gap()[i];
      }
    }
    return Arrays.copyOf(said, count);
  }

  /** How many of ascending values are higher than a value, or as high. */
  private static int higher(float[] ascending, float value, boolean orEqual) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (ascending[middle] > value || orEqual && ascending[middle] == value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return ascending.length - low;
  }

  private static List<Window> windows(HeardClip clip) {
    boolean[] spoken = spoken(clip);
    List<Window> windows = new ArrayList<>();
    for (int first = 0; first + WINDOW <= spoken.length; first += STEP) {
      int count = 0;
      for (int i = first; i < first + WINDOW; i++) {
        count += spoken[i] ? 1 : 0;
      }
      float[][] seen = {
        unit(clip.seen().gap(), first),
        unit(clip.seen().width(), first),
        unit(clip.seen().jaw(), first)
      };
      float[][] heard = {
        unit(clip.heard().gap(), first),
        unit(clip.heard().width(), first),
        unit(clip.heard().jaw(), first)
      };
      if (2 * count >= WINDOW && isKnown(seen) && isKnown(heard)) {
        windows.add(new Window(clip, first, seen, heard));
      }
    }
    return windows;
  }

  private static boolean isKnown(float[][] curves) {
    boolean known = true;
    for (float[] curve : curves) {
      known &= !Float.isNaN(curve[0]);
    }
    return known;
  }

  /** A window of a curve less its mean, at length 1; NaN where a part isn't known. */
  private static float[] unit(float[] curve, int first) {
    float[] unit = Arrays.copyOfRange(curve, first, first + WINDOW);
    double mean = 0;
    for (float v : unit) {
      mean += v / WINDOW;
    }
    double squares = 1e-12;
    for (int i = 0; i < WINDOW; i++) {
      unit[i] -= (float) mean;
      squares += unit[i] * unit[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      unit[i] /= (float) Math.sqrt(squares);
    }
    return unit;
  }

  private static Sought seek(List<Window> all, int index) {
    Window window = all.get(index);
    List<Window> others = all.stream().filter(other -> !other.overlaps(window)).toList();
    int count = Math.min(OTHERS, others.size());
    double own = window.fits(window);
    boolean found = true;
    for (int k = 0; k < count; k++) {
      int which = (int) (((long) k * others.size() + index) / count % others.size());
      found &= own > window.fits(others.get(which));
    }
    return new Sought(count + 1, found);
  }
}
