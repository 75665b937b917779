package studio.viseme.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The window's texts, by their keys. */
final class Texts {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("studio.viseme.ui.texts", Locale.ENGLISH);

  private Texts() {}

  /**
   * @param values for {0}, {1} … of the text
   */
  static String of(String key, Object... values) {
    return new MessageFormat(BUNDLE.getString(key), Locale.ENGLISH).format(values);
  }

  /** The text of a key that there need not be. */
  static Optional<String> find(String key) {
    return BUNDLE.containsKey(key) ? Optional.of(of(key)) : Optional.empty();
  }
}
