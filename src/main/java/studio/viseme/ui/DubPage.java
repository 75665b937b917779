package studio.viseme.ui;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.ui.model.DubModel;
import studio.viseme.ui.model.StudioModel;

/** New speech in, film out, watched at once. */
final class DubPage {
  private DubPage() {}

  static PageView of(StudioModel model, Actions actions, Dialogs dialogs) {
    DubModel dub = model.dub();
    TransportBar bar = new TransportBar(dub.film().transport());
    bar.waveform().samplesProperty().bind(dub.film().outlineProperty());
    return new PageView(
        dub.film().sceneProperty(),
        Bindings.createStringBinding(
            () ->
                Texts.of(model.direct().avatarProperty().get() == null ? "dub.needs" : "dub.empty"),
            model.direct().avatarProperty()),
        bar,
        inspector(model, actions, dialogs),
        null);
  }

  private static Node inspector(StudioModel model, Actions actions, Dialogs dialogs) {
    DubModel dub = model.dub();
    Label audio = new Label();
    audio.setId("dub-audio-name");
    audio.setWrapText(true);
    dub.audioProperty()
        .subscribe(
            file ->
                audio.setText(file == null ? Texts.of("dub.drop") : file.getFileName().toString()));
    Button choose = new Button(Texts.of("dub.choose"), new FontIcon(Feather.MUSIC));
    choose.setId("dub-choose");
    choose.setOnAction(event -> dialogs.audio().ifPresent(file -> dub.audioProperty().set(file)));
    Button sample = new Button(Texts.of("dub.sample"));
    sample.setId("dub-sample");
    sample.setOnAction(
        event -> model.sampleSpeech().ifPresent(file -> dub.audioProperty().set(file)));
    VBox drop = new VBox(8, new FontIcon(Feather.DOWNLOAD), audio, choose, sample);
    drop.getStyleClass().add("drop");
    Button start = actions.button("dub");
    start.getStyleClass().add("accent");
    start.setMaxWidth(Double.MAX_VALUE);
    VBox films = new VBox(2);
    films.setId("films");
    VBox stale = new VBox();
    Label consent = Forms.words(Texts.of("dub.consent.none"));
    model
        .projectProperty()
        .subscribe(
            project -> {
              Forms.show(sample, model.sampleSpeech().isPresent());
              List<Node> warning =
                  project == null
                      ? List.of()
                      : project.newestFinished().stream()
                          .filter(avatar -> project.stale().containsKey(avatar.id()))
                          .map(avatar -> Forms.stale(project, avatar.id()))
                          .toList();
              stale.getChildren().setAll(warning);
              Forms.show(stale, !warning.isEmpty());
              Forms.show(consent, project != null && project.consent() == null);
              List<ExportRecord> known = project == null ? List.of() : project.exports();
              films
                  .getChildren()
                  .setAll(
                      known.isEmpty()
                          ? List.of(Forms.words(Texts.of("dub.films.none")))
                          : known.stream().map(export -> film(model, export)).toList());
            });
    Label file = Forms.words("");
    dub.film()
        .fileProperty()
        .subscribe(
            film -> file.setText(film == null ? "" : Texts.of("dub.watching", film.getFileName())));
    return new VBox(
        14,
        Forms.title("dub.title"),
        Forms.words(Texts.of("dub.intro")),
        drop,
        Forms.field(
            "dub.style",
            Forms.choice(
                "dub-style",
                Arrays.asList(DubModel.Style.values()),
                style -> Texts.of("dub.style." + style.name().toLowerCase(Locale.ROOT)),
                dub.styleProperty())),
        Forms.field(
            "background",
            Backgrounds.field("dub-background", dub.backgroundProperty(), dialogs::picture)),
        consent,
        stale,
        start,
        Forms.section("dub.films"),
        films,
        file,
        Forms.problem(dub.film().problemProperty()));
  }

  private static Node film(StudioModel model, ExportRecord export) {
    Hyperlink link = new Hyperlink(Path.of(export.file()).getFileName().toString());
    link.setAccessibleText(Texts.of("dub.watch", export.file()));
    link.setOnAction(event -> model.watch(export));
    return link;
  }
}
