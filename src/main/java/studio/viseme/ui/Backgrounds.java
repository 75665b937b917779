package studio.viseme.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.paint.Color;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import studio.viseme.export.DubOptions.Background;

/**
 * The choice of what is behind the person: as filmed, the empty room, a colour, a picture, or
 * nothing.
 */
final class Backgrounds {
  private static final Color FIRST_COLOUR = Color.web("#1f6f43");

  private enum Kind {
    SOURCE,
    PLATE,
    COLOUR,
    PICTURE,
    NONE
  }

  private Backgrounds() {}

  /**
   * @param pictures asks for a picture
   */
  static Node field(
      String id, ObjectProperty<Background> background, Supplier<Optional<Path>> pictures) {
    ChoiceBox<Kind> kinds = new ChoiceBox<>();
    kinds.setId(id);
    kinds.setAccessibleText(Texts.of("background"));
    List<Kind> all = new ArrayList<>(List.of(Kind.values()));
    kinds.getItems().setAll(all);
    kinds.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Kind kind) {
            return kind == null
                ? ""
                : Texts.of("background." + kind.name().toLowerCase(Locale.ROOT));
          }

          @Override
          public Kind fromString(String text) {
            return Kind.SOURCE;
          }
        });
    ColorPicker colour = new ColorPicker(FIRST_COLOUR);
    colour.setId(id + "-colour");
    colour.setAccessibleText(Texts.of("background.colour"));
    colour.getStyleClass().add("button");
    Runnable chosen =
        () -> {
          Forms.show(colour, kinds.getValue() == Kind.COLOUR);
          Optional<Background> wanted =
              switch (kinds.getValue()) {
                case SOURCE -> Optional.of(new Background.Source());
                case PLATE -> Optional.of(new Background.Plate());
                case COLOUR -> Optional.of(new Background.Colour(rgb(colour.getValue())));
                case PICTURE -> pictures.get().map(Background.Picture::new);
                case NONE -> Optional.of(new Background.None());
              };
          wanted.ifPresentOrElse(background::set, () -> kinds.setValue(kindOf(background.get())));
        };
    kinds.setValue(Kind.SOURCE);
    kinds.valueProperty().subscribe(kind -> chosen.run());
    colour.valueProperty().subscribe(picked -> chosen.run());
    kinds.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(kinds, Priority.ALWAYS);
    HBox row = new HBox(8, kinds, colour);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Kind kindOf(Background background) {
    return switch (background) {
      case Background.Source source -> Kind.SOURCE;
      case Background.Plate plate -> Kind.PLATE;
      case Background.Colour colour -> Kind.COLOUR;
      case Background.Picture picture -> Kind.PICTURE;
      case Background.None none -> Kind.NONE;
    };
  }

  private static int rgb(Color colour) {
    return (int) Math.round(colour.getRed() * 255) << 16
        | (int) Math.round(colour.getGreen() * 255) << 8
        | (int) Math.round(colour.getBlue() * 255);
  }
}
