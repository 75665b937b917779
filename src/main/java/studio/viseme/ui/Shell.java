package studio.viseme.ui;

import java.io.File;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.Notice;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.StudioModel;
import studio.viseme.viewport.RendererChoice;

/**
 * The window's frame: menus above, the rail at the left, the jobs below, and between them the start
 * page or the one viewport with what a page puts under and beside it.
 */
final class Shell implements AutoCloseable {
  private static final double INSPECTOR_WIDTH = 308;

  private final StudioModel model;
  private final ViewportPane viewport;
  private final Actions actions;
  private final BorderPane root = new BorderPane();
  private final BorderPane work = new BorderPane();
  private final StackPane strip = new StackPane();
  private final ScrollPane inspector = new ScrollPane();
  private final Map<Page, PageView> pages = new EnumMap<>(Page.class);
  private final Node start;
  private final Node rail;
  private final Node news;
  private final AnimationTimer pulses =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          model.pulse();
          viewport.pulse(now);
        }
      };

  Shell(StudioModel model, Dialogs dialogs) {
    this(model, dialogs, RendererChoice.AUTOMATIC);
  }

  /**
   * @param renderer who draws the pictures
   */
  Shell(StudioModel model, Dialogs dialogs, RendererChoice renderer) {
    this.model = model;
    this.viewport =
        new ViewportPane(
            renderer,
            warning ->
                Platform.runLater(
                    () ->
                        model.analysis().notices().add(new Notice(Notice.Severity.INFO, warning))));
    this.actions = new Actions(model, dialogs, viewport);
    this.start = StartPage.of(model, actions, dialogs);
    this.rail = new StageRail(model).node();
    pages.put(Page.CAPTURE, CapturePage.of(model, actions));
    pages.put(Page.TRAIN, TrainPage.of(model, actions));
    pages.put(Page.DIRECT, DirectPage.of(model, actions, dialogs));
    pages.put(Page.DUB, DubPage.of(model, actions, dialogs));
    pages.values().forEach(page -> page.inspector().getStyleClass().add("page"));
    strip.getStyleClass().add("strip");
    inspector.setFitToWidth(true);
    inspector.setMinWidth(INSPECTOR_WIDTH);
    inspector.setMaxWidth(INSPECTOR_WIDTH);
    inspector.getStyleClass().add("inspector");
    inspector.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    work.setCenter(viewport);
    work.setBottom(strip);
    news = JobNews.around(work, model);
    root.setId("shell");
    root.getStyleClass().add("shell");
    root.setTop(new VBox(actions.menuBar(), problem()));
    root.setBottom(JobTray.of(model, actions));
    model.pageProperty().subscribe(this::show);
    root.setOnDragOver(this::over);
    root.setOnDragDropped(this::dropped);
  }

  /** What went wrong outside a job, until it is dismissed. */
  private Node problem() {
    VBox words = Forms.problem(model.problemProperty());
    Button dismiss = new Button("", new FontIcon(Feather.X));
    dismiss.setAccessibleText(Texts.of("problem.dismiss"));
    dismiss.getStyleClass().addAll("flat", "button-icon");
    dismiss.setOnAction(event -> model.dismissProblem());
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox line = new HBox(words, dismiss);
    line.getStyleClass().add("problem-line");
    model.problemProperty().subscribe(found -> Forms.show(line, found != null));
    return line;
  }

  Parent root() {
    return root;
  }

  Actions actions() {
    return actions;
  }

  ViewportPane viewport() {
    return viewport;
  }

  /** Shortcuts of actions that stand in no menu; the menu bar brings the others. */
  void installShortcuts(Scene scene) {
    actions.table().stream()
        .filter(action -> action.shortcut() != null)
        .forEach(action -> scene.getAccelerators().putIfAbsent(action.shortcut(), action::perform));
  }

  private void show(Page page) {
    PageView view = pages.get(page);
    viewport.pictureProperty().unbind();
    viewport.hintProperty().unbind();
    if (view == null) {
      root.setLeft(null);
      root.setRight(null);
      root.setCenter(start);
      return;
    }
    viewport.pictureProperty().bind(view.scene());
    viewport.hintProperty().bind(view.hint());
    viewport.turnWith(view.turning());
    strip.getChildren().setAll(view.strip());
    inspector.setContent(view.inspector());
    inspector.setVvalue(0);
    root.setLeft(rail);
    root.setCenter(news);
    root.setRight(inspector);
  }

  private void over(DragEvent event) {
    if (event.getDragboard().hasFiles()) {
      event.acceptTransferModes(TransferMode.COPY);
      event.consume();
    }
  }

  private void dropped(DragEvent event) {
    List<File> files = event.getDragboard().getFiles();
    if (!files.isEmpty()) {
      model.drop(files.getFirst().toPath());
      event.setDropCompleted(true);
      event.consume();
    }
  }

  /** Begins to follow the toolkit's pulses. */
  void begin() {
    pulses.start();
  }

  @Override
  public void close() {
    pulses.stop();
    viewport.close();
  }
}
