package studio.viseme.ui;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.util.Duration;
import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.action.Action;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import studio.viseme.ui.model.JobCard;
import studio.viseme.ui.model.JobState;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.StudioModel;

/**
 * Tells of a job that ended while another page was looked at, and takes the user to what came of
 * it. Goes away by itself, unless something failed.
 */
final class JobNews {
  private static final Duration SEEN = Duration.seconds(8);

  private final StudioModel model;
  private final NotificationPane pane;
  private final PauseTransition patience = new PauseTransition(SEEN);

  private JobNews(StudioModel model, Node content) {
    this.model = model;
    this.pane = new NotificationPane(content);
    pane.setId("news");
    patience.setOnFinished(event -> pane.hide());
    model.desk().endedProperty().subscribe(this::tell);
    model.pageProperty().subscribe(page -> pane.hide());
  }

  /** The content with room for news over its top. */
  static NotificationPane around(Node content, StudioModel model) {
    return new JobNews(model, content).pane;
  }

  private void tell(@Nullable JobCard card) {
    if (card == null || isSeen(card)) {
      return;
    }
    boolean failed = card.state() == JobState.FAILED;
    pane.setText(Texts.of(failed ? "news.failed" : "news.done", card.title()));
    pane.setGraphic(new FontIcon(failed ? Feather.ALERT_CIRCLE : Feather.CHECK));
    Action show = new Action(Texts.of(failed ? "news.why" : "news.show"), event -> show(card));
    pane.getActions().setAll(List.of(show));
    pane.show();
    patience.stop();
    if (!failed) {
      patience.playFromStart();
    }
  }

  /** It is seen already, or the user ended it, or a project is about to open. */
  private boolean isSeen(JobCard card) {
    return card.state() == JobState.CANCELLED
        || card.page() == model.pageProperty().get()
        || card.page() == Page.START && card.state() == JobState.DONE
        || card.state() == JobState.FAILED && model.memory().trayOpenProperty().get();
  }

  private void show(JobCard card) {
    pane.hide();
    if (card.state() == JobState.FAILED) {
      model.memory().trayOpenProperty().set(true);
    } else {
      model.go(card.page());
    }
  }
}
