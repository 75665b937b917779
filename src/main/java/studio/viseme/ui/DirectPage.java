package studio.viseme.ui;

import java.util.Arrays;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.DirectModel;
import studio.viseme.ui.model.StudioModel;

/** The avatar under one's hands. */
final class DirectPage {
  private DirectPage() {}

  static PageView of(StudioModel model, Actions actions, Dialogs dialogs) {
    DirectModel direct = model.direct();
    TransportBar bar = new TransportBar(direct.transport());
    bar.waveform().samplesProperty().bind(direct.waveformProperty());
    return new PageView(
        direct.sceneProperty(),
        Bindings.createStringBinding(
            () -> Texts.of(direct.avatarProperty().get() == null ? "direct.needs" : "direct.soon"),
            direct.avatarProperty()),
        bar,
        inspector(direct, actions, dialogs),
        (dx, dy, tip) -> {
          if (tip) {
            direct.tip(dx);
          } else {
            direct.drag(dx, dy);
          }
        });
  }

  private static Node inspector(DirectModel direct, Actions actions, Dialogs dialogs) {
    Label avatar = Forms.words("");
    direct
        .avatarProperty()
        .subscribe(
            id ->
                avatar.setText(
                    id == null ? Texts.of("direct.none") : Texts.of("direct.avatar", id)));
    Button reset = new Button(Texts.of("direct.reset"), new FontIcon(Feather.ROTATE_CCW));
    reset.setId("direct-reset");
    reset.setOnAction(event -> direct.reset());
    Button keep = new Button(Texts.of("direct.keep"), new FontIcon(Feather.IMAGE));
    keep.setId("direct-keep");
    keep.setOnAction(event -> direct.keep());
    Label kept = Forms.words("");
    direct
        .keptProperty()
        .subscribe(
            file -> {
              kept.setText(file == null ? "" : Texts.of("direct.kept", file.getFileName()));
              Forms.show(kept, file != null);
            });
    Label sound = Forms.words("");
    Button own = new Button(Texts.of("direct.sound.own"));
    own.setId("direct-own-sound");
    own.setOnAction(event -> direct.listenTo(null));
    direct
        .soundProperty()
        .subscribe(
            file -> {
              sound.setText(
                  file == null ? Texts.of("direct.sound.clip") : file.getFileName().toString());
              Forms.show(own, file != null);
            });
    Button other = new Button(Texts.of("direct.sound.other"), new FontIcon(Feather.MUSIC));
    other.setId("direct-other-sound");
    other.setOnAction(event -> dialogs.audio().ifPresent(direct::listenTo));
    CheckBox audible = new CheckBox(Texts.of("direct.audible"));
    audible.selectedProperty().bindBidirectional(direct.transport().audibleProperty());
    VBox controls =
        new VBox(
            14,
            Forms.section("direct.head"),
            turn("yaw", direct.yawProperty()),
            turn("pitch", direct.pitchProperty()),
            turn("roll", direct.rollProperty()),
            Forms.slider(
                "direct-blink",
                "direct.blink",
                0,
                1,
                direct.blinkProperty(),
                value -> "%.0f %%".formatted(100 * value)),
            Forms.slider(
                "direct-brow",
                "direct.brow",
                -1,
                1,
                direct.browProperty(),
                value -> "%+.0f %%".formatted(100 * value + 0.0)),
            new HBox(8, reset, keep),
            kept,
            Forms.words(Texts.of("direct.mouse")),
            Forms.field(
                "background",
                Backgrounds.field(
                    "direct-background", direct.backgroundProperty(), dialogs::picture)),
            Forms.field(
                "direct.compare",
                Forms.segments(
                    "direct-compare",
                    Arrays.asList(DirectModel.Comparison.values()),
                    how -> Texts.of("direct.compare." + how.name().toLowerCase(Locale.ROOT)),
                    direct.comparisonProperty())),
            Forms.section("direct.sound"),
            sound,
            new HBox(8, other, own),
            audible,
            new HBox(6, Forms.spacer(), actions.iconButton("fit"), actions.iconButton("pixels")));
    controls.disableProperty().bind(direct.avatarProperty().isNull());
    return new VBox(
        14, Forms.title("direct.title"), avatar, Forms.problem(direct.problemProperty()), controls);
  }

  private static Node turn(String id, DoubleProperty angle) {
    return Forms.slider(
        "direct-" + id,
        "direct." + id,
        -DirectModel.MOST_TURN,
        DirectModel.MOST_TURN,
        angle,
        value -> "%+.0f°".formatted(value + 0.0));
  }
}
