package studio.viseme.ui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.StageWatcher;
import studio.viseme.face.Parsing;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.Scene;

/** A running stage's own picture: what it finds in the frame it is at, a few times a second. */
final class StageSight implements StageWatcher {
  private static final long PICTURE_NANOSECONDS = 100_000_000;

  private final BooleanSupplier wanted;
  private final IntFunction<@Nullable RgbImage> frames;
  private final Latest<Seen> pictures;
  private volatile long last = System.nanoTime() - PICTURE_NANOSECONDS;

  private record Seen(
      int frame,
      @Nullable RgbImage picture,
      float @Nullable [] landmarks,
      @Nullable Parsing parsing) {}

  /**
   * @param wanted whether somebody looks; asked on the stages' threads
   * @param frames the clip's frame, or null while there is none; asked in the background
   * @param shown gets the frame's number and its scene, in the background
   */
  StageSight(
      TaskExecutor executor,
      BooleanSupplier wanted,
      IntFunction<@Nullable RgbImage> frames,
      BiConsumer<Integer, Scene> shown) {
    this.wanted = wanted;
    this.frames = frames;
    this.pictures = new Latest<>(executor, seen -> show(seen, shown));
  }

  @Override
  public boolean isLooking() {
    return System.nanoTime() - last >= PICTURE_NANOSECONDS
        && pictures.isIdle()
        && wanted.getAsBoolean();
  }

  @Override
  public void imported(int frame, RgbImage picture) {
    offer(new Seen(frame, picture, null, null));
  }

  @Override
  public void tracked(int frame, float[] landmarks) {
    offer(new Seen(frame, null, landmarks, null));
  }

  @Override
  public void parsed(int frame, Parsing parsing) {
    offer(new Seen(frame, null, null, parsing));
  }

  private void offer(Seen seen) {
    if (isLooking()) {
      last = System.nanoTime();
      pictures.offer(seen);
    }
  }

  private void show(Seen seen, BiConsumer<Integer, Scene> shown) {
    RgbImage picture = seen.picture != null ? seen.picture : frames.apply(seen.frame);
    if (picture == null) {
      return;
    }
    List<Overlay> overlays = new ArrayList<>();
    if (seen.landmarks != null) {
      overlays.add(Overlay.Mesh.ofFace(seen.landmarks, CaptureModel.MESH_COLOUR, 1));
    }
    if (seen.parsing != null) {
      overlays.add(
          new Overlay.Labels(seen.parsing.labels(), Palette.REGIONS, CaptureModel.REGIONS_OPACITY));
    }
    shown.accept(seen.frame, Scene.of(picture).withOverlays(overlays));
  }
}
