package studio.viseme.ui;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.Notice;
import studio.viseme.ui.model.Problem;
import studio.viseme.ui.model.ProjectSnapshot;

/** Small pieces that several pages are made of. */
final class Forms {
  private Forms() {}

  static Label title(String key) {
    Label label = new Label(Texts.of(key));
    label.getStyleClass().add("title-4");
    return label;
  }

  static Label section(String key) {
    Label label = new Label(Texts.of(key));
    label.getStyleClass().add("section");
    return label;
  }

  static Label words(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("text-muted");
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** A control under its name. */
  static VBox field(String key, Node control) {
    Label label = new Label(Texts.of(key));
    label.setLabelFor(control);
    label.getStyleClass().add("field-label");
    VBox box = new VBox(4, label, control);
    if (control instanceof Region region) {
      region.setMaxWidth(Double.MAX_VALUE);
    }
    control.setAccessibleText(Texts.of(key));
    return box;
  }

  /** A choice whose items have words of their own. */
  static <T> ChoiceBox<T> choice(
      String id, Iterable<T> items, Function<T, String> words, Property<T> value) {
    ChoiceBox<T> box = new ChoiceBox<>();
    box.setId(id);
    items.forEach(box.getItems()::add);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T item) {
            return item == null ? "" : words.apply(item);
          }

          @Override
          public @Nullable T fromString(String text) {
            return null;
          }
        });
    box.valueProperty().bindBidirectional(value);
    return box;
  }

  /** A choice of a few, all of them seen; one is always chosen. */
  static <T> SegmentedButton segments(
      String id, List<T> items, Function<T, String> words, Property<T> value) {
    SegmentedButton buttons = new SegmentedButton();
    buttons.setId(id);
    for (T item : items) {
      ToggleButton button = new ToggleButton(words.apply(item));
      button.setId(id + "-" + item.toString().toLowerCase(Locale.ROOT));
      button.setUserData(item);
      button.setSelected(item.equals(value.getValue()));
      button.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(button, Priority.ALWAYS);
      button.setOnAction(
          event -> {
            // Pressed again it would be let go, and nothing chosen.
            button.setSelected(true);
            value.setValue(item);
          });
      buttons.getButtons().add(button);
    }
    value.subscribe(
        now ->
            buttons
                .getButtons()
                .forEach(button -> button.setSelected(button.getUserData().equals(now))));
    return buttons;
  }

  /** A slider with its name before and its value behind. */
  static HBox slider(
      String id,
      String key,
      double from,
      double to,
      DoubleProperty value,
      Function<Double, String> words) {
    Label name = new Label(Texts.of(key));
    name.getStyleClass().add("slider-name");
    Slider slider = new Slider(from, to, value.get());
    slider.setId(id);
    slider.setBlockIncrement((to - from) / 30);
    slider.setAccessibleText(Texts.of(key));
    slider.valueProperty().bindBidirectional(value);
    name.setLabelFor(slider);
    Label figure = new Label();
    figure.getStyleClass().add("slider-value");
    value.subscribe(now -> figure.setText(words.apply(now.doubleValue())));
    HBox.setHgrow(slider, Priority.ALWAYS);
    HBox row = new HBox(8, name, slider, figure);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /** An error in words; takes no room while there is none. */
  static VBox problem(ObservableValue<@Nullable Problem> problem) {
    Label what = new Label();
    what.setWrapText(true);
    what.setMinHeight(Region.USE_PREF_SIZE);
    what.getStyleClass().add("what");
    Label where = words("");
    Label remedy = new Label();
    remedy.setWrapText(true);
    remedy.setMinHeight(Region.USE_PREF_SIZE);
    VBox box = new VBox(4, iconed(Feather.ALERT_CIRCLE, what), where, remedy);
    box.getStyleClass().addAll("notice", "problem");
    problem.subscribe(
        found -> {
          show(box, found != null);
          if (found != null) {
            what.setText(found.what());
            where.setText(found.where());
            show(where, !found.where().isBlank());
            remedy.setText(capital(found.remedy()));
            show(remedy, !found.remedy().isBlank());
          }
        });
    return box;
  }

  /** One line of the import's checks. */
  static Node notice(Notice notice) {
    Label text = new Label(capital(notice.text()));
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    HBox row =
        iconed(
            switch (notice.severity()) {
              case INFO -> Feather.INFO;
              case WARNING -> Feather.ALERT_TRIANGLE;
              case PROBLEM -> Feather.ALERT_CIRCLE;
            },
            text);
    row.getStyleClass().addAll("notice", notice.severity().name().toLowerCase(Locale.ROOT));
    return row;
  }

  /** Says so where an avatar was trained on what has changed since; otherwise nothing is seen. */
  static Node stale(ProjectSnapshot project, String avatar) {
    String what = project.stale().get(avatar);
    Node row =
        notice(
            new Notice(
                Notice.Severity.WARNING,
                what == null ? "" : Texts.of("avatar.stale", avatar, what)));
    row.setId("stale-" + avatar);
    show(row, what != null);
    return row;
  }

  static HBox iconed(Feather icon, Label text) {
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox row = new HBox(8, new FontIcon(icon), text);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }

  /** Seen and laid out, or neither. */
  static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  static Region spacer() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    VBox.setVgrow(space, Priority.ALWAYS);
    return space;
  }

  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
