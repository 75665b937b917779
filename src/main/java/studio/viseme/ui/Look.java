package studio.viseme.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import studio.viseme.ui.model.Preferences.Theme;

/** Light or dark, after the system or the user's choice. */
final class Look {
  private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

  private Look() {}

  static void follow(Scene scene, ObservableValue<Theme> theme) {
    scene
        .getStylesheets()
        .add(Objects.requireNonNull(Look.class.getResource("studio.css")).toExternalForm());
    ObservableValue<ColorScheme> system = Platform.getPreferences().colorSchemeProperty();
    theme.subscribe(chosen -> apply(scene, chosen, system.getValue()));
    system.subscribe(found -> apply(scene, theme.getValue(), found));
  }

  private static void apply(Scene scene, Theme theme, ColorScheme system) {
    boolean dark =
        switch (theme) {
          case SYSTEM -> system == ColorScheme.DARK;
          case LIGHT -> false;
          case DARK -> true;
        };
    Application.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    scene.getRoot().pseudoClassStateChanged(DARK, dark);
  }
}
