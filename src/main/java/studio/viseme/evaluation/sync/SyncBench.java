package studio.viseme.evaluation.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncExpert;
import studio.viseme.speech.SyncProtocol;
import studio.viseme.speech.SyncProtocol.Beyond;
import studio.viseme.speech.SyncProtocol.Score;

/**
 * Validates a sync expert on real films. Windows of five seconds, a second apart, at least half of
 * them speech, are cut out of each. Their sound is shifted by −10 … 10 frames, which must be found;
 * and it must fit better than the sound of another window. What a film is out of time by itself is
 * found on its whole, and taken off.
 */
public final class SyncBench {
  private static final int WINDOW = 5 * SyncExpert.RATE;
  private static final int STEP = SyncExpert.RATE;
  private static final int LARGEST_SHIFT = 10;

  /** Other windows that a window is compared with, at most, evenly chosen. */
  private static final int OTHERS = 60;

  private SyncBench() {}

  private record Window(SyncClip clip, int first) {
    boolean overlaps(Window other) {
      return clip == other.clip && Math.abs(first - other.first) < WINDOW;
    }

    /** What is seen in the window, and nothing else. */
    float[] @Nullable [] seen() {
      float[] @Nullable [] some = new float[WINDOW][];
      System.arraycopy(clip.seen(), first, some, 0, WINDOW);
      return some;
    }

    /** What is heard, moment 0 being the window's, {@code shift} frames late. */
    @Nullable Score score(float[] @Nullable [] seen, int shift) {
      int reach = SyncProtocol.REACH;
      float[] @Nullable [] padded = new float[WINDOW + 2 * reach][];
      float[] @Nullable [] sound = new float[WINDOW + 2 * reach][];
      for (int i = 0; i < padded.length; i++) {
        int at = first + i - reach - shift;
        sound[i] = at >= 0 && at < clip.heard().length ? clip.heard()[at] : null;
        padded[i] = i >= reach && i < reach + WINDOW ? seen[i - reach] : null;
      }
      return SyncProtocol.score(padded, sound, Beyond.LEFT_OUT);
    }
  }

  /** What was found in a window. */
  private record Found(int shifts, int one, int two, double won, int played) {}

  /**
   * Measures clips.
   *
   * @return a line a clip, then one over all windows
   */
  public static List<SyncFigures> measure(List<SyncClip> clips, Workers workers) {
    List<Window> windows = new ArrayList<>();
    int[] offsets = new int[clips.size()];
    for (int c = 0; c < clips.size(); c++) {
      SyncClip clip = clips.get(c);
      Score whole = SyncProtocol.score(clip.seen(), clip.heard(), Beyond.LEFT_OUT);
      offsets[c] = whole == null ? 0 : whole.offsetFrames();
      windows.addAll(windows(clip));
    }
    Found[] found = new Found[windows.size()];
    workers.forEach(
        found.length,
        i -> found[i] = judge(windows, i, offsets[clips.indexOf(windows.get(i).clip())]));
    List<SyncFigures> figures = new ArrayList<>();
    for (int c = 0; c < clips.size(); c++) {
      SyncClip clip = clips.get(c);
      List<Found> own =
          IntStream.range(0, found.length)
              .filter(i -> windows.get(i).clip() == clip)
              .mapToObj(i -> found[i])
              .toList();
      figures.add(figures(clip.name(), offsets[c], own));
    }
    figures.add(figures("all", 0, List.of(found)));
    return List.copyOf(figures);
  }

  private static List<Window> windows(SyncClip clip) {
    List<Window> windows = new ArrayList<>();
    int last = Math.min(Math.min(clip.seen().length, clip.heard().length), clip.speaks().length);
    for (int first = 0; first + WINDOW <= last; first += STEP) {
      int spoken = 0;
      int seen = 0;
      for (int i = first; i < first + WINDOW; i++) {
        spoken += clip.speaks()[i] ? 1 : 0;
        seen += clip.seen()[i] != null ? 1 : 0;
      }
      if (2 * spoken >= WINDOW && 2 * seen >= WINDOW) {
        windows.add(new Window(clip, first));
      }
    }
    return windows;
  }

  private static Found judge(List<Window> all, int index, int offset) {
    Window window = all.get(index);
    float[] @Nullable [] seen = window.seen();
    int shifts = 0;
    int one = 0;
    int two = 0;
    for (int shift = -LARGEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      Score score = window.score(seen, shift);
      if (score != null) {
        int error = Math.abs(score.offsetFrames() - shift - offset);
        shifts++;
        one += error <= 1 ? 1 : 0;
        two += error <= 2 ? 1 : 0;
      }
    }
    Score own = window.score(seen, 0);
    List<Window> others = all.stream().filter(other -> !other.overlaps(window)).toList();
    int count = own == null ? 0 : Math.min(OTHERS, others.size());
    double won = 0;
    for (int k = 0; k < count; k++) {
      int which = (int) (((long) k * others.size() + index) / count % others.size());
      Score wrong = others.get(which).score(seen, 0);
      if (own != null && wrong != null) {
        won += own.distance() < wrong.distance() ? 1 : own.distance() == wrong.distance() ? 0.5 : 0;
      }
    }
    return new Found(shifts, one, two, won, count);
  }

  private static SyncFigures figures(String name, int offset, List<Found> found) {
    double shifts = found.stream().mapToInt(Found::shifts).sum();
    double played = found.stream().mapToInt(Found::played).sum();
    return new SyncFigures(
        name,
        offset,
        found.size(),
        found.stream().mapToInt(Found::one).sum() / shifts,
        found.stream().mapToInt(Found::two).sum() / shifts,
        found.stream().mapToDouble(Found::won).sum() / played);
  }
}
