package studio.viseme.viewport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.RgbImage;

/**
 * What is to be seen, complete: a renderer needs nothing of earlier scenes. Immutable, as long as
 * nobody writes the arrays in it.
 *
 * @param picture the first picture, whose coordinates count
 * @param second the picture it is compared with, stretched to the first one's size; null when the
 *     mode is {@link Mode.Image}
 * @param overlays drawn in this order
 */
public record Scene(
    SceneImage picture, @Nullable SceneImage second, Mode mode, View view, List<Overlay> overlays) {
  public Scene {
    if (second == null && !(mode instanceof Mode.Image)) {
      throw new IllegalArgumentException(mode + " of one picture");
    }
    overlays = List.copyOf(overlays);
  }

  /** A picture that fits. */
  public static Scene of(SceneImage picture) {
    return new Scene(picture, null, Mode.IMAGE, View.FIT, List.of());
  }

  /** An opaque picture that fits. */
  public static Scene of(RgbImage picture) {
    return of(new SceneImage(picture, null));
  }

  /** The same compared with another picture. */
  public Scene comparedWith(SceneImage other, Mode how) {
    return new Scene(picture, other, how, view, overlays);
  }

  public Scene withView(View other) {
    return new Scene(picture, second, mode, other, overlays);
  }

  public Scene withOverlays(List<Overlay> others) {
    return new Scene(picture, second, mode, view, others);
  }

  public Scene withOverlays(Overlay... others) {
    return withOverlays(List.of(others));
  }
}
