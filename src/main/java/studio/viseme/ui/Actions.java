package studio.viseme.ui;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.capture.Capture;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.Preferences.Theme;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.StudioModel;
import studio.viseme.ui.model.Transport;

/** Every order that the window takes, in one table; menus, buttons and shortcuts are made of it. */
final class Actions {
  private static final ObservableBooleanValue ALWAYS = new SimpleBooleanProperty(true);

  private final List<Action> table;

  Actions(StudioModel model, Dialogs dialogs, ViewportPane viewport) {
    BooleanBinding open = model.projectProperty().isNotNull();
    BooleanBinding frames = has(model, project -> project.has(Capture.Capability.FRAMES));
    BooleanBinding analyzed = has(model, ProjectSnapshot::isAnalyzed);
    BooleanBinding avatar = has(model, project -> !project.finishedAvatars().isEmpty());
    BooleanBinding dubbable =
        Bindings.createBooleanBinding(
            () -> avatar.get() && model.dub().audioProperty().get() != null,
            avatar,
            model.dub().audioProperty());
    BooleanBinding analyzable = open.and(model.analysis().stageAtWorkProperty().isNull());
    BooleanBinding running = model.desk().currentProperty().isNotNull();
    BooleanBinding plays =
        Bindings.createBooleanBinding(
            () -> transport(model).durationProperty().get() > 0,
            model.pageProperty(),
            model.capture().transport().durationProperty(),
            model.direct().transport().durationProperty(),
            model.dub().film().transport().durationProperty());
    table =
        List.of(
            row(
                "new",
                Action.Menu.PROJECT,
                "Shortcut+N",
                Feather.PLUS,
                ALWAYS,
                () -> ask(dialogs, model)),
            row(
                "open",
                Action.Menu.PROJECT,
                "Shortcut+O",
                Feather.FOLDER,
                ALWAYS,
                () -> dialogs.project().ifPresent(model::open)),
            row(
                "sample",
                Action.Menu.PROJECT,
                "Shortcut+Shift+N",
                Feather.USER,
                ALWAYS,
                model::openSample),
            row("close", Action.Menu.PROJECT, "Shortcut+W", Feather.X, open, model::closeProject),
            row(
                "analyze",
                Action.Menu.PROJECT,
                "Shortcut+R",
                Feather.SEARCH,
                analyzable,
                model.analysis()::start),
            row(
                "train",
                Action.Menu.PROJECT,
                "Shortcut+T",
                Feather.CPU,
                analyzed,
                () -> {
                  model.go(Page.TRAIN);
                  model.startTraining(false);
                }),
            row("dub", Action.Menu.PROJECT, "Shortcut+D", Feather.MIC, dubbable, model::startDub),
            row("quit", Action.Menu.PROJECT, "Shortcut+Q", Feather.LOG_OUT, ALWAYS, Platform::exit),
            row(
                "play",
                Action.Menu.VIEW,
                "Shortcut+P",
                Feather.PLAY,
                plays,
                () -> transport(model).toggle()),
            row(
                "previous",
                Action.Menu.VIEW,
                "Shortcut+LEFT",
                Feather.CHEVRON_LEFT,
                plays,
                () -> step(model, -1)),
            row(
                "next",
                Action.Menu.VIEW,
                "Shortcut+RIGHT",
                Feather.CHEVRON_RIGHT,
                plays,
                () -> step(model, 1)),
            row("fit", Action.Menu.VIEW, "Shortcut+0", Feather.MAXIMIZE, frames, viewport::fit),
            row(
                "pixels",
                Action.Menu.VIEW,
                "Shortcut+Shift+0",
                Feather.GRID,
                frames,
                viewport::pixelByPixel),
            row(
                "light",
                Action.Menu.VIEW,
                null,
                Feather.SUN,
                ALWAYS,
                () -> model.memory().themeProperty().set(Theme.LIGHT)),
            row(
                "dark",
                Action.Menu.VIEW,
                null,
                Feather.MOON,
                ALWAYS,
                () -> model.memory().themeProperty().set(Theme.DARK)),
            row(
                "system",
                Action.Menu.VIEW,
                null,
                Feather.MONITOR,
                ALWAYS,
                () -> model.memory().themeProperty().set(Theme.SYSTEM)),
            row(
                "go.start",
                Action.Menu.GO,
                "Shortcut+1",
                Feather.HOME,
                ALWAYS,
                () -> model.go(Page.START)),
            row(
                "go.capture",
                Action.Menu.GO,
                "Shortcut+2",
                Feather.VIDEO,
                open,
                () -> model.go(Page.CAPTURE)),
            row(
                "go.train",
                Action.Menu.GO,
                "Shortcut+3",
                Feather.CPU,
                open,
                () -> model.go(Page.TRAIN)),
            row(
                "go.direct",
                Action.Menu.GO,
                "Shortcut+4",
                Feather.SLIDERS,
                open,
                () -> model.go(Page.DIRECT)),
            row(
                "go.dub",
                Action.Menu.GO,
                "Shortcut+5",
                Feather.MIC,
                open,
                () -> model.go(Page.DUB)),
            row(
                "pause",
                Action.Menu.JOBS,
                "Shortcut+Shift+P",
                Feather.PAUSE,
                running,
                () -> current(model, Actions::pause)),
            row(
                "cancel",
                Action.Menu.JOBS,
                "Shortcut+PERIOD",
                Feather.SQUARE,
                running,
                () -> current(model, JobCard::cancel)),
            row(
                "tray",
                Action.Menu.JOBS,
                "Shortcut+J",
                Feather.LIST,
                ALWAYS,
                () ->
                    model
                        .memory()
                        .trayOpenProperty()
                        .set(!model.memory().trayOpenProperty().get())),
            row(
                "clear",
                Action.Menu.JOBS,
                null,
                Feather.TRASH_2,
                ALWAYS,
                () -> model.desk().clear()));
  }

  private static Action row(
      String id,
      Action.Menu menu,
      @Nullable String shortcut,
      Feather icon,
      ObservableBooleanValue enabled,
      Runnable run) {
    KeyCombination keys = shortcut == null ? null : KeyCombination.keyCombination(shortcut);
    return new Action(id, menu, keys, icon, enabled, run);
  }

  private static BooleanBinding has(StudioModel model, Predicate<ProjectSnapshot> what) {
    return Bindings.createBooleanBinding(
        () -> {
          ProjectSnapshot project = model.projectProperty().get();
          return project != null && what.test(project);
        },
        model.projectProperty());
  }

  private static void ask(Dialogs dialogs, StudioModel model) {
    model.go(Page.START);
    dialogs.video().ifPresent(model.create()::take);
  }

  private static Transport transport(StudioModel model) {
    return switch (model.pageProperty().get()) {
      case START, CAPTURE, TRAIN -> model.capture().transport();
      case DIRECT -> model.direct().transport();
      case DUB -> model.dub().film().transport();
    };
  }

  private static void step(StudioModel model, int frames) {
    Transport transport = transport(model);
    transport.scrub(transport.position() + frames / 25.0);
  }

  private static void pause(JobCard card) {
    if (card.state().canResume()) {
      card.resume();
    } else {
      card.pause();
    }
  }

  private static void current(StudioModel model, Consumer<JobCard> what) {
    JobCard card = model.desk().currentProperty().get();
    if (card != null) {
      what.accept(card);
    }
  }

  List<Action> table() {
    return table;
  }

  Action of(String id) {
    return table.stream().filter(action -> action.id().equals(id)).findFirst().orElseThrow();
  }

  /** A button for an action, with icon and words. */
  Button button(String id) {
    Action action = of(id);
    Button button = new Button(action.text(), new FontIcon(action.icon()));
    bind(button, action);
    return button;
  }

  /** A button that shows its icon only. */
  Button iconButton(String id) {
    Action action = of(id);
    Button button = new Button("", new FontIcon(action.icon()));
    button.getStyleClass().addAll("button-icon", "flat");
    bind(button, action);
    return button;
  }

  private static void bind(ButtonBase button, Action action) {
    button.setId("action-" + action.id());
    button.setOnAction(event -> action.perform());
    button.disableProperty().bind(Bindings.not(action.enabled()));
    button.setAccessibleText(action.text());
    String keys = action.shortcut() == null ? "" : "  " + action.shortcut().getDisplayText();
    button.setTooltip(new Tooltip(action.tip() + keys));
  }

  MenuBar menuBar() {
    MenuBar bar = new MenuBar();
    for (Action.Menu menu : Action.Menu.values()) {
      javafx.scene.control.Menu made =
          new javafx.scene.control.Menu(Texts.of("menu." + menu.name().toLowerCase(Locale.ROOT)));
      table.stream().filter(action -> action.menu() == menu).forEach(action -> add(made, action));
      bar.getMenus().add(made);
    }
    return bar;
  }

  private static void add(javafx.scene.control.Menu menu, Action action) {
    if (List.of("analyze", "quit", "fit", "light").contains(action.id())) {
      menu.getItems().add(new SeparatorMenuItem());
    }
    MenuItem item = new MenuItem(action.text(), new FontIcon(action.icon()));
    item.setId("menu-" + action.id());
    item.setOnAction(event -> action.perform());
    item.disableProperty().bind(Bindings.not(action.enabled()));
    if (action.shortcut() != null) {
      item.setAccelerator(action.shortcut());
    }
    menu.getItems().add(item);
  }
}
