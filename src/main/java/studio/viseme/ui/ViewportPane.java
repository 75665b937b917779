package studio.viseme.ui;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Frame;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.RendererChoice;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.Surface;
import studio.viseme.viewport.View;
import studio.viseme.viewport.Viewport;
import studio.viseme.viewport.ViewportStatistics;

/**
 * Shows the viewport's frames, and turns the mouse into zoom, pan and divider.
 *
 * <p>The viewport draws on its own thread. Once a pulse this side takes the newest frame and tells
 * the toolkit that its buffer changed; nothing else ever calls {@link PixelBuffer#updateBuffer}.
 * While the window is being resized the last frame is stretched; the viewport is resized when the
 * size has rested.
 */
final class ViewportPane extends Pane implements AutoCloseable {
  private static final long REST_NANOSECONDS = 120_000_000;
  private static final double WHEEL_STEP = 1.0015;
  private static final double MOST_PIXELS = 8192;

  private final Viewport viewport;
  private final ImageView image = new ImageView();
  private final Label hint = new Label();
  private final Map<Integer, Shown> images = new HashMap<>();
  private final ObjectProperty<@Nullable Scene> shownScene = new SimpleObjectProperty<>();
  private final StringProperty hintText = new SimpleStringProperty("");
  private View view = View.FIT;
  private double divider = 0.5;
  private @Nullable Turning turning;
  private @Nullable Surface surface;
  private Surface wanted = new Surface(1, 1, 1);
  private long wantedSince;
  private int generation = -1;
  private long framesShown;
  private double lastX;
  private double lastY;

  private record Shown(WritableImage image, PixelBuffer<ByteBuffer> buffer) {}

  /** Takes drags over the picture, in widths of the pane. */
  interface Turning {
    void drag(double dx, double dy, boolean tip);
  }

  /**
   * @param renderer who draws
   * @param warnings gets a line when the graphics card can't be used; on any thread
   */
  ViewportPane(RendererChoice renderer, Consumer<String> warnings) {
    viewport = Viewport.open(renderer, warnings);
    getStyleClass().add("picture-pane");
    setId("viewport");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(Texts.of("viewport.accessible"));
    image.setManaged(false);
    image.setMouseTransparent(true);
    hint.getStyleClass().add("hint");
    hint.setWrapText(true);
    hint.setMouseTransparent(true);
    hint.textProperty().bind(hintText);
    hint.visibleProperty().bind(shownScene.isNull());
    image.visibleProperty().bind(shownScene.isNotNull());
    getChildren().addAll(image, hint);
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
    shownScene.subscribe(scene -> show());
    setOnMousePressed(this::press);
    setOnMouseDragged(this::drag);
    setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            fit();
          }
        });
    setOnScroll(this::zoom);
  }

  /** What is to be seen; null shows the hint. */
  ObjectProperty<@Nullable Scene> pictureProperty() {
    return shownScene;
  }

  /** What to say where there is no picture. */
  StringProperty hintProperty() {
    return hintText;
  }

  /** Who takes drags of the first button; null for the pane itself. */
  void turnWith(@Nullable Turning taker) {
    turning = taker;
  }

  void fit() {
    look(View.FIT);
  }

  /** One pixel of the picture on one of the screen. */
  void pixelByPixel() {
    Placement placement = placement();
    if (placement != null) {
      look(placement.atScale(1));
    }
  }

  private void look(View other) {
    view = other;
    show();
  }

  private void show() {
    Scene scene = shownScene.get();
    if (scene == null) {
      return;
    }
    Scene seen = scene.withView(view);
    if (seen.mode() instanceof Mode.Split && seen.second() != null) {
      seen = seen.comparedWith(seen.second(), new Mode.Split(divider));
    }
    viewport.show(seen);
  }

  private @Nullable Placement placement() {
    Scene scene = shownScene.get();
    return scene == null || surface == null ? null : Placement.of(scene.withView(view), surface);
  }

  private void press(MouseEvent event) {
    requestFocus();
    lastX = event.getX();
    lastY = event.getY();
  }

  private void drag(MouseEvent event) {
    double dx = event.getX() - lastX;
    double dy = event.getY() - lastY;
    lastX = event.getX();
    lastY = event.getY();
    Scene scene = shownScene.get();
    boolean first = event.getButton() == MouseButton.PRIMARY && !event.isShiftDown();
    if (scene == null) {
      return;
    }
    if (first && scene.mode() instanceof Mode.Split) {
      divider = Math.clamp(event.getX() / Math.max(1, getWidth()), 0, 1);
      show();
    } else if (first && turning != null) {
      double width = Math.max(1, getWidth());
      turning.drag(dx / width, dy / width, event.isAltDown());
    } else {
      Placement placement = placement();
      if (placement != null) {
        double ratio = placement.surface().pixelRatio();
        look(placement.movedBy(dx * ratio, dy * ratio));
      }
    }
  }

  private void zoom(ScrollEvent event) {
    Placement placement = placement();
    if (placement != null && event.getDeltaY() != 0) {
      double ratio = placement.surface().pixelRatio();
      double factor = Math.pow(WHEEL_STEP, event.getDeltaY());
      look(placement.zoomedAt(event.getX() * ratio, event.getY() * ratio, factor));
    }
  }

  /** Once a pulse, on the toolkit's thread. */
  void pulse(long now) {
    resize(now);
    Frame frame = viewport.frames().takeNewest();
    if (frame != null) {
      if (frame.generation() != generation) {
        generation = frame.generation();
        images.clear();
      }
      Shown shown = images.computeIfAbsent(frame.index(), index -> wrap(frame));
      shown.buffer.updateBuffer(changed -> null);
      image.setImage(shown.image);
      framesShown++;
    }
  }

  private static Shown wrap(Frame frame) {
    PixelBuffer<ByteBuffer> buffer =
        new PixelBuffer<>(
            frame.width(), frame.height(), frame.pixels(), PixelFormat.getByteBgraPreInstance());
    return new Shown(new WritableImage(buffer), buffer);
  }

  private void resize(long now) {
    if (getScene() == null || getScene().getWindow() == null) {
      return;
    }
    double ratio = getScene().getWindow().getOutputScaleX();
    int width = (int) Math.clamp(Math.rint(getWidth() * ratio), 1, MOST_PIXELS);
    int height = (int) Math.clamp(Math.rint(getHeight() * ratio), 1, MOST_PIXELS);
    Surface seen = new Surface(width, height, ratio);
    if (!seen.equals(wanted)) {
      wanted = seen;
      wantedSince = now;
    }
    boolean rested = surface == null || now - wantedSince >= REST_NANOSECONDS;
    if (rested && !wanted.equals(surface) && width > 1) {
      surface = wanted;
      viewport.resize(width, height, ratio);
      show();
    }
  }

  @Override
  protected void layoutChildren() {
    image.setFitWidth(getWidth());
    image.setFitHeight(getHeight());
    double width = Math.min(440, getWidth() - 40);
    double height = hint.prefHeight(width);
    hint.resizeRelocate((getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
  }

  /** Frames that came to the screen so far. */
  long framesShown() {
    return framesShown;
  }

  ViewportStatistics statistics() {
    return viewport.statistics();
  }

  @Override
  public void close() {
    viewport.close();
  }
}
