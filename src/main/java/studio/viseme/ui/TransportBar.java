package studio.viseme.ui;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.Transport;

/** Play button, waveform and clock under a picture. */
final class TransportBar extends HBox {
  private final WaveformView waveform;

  TransportBar(Transport transport) {
    this.waveform = new WaveformView(transport);
    Button play = new Button();
    play.setId("transport-play");
    play.getStyleClass().addAll("button-icon", "button-circle");
    play.graphicProperty()
        .bind(
            Bindings.when(transport.playingProperty())
                .then(new FontIcon(Feather.PAUSE))
                .otherwise(new FontIcon(Feather.PLAY)));
    play.setAccessibleText(Texts.of("action.play"));
    play.setTooltip(new Tooltip(Texts.of("action.play.tip")));
    play.disableProperty().bind(transport.durationProperty().lessThanOrEqualTo(0));
    play.setOnAction(event -> transport.toggle());
    Label clock = new Label();
    clock.setId("transport-clock");
    clock.getStyleClass().add("clock");
    clock
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> time(transport.position()) + " / " + time(transport.durationProperty().get()),
                transport.positionProperty(),
                transport.durationProperty()));
    HBox.setHgrow(waveform, Priority.ALWAYS);
    getStyleClass().add("transport");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(play, waveform, clock);
  }

  WaveformView waveform() {
    return waveform;
  }

  /** {@code 1:02.48}: minutes, seconds, frames of 1/25 s as hundredths. */
  static String time(double seconds) {
    long hundredths = Math.round(Math.floor(seconds * 25 + 1e-6) * 4);
    return String.format(
        Locale.ROOT, "%d:%02d.%02d", hundredths / 6000, hundredths / 100 % 60, hundredths % 100);
  }
}
