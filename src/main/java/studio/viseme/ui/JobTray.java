package studio.viseme.ui;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.JobDesk;
import studio.viseme.ui.model.Problem;
import studio.viseme.ui.model.StudioModel;

/** The jobs at the window's foot: one line while folded, a card each when unfolded. */
final class JobTray {
  /** At most; then it scrolls. */
  private static final double LIST_HEIGHT = 220;

  private JobTray() {}

  static Node of(StudioModel model, Actions actions) {
    VBox cards = new VBox(10);
    cards.setId("jobs");
    cards.getStyleClass().add("job-cards");
    JobDesk desk = model.desk();
    Runnable fill =
        () ->
            cards
                .getChildren()
                .setAll(
                    desk.cards().isEmpty()
                        ? List.of(Forms.words(Texts.of("jobs.none")))
                        : desk.cards().stream().map(JobTray::card).toList());
    desk.cards().addListener((ListChangeListener<JobCard>) change -> fill.run());
    fill.run();
    ScrollPane list = new AsHighAsItsCards(cards);
    list.setFitToWidth(true);
    list.setMinHeight(Region.USE_PREF_SIZE);
    model.memory().trayOpenProperty().subscribe(open -> Forms.show(list, open));
    VBox tray = new VBox(line(model, actions), list);
    tray.getStyleClass().add("tray");
    return tray;
  }

  /**
   * Asks its content at every layout: a height that was bound to the content's would come one
   * layout late, and cut off the last card.
   */
  private static final class AsHighAsItsCards extends ScrollPane {
    AsHighAsItsCards(Node cards) {
      super(cards);
    }

    @Override
    protected double computePrefHeight(double width) {
      return Math.min(LIST_HEIGHT, getContent().prefHeight(width) + 2);
    }
  }

  /** What runs, or what ran last. */
  private static Node line(StudioModel model, Actions actions) {
    HBox now = new HBox(10);
    now.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(now, Priority.ALWAYS);
    JobDesk desk = model.desk();
    Runnable show =
        () -> {
          JobCard card = desk.currentProperty().get();
          JobCard told =
              card != null ? card : desk.cards().isEmpty() ? null : desk.cards().getFirst();
          now.getChildren().setAll(told == null ? idle() : told(told));
        };
    desk.currentProperty().subscribe(card -> show.run());
    desk.cards().addListener((ListChangeListener<JobCard>) change -> show.run());
    Button fold = actions.iconButton("tray");
    fold.graphicProperty()
        .bind(
            Bindings.when(model.memory().trayOpenProperty())
                .then(new FontIcon(Feather.CHEVRON_DOWN))
                .otherwise(new FontIcon(Feather.CHEVRON_UP)));
    HBox line = new HBox(8, now, actions.iconButton("clear"), fold);
    line.getStyleClass().add("tray-line");
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static List<Node> idle() {
    Label label = new Label(Texts.of("jobs.idle"));
    label.getStyleClass().add("text-muted");
    return List.of(label);
  }

  private static List<Node> told(JobCard card) {
    Label title = new Label(card.title());
    title.getStyleClass().add("job-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    ProgressBar bar = bar(card);
    bar.setPrefWidth(180);
    bar.setMinWidth(100);
    Label detail = new Label();
    detail.getStyleClass().add("text-muted");
    detail.setMinWidth(0);
    detail.textProperty().bind(words(card));
    HBox.setHgrow(detail, Priority.ALWAYS);
    detail.setMaxWidth(Double.MAX_VALUE);
    return List.of(title, bar, detail, buttons(card));
  }

  private static ProgressBar bar(JobCard card) {
    ProgressBar bar = new ProgressBar();
    bar.progressProperty().bind(card.progressProperty());
    bar.setAccessibleText(Texts.of("jobs.progress", card.title()));
    card.stateProperty().subscribe(state -> Forms.show(bar, !state.isOver()));
    return bar;
  }

  private static ObservableValue<String> words(JobCard card) {
    return Bindings.createStringBinding(
        () ->
            switch (card.state()) {
              case WAITING -> Texts.of("state.waiting");
              case PAUSED -> Texts.of("state.paused");
              case STOPPING -> Texts.of("state.stopping");
              case DONE -> Texts.of("state.finished");
              case CANCELLED -> Texts.of("state.cancelled");
              case FAILED -> failed(card);
              case RUNNING -> running(card);
            },
        card.stateProperty(),
        card.taskProperty(),
        card.detailProperty(),
        card.timeLeftProperty(),
        card.problemProperty());
  }

  private static String failed(JobCard card) {
    Problem problem = card.problemProperty().get();
    return problem == null ? Texts.of("state.failed") : problem.what();
  }

  private static String running(JobCard card) {
    String left = card.timeLeftProperty().get();
    String detail = card.detailProperty().get();
    String task = card.taskProperty().get();
    return task + (left.isEmpty() ? "" : " · " + left) + (detail.isEmpty() ? "" : " · " + detail);
  }

  private static HBox buttons(JobCard card) {
    Button pause = button(Feather.PAUSE, "jobs.pause", card);
    pause.setOnAction(event -> card.pause());
    Button resume = button(Feather.PLAY, "jobs.resume", card);
    resume.setOnAction(event -> card.resume());
    Button cancel = button(Feather.X, "jobs.cancel", card);
    cancel.setOnAction(event -> card.cancel());
    card.stateProperty()
        .subscribe(
            state -> {
              Forms.show(pause, state.canPause());
              Forms.show(resume, state.canResume());
              Forms.show(cancel, state.canCancel());
            });
    return new HBox(2, pause, resume, cancel);
  }

  private static Button button(Feather icon, String key, JobCard card) {
    Button button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("flat", "button-icon");
    button.setAccessibleText(Texts.of(key, card.title()));
    button.setTooltip(new Tooltip(Texts.of(key, card.title())));
    return button;
  }

  private static Node card(JobCard card) {
    Label title = new Label(card.title());
    title.getStyleClass().add("job-title");
    Label detail = new Label();
    detail.getStyleClass().add("text-muted");
    detail.textProperty().bind(words(card));
    ProgressBar bar = bar(card);
    bar.setPrefWidth(160);
    HBox head = new HBox(10, title, bar, detail, Forms.spacer(), buttons(card));
    head.setAlignment(Pos.CENTER_LEFT);
    ListView<String> lines = new ListView<>(card.log());
    lines.setPrefHeight(110);
    lines.setAccessibleText(Texts.of("jobs.log"));
    TitledPane log = new TitledPane(Texts.of("jobs.log"), lines);
    log.setExpanded(false);
    log.setAnimated(false);
    log.getStyleClass().add("dense");
    VBox box = new VBox(6, head, Forms.problem(card.problemProperty()), log);
    box.getStyleClass().add("job-card");
    return box;
  }
}
