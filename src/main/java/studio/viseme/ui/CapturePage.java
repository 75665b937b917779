package studio.viseme.ui;

import atlantafx.base.controls.ToggleSwitch;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture.Capability;
import studio.viseme.capture.ClipInfo;
import studio.viseme.ui.model.CaptureModel;
import studio.viseme.ui.model.Notice;
import studio.viseme.ui.model.ProjectSnapshot;
import studio.viseme.ui.model.StudioModel;

/** The clip, and what the stages found in it. */
final class CapturePage {
  private CapturePage() {}

  static PageView of(StudioModel model, Actions actions) {
    CaptureModel capture = model.capture();
    TransportBar bar = new TransportBar(capture.transport());
    model
        .projectProperty()
        .subscribe(project -> bar.waveform().samplesProperty().set(speech(project)));
    return new PageView(
        capture.sceneProperty(),
        Bindings.createStringBinding(() -> Texts.of("capture.empty"), model.projectProperty()),
        bar,
        inspector(model, actions),
        null);
  }

  private static float[] speech(@Nullable ProjectSnapshot project) {
    return project != null && project.has(Capability.SPEECH)
        ? project.capture().speech()
        : new float[0];
  }

  private static Node inspector(StudioModel model, Actions actions) {
    CaptureModel capture = model.capture();
    Label clip = Forms.words("");
    Label consent = Forms.words("");
    Label next = Forms.words("");
    Button analyze = actions.button("analyze");
    analyze.getStyleClass().add("accent");
    analyze.setMaxWidth(Double.MAX_VALUE);
    Button train = actions.button("go.train");
    train.setMaxWidth(Double.MAX_VALUE);
    model
        .projectProperty()
        .subscribe(
            project -> {
              boolean analyzed = project != null && project.isAnalyzed();
              clip.setText(project == null ? "" : clip(project));
              consent.setText(project == null ? "" : consent(project));
              next.setText(Texts.of(analyzed ? "capture.analyzed" : "capture.next"));
              analyze.getStyleClass().remove("accent");
              train.getStyleClass().remove("accent");
              (analyzed ? train : analyze).getStyleClass().add("accent");
              Forms.show(train, analyzed);
            });
    VBox notices = new VBox(6);
    notices.setId("notices");
    model
        .analysis()
        .notices()
        .addListener(
            (ListChangeListener<Notice>)
                change ->
                    notices
                        .getChildren()
                        .setAll(model.analysis().notices().stream().map(Forms::notice).toList()));
    Label frame = Forms.words("");
    capture
        .frameProperty()
        .subscribe(at -> frame.setText(Texts.of("capture.frame", at.intValue() + 1)));
    return new VBox(
        14,
        Forms.title("capture.title"),
        clip,
        new VBox(8, next, analyze, train),
        notices,
        FindingList.of(model),
        Forms.section("capture.layers"),
        toggle(model, "mesh", capture.meshProperty(), Capability.LANDMARKS),
        toggle(model, "axes", capture.axesProperty(), Capability.POSE),
        toggle(model, "masks", capture.masksProperty(), Capability.MASKS),
        toggle(model, "depth", capture.depthProperty(), Capability.DEPTH),
        toggle(model, "head", capture.headProperty(), Capability.DEPTH),
        new HBox(
            6,
            actions.iconButton("previous"),
            actions.iconButton("next"),
            Forms.spacer(),
            actions.iconButton("fit"),
            actions.iconButton("pixels")),
        frame,
        Forms.section("capture.consent"),
        consent);
  }

  private static Node toggle(
      StudioModel model, String id, BooleanProperty shown, Capability needed) {
    Label name = new Label(Texts.of("capture.layer." + id));
    ToggleSwitch toggle = new ToggleSwitch();
    toggle.setId("layer-" + id);
    toggle.setAccessibleText(Texts.of("capture.layer." + id));
    name.setLabelFor(toggle);
    toggle.selectedProperty().bindBidirectional(shown);
    BooleanBinding there =
        Bindings.createBooleanBinding(
            () -> {
              ProjectSnapshot project = model.projectProperty().get();
              return project != null && project.has(needed);
            },
            model.projectProperty());
    HBox row = new HBox(name, Forms.spacer(), toggle);
    row.setAlignment(Pos.CENTER_LEFT);
    row.disableProperty().bind(there.not());
    return row;
  }

  private static String clip(ProjectSnapshot project) {
    if (!project.has(Capability.FRAMES)) {
      return "";
    }
    ClipInfo clip = project.capture().clip();
    return Texts.of(
        "capture.clip",
        clip.width(),
        clip.height(),
        clip.frames(),
        TransportBar.time((double) clip.frames() / ClipInfo.FPS),
        clip.sourceWidth(),
        clip.sourceHeight());
  }

  private static String consent(ProjectSnapshot project) {
    return project.consent() == null
        ? Texts.of("capture.consent.none")
        : project.consent().statement();
  }
}
