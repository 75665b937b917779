package studio.viseme.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import studio.viseme.app.Amounts;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.StudioModel;
import studio.viseme.ui.model.TrainModel;

/** What to train, and the avatar as it learns. */
final class TrainPage {
  private static final int MOST_STEPS = 1_000_000;

  private TrainPage() {}

  static PageView of(StudioModel model, Actions actions) {
    TrainModel train = model.train();
    return new PageView(
        train.sceneProperty(),
        Bindings.createStringBinding(
            () -> hint(model), model.projectProperty(), model.desk().currentProperty()),
        new VBox(new LossChart(train.curve())),
        inspector(model, actions),
        null);
  }

  private static String hint(StudioModel model) {
    ProjectSnapshot project = model.projectProperty().get();
    if (project != null && !project.isAnalyzed()) {
      return Texts.of("train.needs");
    }
    return Texts.of(model.desk().currentProperty().get() == null ? "train.empty" : "train.soon");
  }

  private static Node inspector(StudioModel model, Actions actions) {
    TrainModel train = model.train();
    Spinner<Integer> steps = new Spinner<>();
    steps.setId("train-steps");
    steps.setEditable(true);
    SpinnerValueFactory<Integer> values =
        new SpinnerValueFactory.IntegerSpinnerValueFactory(0, MOST_STEPS, 0, 100);
    steps.setValueFactory(values);
    values.valueProperty().subscribe(value -> train.stepsProperty().set(value == null ? 0 : value));
    Button start = actions.button("train");
    start.getStyleClass().add("accent");
    start.setMaxWidth(Double.MAX_VALUE);
    Button direct = actions.button("go.direct");
    direct.setMaxWidth(Double.MAX_VALUE);
    GridPane figures = new GridPane(12, 4);
    figures.addRow(
        0, name("train.step"), value("train-step", train.stepProperty().asString("%,d")));
    figures.addRow(1, name("train.loss"), value("train-loss", figure(train, "%.4f", true)));
    figures.addRow(2, name("train.psnr"), value("train-psnr", figure(train, "%.1f dB", false)));
    VBox avatars = new VBox(6);
    avatars.setId("avatars");
    model
        .projectProperty()
        .subscribe(
            project -> {
              List<AvatarRecord> known = project == null ? List.of() : project.avatars();
              avatars
                  .getChildren()
                  .setAll(
                      known.isEmpty()
                          ? List.of(Forms.words(Texts.of("train.avatars.none")))
                          : known.stream().map(avatar -> row(project, avatar)).toList());
              Forms.show(direct, project != null && !project.finishedAvatars().isEmpty());
            });
    return new VBox(
        14,
        Forms.title("train.title"),
        Forms.words(Texts.of("train.intro")),
        Forms.field(
            "train.backend",
            Forms.choice(
                "train-backend",
                List.of("syncgaussian"),
                name -> Texts.of("train.backend." + name),
                train.backendProperty())),
        Forms.field(
            "train.preset",
            Forms.choice(
                "train-preset",
                Arrays.asList(Preset.values()),
                preset -> Texts.of("train.preset." + preset.name().toLowerCase(Locale.ROOT)),
                train.presetProperty())),
        Forms.field(
            "train.method",
            Forms.choice(
                "train-method",
                Arrays.asList(TrainingMethod.values()),
                method -> Texts.of("train.method." + method.key()),
                train.methodProperty())),
        Forms.field(
            "train.encoder",
            Forms.choice(
                "train-encoder", train.encoders(), TrainPage::encoder, train.encoderProperty())),
        Forms.field("train.steps", steps),
        start,
        figures,
        Forms.section("train.avatars"),
        avatars,
        direct);
  }

  /** In words where the program has some: an imported encoder has only its name. */
  private static String encoder(String name) {
    return Texts.find("train.encoder." + name).orElse(name);
  }

  private static ObservableValue<String> figure(TrainModel train, String format, boolean loss) {
    var property = loss ? train.lossProperty() : train.psnrProperty();
    return property.map(
        now -> Double.isNaN(now.doubleValue()) ? "–" : format.formatted(now.doubleValue()));
  }

  private static Label name(String key) {
    Label label = new Label(Texts.of(key));
    label.getStyleClass().add("text-muted");
    return label;
  }

  private static Label value(String id, ObservableValue<String> text) {
    Label label = new Label();
    label.setId(id);
    label.getStyleClass().add("figure");
    label.textProperty().bind(text);
    return label;
  }

  /** Preset and, where it isn't the studio's, method. */
  private static String told(AvatarRecord avatar) {
    String preset = avatar.settings().getOrDefault("preset", "");
    String method = avatar.settings().getOrDefault("method", TrainingMethod.STUDIO.key());
    return method.equals(TrainingMethod.STUDIO.key()) ? preset : preset + " (" + method + ")";
  }

  private static Node row(ProjectSnapshot project, AvatarRecord avatar) {
    Double seconds = avatar.results().get("seconds");
    String time = seconds == null ? "" : ", " + Amounts.seconds(seconds);
    String preset = told(avatar);
    String text =
        avatar.isFinished()
            ? Texts.of("train.avatar.finished", avatar.id(), preset + time)
            : Texts.of("train.avatar.unfinished", avatar.id(), preset);
    Label label = new Label(text);
    label.setWrapText(true);
    return new VBox(2, label, Forms.stale(project, avatar.id()));
  }
}
