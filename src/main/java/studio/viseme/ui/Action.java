package studio.viseme.ui;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * One line of the table of actions. Its words stand in the bundle as {@code action.ID} and {@code
 * action.ID.tip}.
 *
 * @param menu under which it stands
 * @param shortcut or null
 * @param enabled whether it can be done now
 */
record Action(
    String id,
    Menu menu,
    @Nullable KeyCombination shortcut,
    Feather icon,
    ObservableBooleanValue enabled,
    Runnable run) {
  /** The menus, in their order. */
  enum Menu {
    PROJECT,
    VIEW,
    GO,
    JOBS
  }

  String text() {
    return Texts.of("action." + id);
  }

  String tip() {
    return Texts.of("action." + id + ".tip");
  }

  void perform() {
    if (enabled.get()) {
      run.run();
    }
  }
}
