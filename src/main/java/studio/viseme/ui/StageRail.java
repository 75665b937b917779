package studio.viseme.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.app.Amounts;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.StageStatus;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.StudioModel;

/** The way from footage to film: the stages with their states, then train, direct and dub. */
final class StageRail {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
  private static final Map<String, Feather> ICONS =
      Map.of(
          "import", Feather.FILM,
          "import-checks", Feather.CHECK_SQUARE,
          "tracking-checks", Feather.CHECK_SQUARE,
          "landmarks", Feather.GRID,
          "pose", Feather.COMPASS,
          "expression", Feather.SMILE,
          "parsing", Feather.SCISSORS,
          "depth", Feather.LAYERS,
          "speech", Feather.ACTIVITY);

  private final StudioModel model;
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable String stage;

  /** One line of the rail. */
  private record Entry(Button button, StackPane state, Page page, @Nullable String stage) {}

  StageRail(StudioModel model) {
    this.model = model;
  }

  Node node() {
    Label project = new Label();
    project.setId("rail-project");
    project.getStyleClass().add("rail-project");
    model.projectProperty().subscribe(open -> project.setText(open == null ? "" : open.name()));
    VBox rail = new VBox(project, Forms.section("rail.capture"));
    rail.getStyleClass().add("rail");
    CaptureStages.names()
        .forEach(
            name ->
                rail.getChildren()
                    .add(
                        entry(
                            "stage." + name,
                            ICONS.getOrDefault(name, Feather.CIRCLE),
                            Page.CAPTURE,
                            name)));
    rail.getChildren().add(Forms.section("rail.avatar"));
    rail.getChildren().add(entry("rail.train", Feather.CPU, Page.TRAIN, null));
    rail.getChildren().add(entry("rail.direct", Feather.SLIDERS, Page.DIRECT, null));
    rail.getChildren().add(entry("rail.dub", Feather.MIC, Page.DUB, null));
    model.projectProperty().subscribe(open -> refresh());
    model.analysis().stageAtWorkProperty().subscribe(at -> refresh());
    model.pageProperty().subscribe(page -> refresh());
    model.desk().currentProperty().subscribe(job -> refresh());
    // In a low window it scrolls, rather than push the jobs out of sight.
    ScrollPane scroll = new ScrollPane(rail);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setMinHeight(0);
    scroll.getStyleClass().add("rail-pane");
    return scroll;
  }

  private Button entry(String key, Feather icon, Page page, @Nullable String name) {
    Label text = new Label(Texts.of(key));
    StackPane state = new StackPane();
    state.getStyleClass().add("rail-state");
    HBox line = new HBox(10, new FontIcon(icon), text, Forms.spacer(), state);
    line.setAlignment(Pos.CENTER_LEFT);
    Button button = new Button("", line);
    button.setId("rail-" + (name == null ? page.name().toLowerCase(Locale.ROOT) : name));
    button.getStyleClass().addAll("flat", "rail-entry");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinWidth(Region.USE_PREF_SIZE);
    line.prefWidthProperty().bind(button.widthProperty().subtract(24));
    button.setOnAction(
        event -> {
          if (name != null) {
            stage = name;
            model.capture().showStage(name);
          }
          model.go(page);
          refresh();
        });
    entries.add(new Entry(button, state, page, name));
    return button;
  }

  private void refresh() {
    ProjectSnapshot project = model.projectProperty().get();
    Page page = model.pageProperty().get();
    for (Entry entry : entries) {
      boolean selected = entry.page == page && (entry.stage == null || entry.stage.equals(stage));
      entry.button.pseudoClassStateChanged(SELECTED, selected);
      String words = entry.stage == null ? pageState(entry, project) : stageState(entry, project);
      String name =
          Texts.of(
              entry.stage == null
                  ? "rail." + entry.page.name().toLowerCase(Locale.ROOT)
                  : "stage." + entry.stage);
      entry.button.setAccessibleText(words.isEmpty() ? name : name + ", " + words);
      entry.button.setTooltip(words.isEmpty() ? null : new Tooltip(words));
    }
  }

  private String stageState(Entry entry, @Nullable ProjectSnapshot project) {
    if (entry.stage != null && entry.stage.equals(model.analysis().stageAtWorkProperty().get())) {
      ProgressIndicator turning = new ProgressIndicator();
      turning.setMaxSize(16, 16);
      turning.setAccessibleText(Texts.of("state.running"));
      entry.state.getChildren().setAll(turning);
      return Texts.of("state.running");
    }
    StageStatus status =
        project == null
            ? null
            : project.stages().stream()
                .filter(known -> known.name().equals(entry.stage))
                .findFirst()
                .orElse(null);
    if (status == null) {
      entry.state.getChildren().clear();
      return "";
    }
    return switch (status.state()) {
      case UP_TO_DATE -> {
        icon(entry, Feather.CHECK, "done");
        yield Texts.of(
            "state.done", Amounts.seconds(status.seconds()), Amounts.bytes(status.bytes()));
      }
      case STALE -> {
        icon(entry, Feather.ROTATE_CW, "stale");
        yield Texts.of("state.stale");
      }
      case MISSING -> {
        entry.state.getChildren().clear();
        yield Texts.of("state.missing");
      }
    };
  }

  private static String pageState(Entry entry, @Nullable ProjectSnapshot project) {
    int count =
        project == null
            ? 0
            : switch (entry.page) {
              case TRAIN -> project.finishedAvatars().size();
              case DUB -> project.exports().size();
              default -> 0;
            };
    if (count == 0) {
      entry.state.getChildren().clear();
      return "";
    }
    Label number = new Label(Integer.toString(count));
    number.getStyleClass().add("count");
    entry.state.getChildren().setAll(number);
    return Texts.of(entry.page == Page.TRAIN ? "state.avatars" : "state.films", count);
  }

  private static void icon(Entry entry, Feather icon, String style) {
    FontIcon node = new FontIcon(icon);
    node.getStyleClass().add(style);
    entry.state.getChildren().setAll(node);
  }
}
