package studio.viseme.ui;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import studio.viseme.ui.model.Transport;

/** A sound's outline with a playhead over it that can be dragged. */
final class WaveformView extends Pane {
  private static final double FRAME_SECONDS = 1 / 25.0;
  private static final double LEAST_HEIGHT = 1;

  private final Transport transport;
  private final DoubleConsumer moved;
  private final Polygon outline = new Polygon();
  private final Region played = new Region();
  private final Line playhead = new Line();
  private final ObjectProperty<float[]> samples = new SimpleObjectProperty<>(new float[0]);

  WaveformView(Transport transport) {
    this.transport = transport;
    this.moved = transport::scrub;
    getStyleClass().add("waveform");
    setId("waveform");
    setMinHeight(40);
    setPrefHeight(56);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.SLIDER);
    setAccessibleText(Texts.of("waveform.accessible"));
    outline.getStyleClass().add("outline");
    // The playhead moves over it at every pulse; the outline itself is drawn once.
    outline.setCache(true);
    outline.setManaged(false);
    played.getStyleClass().add("played");
    played.setManaged(false);
    playhead.getStyleClass().add("playhead");
    playhead.setManaged(false);
    getChildren().addAll(played, outline, playhead);
    samples.subscribe(sound -> drawOutline());
    widthProperty().subscribe(width -> drawOutline());
    heightProperty().subscribe(height -> drawOutline());
    transport.positionProperty().subscribe(seconds -> movePlayhead());
    transport.durationProperty().subscribe(seconds -> movePlayhead());
    setOnMousePressed(this::take);
    setOnMouseDragged(this::take);
    setOnKeyPressed(this::key);
  }

  /** The sound, mono; without it there is only the playhead. */
  ObjectProperty<float[]> samplesProperty() {
    return samples;
  }

  private void take(MouseEvent event) {
    requestFocus();
    double share = Math.clamp(event.getX() / Math.max(1, getWidth()), 0, 1);
    moved.accept(share * transport.durationProperty().get());
    event.consume();
  }

  private void key(KeyEvent event) {
    double now = transport.position();
    switch (event.getCode()) {
      case LEFT -> moved.accept(now - FRAME_SECONDS);
      case RIGHT -> moved.accept(now + FRAME_SECONDS);
      case HOME -> moved.accept(0);
      case END -> moved.accept(transport.durationProperty().get());
      case SPACE -> transport.toggle();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void movePlayhead() {
    double duration = transport.durationProperty().get();
    double x = duration > 0 ? transport.position() / duration * getWidth() : 0;
    playhead.setStartX(x);
    playhead.setEndX(x);
    playhead.setStartY(0);
    playhead.setEndY(getHeight());
    played.resizeRelocate(0, 0, x, getHeight());
  }

  private void drawOutline() {
    int columns = (int) getWidth();
    movePlayhead();
    if (columns < 2 || samples.get().length == 0) {
      outline.getPoints().clear();
      return;
    }
    float[] peaks = peaks(samples.get(), columns);
    double middle = getHeight() / 2;
    Double[] points = new Double[4 * columns];
    for (int i = 0; i < columns; i++) {
      double reach = Math.max(LEAST_HEIGHT, peaks[i] * (middle - 3));
      points[2 * i] = (double) i;
      points[2 * i + 1] = middle - reach;
      points[4 * columns - 2 - 2 * i] = (double) i;
      points[4 * columns - 1 - 2 * i] = middle + reach;
    }
    outline.getPoints().setAll(Arrays.asList(points));
  }

  /** The loudest sample of each column, the loudest of all being 1. */
  static float[] peaks(float[] samples, int columns) {
    float[] peaks = new float[columns];
    float most = 1e-6f;
    for (int i = 0; i < samples.length; i++) {
      int column = (int) ((long) i * columns / samples.length);
      peaks[column] = Math.max(peaks[column], Math.abs(samples[i]));
      most = Math.max(most, peaks[column]);
    }
    for (int i = 0; i < columns; i++) {
      peaks[i] /= most;
    }
    return peaks;
  }
}
