package studio.viseme.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.RangeSlider;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.project.ProjectFolder;
import studio.viseme.ui.model.CreateModel;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.StudioModel;

/** Recent projects at the left; a new one, or the sample, at the right. */
final class StartPage {
  private StartPage() {}

  static Node of(StudioModel model, Actions actions, Dialogs dialogs) {
    VBox left = new VBox(14, Forms.title("start.recent"), recent(model), actions.button("open"));
    left.getStyleClass().add("start-recent");
    left.setPrefWidth(380);
    left.setMinWidth(300);
    VBox right = new VBox(22, create(model, dialogs), sample(actions));
    right.getStyleClass().add("start-new");
    right.setMaxWidth(640);
    HBox.setHgrow(right, Priority.ALWAYS);
    HBox columns = new HBox(left, right);
    columns.setAlignment(Pos.TOP_LEFT);
    ScrollPane scroll = new ScrollPane(columns);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setId("page-start");
    scroll.getStyleClass().add("start-page");
    return scroll;
  }

  private static Node recent(StudioModel model) {
    VBox list = new VBox(6);
    list.setId("recent");
    Runnable fill =
        () ->
            list.getChildren()
                .setAll(
                    model.memory().recent().isEmpty()
                        ? List.of(Forms.words(Texts.of("start.recent.none")))
                        : model.memory().recent().stream().map(path -> row(model, path)).toList());
    model.memory().recent().addListener((ListChangeListener<String>) change -> fill.run());
    fill.run();
    return list;
  }

  private static Node row(StudioModel model, String path) {
    Path folder = Path.of(path);
    String file = folder.getFileName().toString();
    Label name = new Label(file.replace(ProjectFolder.SUFFIX, ""));
    name.getStyleClass().add("recent-name");
    boolean there = Files.isDirectory(folder);
    String parent = String.valueOf(folder.getParent());
    Label place = new Label(there ? parent : Texts.of("start.recent.gone", parent));
    place.getStyleClass().addAll("text-muted", "text-small");
    VBox words = new VBox(name, place);
    Button open = new Button();
    open.setGraphic(new HBox(10, new FontIcon(Feather.FILM), words));
    open.getStyleClass().addAll("flat", "recent-row");
    open.setAlignment(Pos.CENTER_LEFT);
    open.setMaxWidth(Double.MAX_VALUE);
    open.setAccessibleText(Texts.of("start.recent.open", file));
    open.setTooltip(new Tooltip(path));
    open.setDisable(!there);
    open.setOnAction(event -> model.open(folder));
    Button forget = new Button("", new FontIcon(Feather.X));
    forget.getStyleClass().addAll("flat", "button-icon");
    forget.setAccessibleText(Texts.of("start.recent.forget", file));
    forget.setTooltip(new Tooltip(Texts.of("start.recent.forget", file)));
    forget.setOnAction(event -> model.memory().forget(path));
    HBox.setHgrow(open, Priority.ALWAYS);
    HBox row = new HBox(open, forget);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Node sample(Actions actions) {
    Button sample = actions.button("sample");
    VBox box =
        new VBox(
            8, Forms.section("start.sample"), Forms.words(Texts.of("start.sample.words")), sample);
    return box;
  }

  private static Node create(StudioModel model, Dialogs dialogs) {
    CreateModel create = model.create();
    Label file = new Label();
    file.setId("create-video");
    file.setWrapText(true);
    Button choose = new Button(Texts.of("create.choose"), new FontIcon(Feather.FILM));
    choose.setId("create-choose");
    choose.setOnAction(event -> dialogs.video().ifPresent(create::take));
    VBox drop = new VBox(8, new FontIcon(Feather.DOWNLOAD), file, choose);
    drop.getStyleClass().add("drop");
    VBox form = form(model, dialogs);
    create
        .videoProperty()
        .subscribe(
            video -> {
              file.setText(video == null ? Texts.of("create.drop") : video.toString());
              Forms.show(form, video != null && create.problemProperty().get() == null);
            });
    create
        .problemProperty()
        .subscribe(
            problem -> Forms.show(form, problem == null && create.videoProperty().get() != null));
    return new VBox(
        14,
        Forms.title("create.title"),
        Forms.words(Texts.of("create.intro")),
        drop,
        Forms.problem(create.problemProperty()),
        form);
  }

  private static VBox form(StudioModel model, Dialogs dialogs) {
    CreateModel create = model.create();
    Button folder = new Button("", new FontIcon(Feather.FOLDER));
    folder.setAccessibleText(Texts.of("create.folder"));
    folder.setTooltip(new Tooltip(Texts.of("create.folder")));
    folder.setOnAction(
        event -> dialogs.folder().ifPresent(chosen -> create.folderProperty().set(chosen)));
    TextField name = text("create-name", create.nameProperty(), "");
    HBox.setHgrow(name, Priority.ALWAYS);
    Label place = Forms.words("");
    place
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> Texts.of("create.place", create.folderProperty().get()),
                create.folderProperty()));
    Button go = new Button(Texts.of("create.go"), new FontIcon(Feather.CHECK));
    go.setId("create-go");
    go.getStyleClass().add("accent");
    go.setDefaultButton(true);
    go.disableProperty().bind(create.complete().not());
    go.setOnAction(event -> model.createProject());
    // A button that can't be pressed says why not.
    Label missing = Forms.words(Texts.of("create.missing"));
    missing.visibleProperty().bind(create.complete().not());
    HBox end = new HBox(12, go, missing);
    end.setAlignment(Pos.CENTER_LEFT);
    return new VBox(
        12,
        Forms.field("create.name", new HBox(6, name, folder)),
        place,
        Forms.section("create.consent"),
        Forms.words(Texts.of("create.consent.words")),
        Forms.field(
            "create.shown",
            text("create-shown", create.shownProperty(), Texts.of("create.shown.eg"))),
        Forms.field(
            "create.agreed",
            text("create-agreed", create.agreedProperty(), Texts.of("create.agreed.eg"))),
        part(create),
        outcome(create),
        end);
  }

  /** Which part of the video is imported, once its length is known. */
  private static Node part(CreateModel create) {
    RangeSlider range = new RangeSlider(0, 1, 0, 1);
    range.setId("create-part");
    range.setAccessibleText(Texts.of("create.part"));
    range.lowValueProperty().bindBidirectional(create.fromProperty());
    range.highValueProperty().bindBidirectional(create.toProperty());
    Label words = Forms.words("");
    words
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    Texts.of(
                        "create.part.words",
                        TransportBar.time(create.fromProperty().get()),
                        TransportBar.time(create.toProperty().get()),
                        TransportBar.time(create.toProperty().get() - create.fromProperty().get())),
                create.fromProperty(),
                create.toProperty()));
    VBox box = new VBox(6, Forms.section("create.part"), range, words);
    create
        .secondsProperty()
        .subscribe(
            length -> {
              Forms.show(box, length.doubleValue() > 0);
              range.setMax(Math.max(1, length.doubleValue()));
              range.setBlockIncrement(length.doubleValue() / 100);
              range.setHighValue(create.toProperty().get());
            });
    return box;
  }

  private static TextField text(String id, StringProperty value, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    field.textProperty().bindBidirectional(value);
    field.setMinWidth(Region.USE_PREF_SIZE);
    return field;
  }

  /** How the import goes, where one looks for it: its warnings, and why it was refused. */
  private static Node outcome(CreateModel create) {
    VBox box = new VBox(6);
    create
        .jobProperty()
        .subscribe(
            card -> {
              box.getChildren().clear();
              if (card != null) {
                box.getChildren().add(Forms.problem(card.problemProperty()));
                card.notices().addListener((ListChangeListener<Object>) change -> tell(box, card));
                box.getChildren().add(progress(card));
              }
            });
    return box;
  }

  private static Node progress(JobCard card) {
    Label label = Forms.words("");
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    card.state().isOver()
                        ? ""
                        : Texts.of("create.importing", card.taskProperty().get()),
                card.stateProperty(),
                card.taskProperty()));
    return label;
  }

  private static void tell(VBox box, JobCard card) {
    box.getChildren().removeIf(node -> node.getStyleClass().contains("warning"));
    card.notices().forEach(notice -> box.getChildren().add(Forms.notice(notice)));
  }
}
