package studio.viseme.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.Severity;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.StudioModel;

/** The findings that matter: where they are is a click away, and so is what mends them. */
final class FindingList {
  private static final double PORTRAIT = 72;

  private FindingList() {}

  static Node of(StudioModel model) {
    VBox rows = new VBox(6);
    rows.setId("findings");
    VBox box = new VBox(6, Forms.section("capture.findings"), rows);
    model
        .projectProperty()
        .subscribe(
            project -> {
              List<Finding> findings = project == null ? List.of() : project.findings();
              rows.getChildren()
                  .setAll(findings.stream().map(finding -> row(model, finding)).toList());
              Forms.show(box, !findings.isEmpty());
            });
    return box;
  }

  private static Node row(StudioModel model, Finding finding) {
    String gravity = finding.severity().name().toLowerCase(Locale.ROOT);
    Button show = new Button(Forms.capital(finding.text()), new FontIcon(icon(finding)));
    show.setWrapText(true);
    show.setMinHeight(Region.USE_PREF_SIZE);
    show.getStyleClass().addAll("flat", "finding");
    show.setMaxWidth(Double.MAX_VALUE);
    show.setAccessibleText(Texts.of("capture.finding." + gravity) + ": " + finding.text());
    if (!finding.frames().isEmpty()) {
      show.setTooltip(new Tooltip(Texts.of("capture.finding.show")));
      show.setOnAction(event -> model.capture().showFrames(finding));
    }
    VBox row = new VBox(4, show);
    row.setId("finding-" + finding.id());
    row.getStyleClass()
        .addAll("notice", finding.severity() == Severity.WARNING ? gravity : "problem");
    if (finding.fix() instanceof Fix.ChooseFace choice && !choice.faces().isEmpty()) {
      choice.faces().forEach(face -> row.getChildren().add(face(model, finding, face)));
    } else if (finding.fix().canBeApplied()) {
      row.getChildren().add(fix(model, finding));
    }
    return row;
  }

  /** One of the faces to choose from, as it was seen. */
  private static Node face(StudioModel model, Finding finding, Fix.Face face) {
    Button choose = new Button(Texts.of("capture.choose.face"), portrait(model, face));
    choose.setAccessibleText(Texts.of("capture.fix.face", face.number()));
    choose.setId("fix-" + finding.id() + "-" + face.number());
    choose.setTooltip(new Tooltip(Texts.of("capture.fix.tip")));
    choose.disableProperty().bind(model.desk().currentProperty().isNotNull());
    choose.setOnAction(event -> model.analysis().fix(finding, face));
    HBox indented = new HBox(choose);
    indented.getStyleClass().add("finding-fix");
    return indented;
  }

  private static ImageView portrait(StudioModel model, Fix.Face face) {
    ImageView portrait = new ImageView();
    ProjectSnapshot project = model.projectProperty().get();
    if (project != null) {
      Path file = project.folder().resolve(face.picture());
      portrait.setImage(new Image(file.toUri().toString(), PORTRAIT, PORTRAIT, true, true));
    }
    return portrait;
  }

  /** Only one order at a time may change what is known of the clip. */
  private static Node fix(StudioModel model, Finding finding) {
    Button fix = new Button(words(finding.fix()), new FontIcon(Feather.TOOL));
    fix.setId("fix-" + finding.id());
    fix.setTooltip(new Tooltip(Texts.of("capture.fix.tip")));
    fix.disableProperty().bind(model.desk().currentProperty().isNotNull());
    fix.setOnAction(event -> model.analysis().fix(finding));
    HBox indented = new HBox(fix);
    indented.getStyleClass().add("finding-fix");
    return indented;
  }

  private static Feather icon(Finding finding) {
    return finding.severity() == Severity.WARNING ? Feather.ALERT_TRIANGLE : Feather.ALERT_CIRCLE;
  }

  static String words(Fix fix) {
    return switch (fix) {
      case Fix.None none -> "";
      case Fix.Exclude exclude -> Texts.of("capture.fix.exclude");
      case Fix.Trim trim -> Texts.of("capture.fix.trim", trim.from(), trim.to());
      case Fix.Crop crop -> Texts.of("capture.fix.crop");
      case Fix.ChooseFace face -> Texts.of("capture.fix.face", face.number());
      case Fix.ShiftSound shift -> Texts.of("capture.fix.shift");
      case Fix.ChooseTrack track -> Texts.of("capture.fix.track", track.number() + 1);
    };
  }
}
