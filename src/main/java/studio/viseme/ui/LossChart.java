package studio.viseme.ui;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Polyline;
import studio.viseme.ui.model.TrainModel.Told;

/** The loss over the steps, on a logarithmic scale. */
final class LossChart extends Pane {
  private static final double INSET = 6;

  private final ObservableList<Told> told;
  private final Polyline line = new Polyline();
  private final Label most = new Label();
  private final Label least = new Label();
  private final Label last = new Label();

  LossChart(ObservableList<Told> told) {
    this.told = told;
    getStyleClass().add("chart");
    setId("loss-chart");
    setMinHeight(64);
    setPrefHeight(84);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(Texts.of("train.chart.accessible"));
    line.getStyleClass().add("curve");
    line.setManaged(false);
    for (Label label : new Label[] {most, least, last}) {
      label.getStyleClass().add("axis");
      getChildren().add(label);
    }
    getChildren().add(line);
    told.addListener((ListChangeListener<Told>) change -> requestLayout());
  }

  @Override
  protected void layoutChildren() {
    line.getPoints().clear();
    boolean empty = told.size() < 2;
    most.setText(empty ? "" : Texts.of("train.chart.loss", figure(highest())));
    least.setText(empty ? Texts.of("train.chart.empty") : figure(lowest()));
    last.setText(empty ? "" : Texts.of("train.chart.step", told.getLast().step()));
    most.autosize();
    least.autosize();
    last.autosize();
    most.relocate(INSET, INSET);
    least.relocate(INSET, getHeight() - least.getHeight() - INSET);
    last.relocate(getWidth() - last.getWidth() - INSET, getHeight() - last.getHeight() - INSET);
    if (empty) {
      return;
    }
    double top = Math.log(highest());
    double height = Math.max(1e-9, top - Math.log(lowest()));
    // The curve runs between its labels, not through them.
    double left = Math.max(most.getWidth(), least.getWidth()) + 2 * INSET;
    double right = getWidth() - last.getWidth() - 2 * INSET;
    double end = told.getLast().step();
    for (Told figure : told) {
      double x = left + figure.step() / end * (right - left);
      double down = (top - Math.log(figure.loss())) / height;
      line.getPoints().addAll(x, INSET + down * (getHeight() - 2 * INSET));
    }
  }

  private double highest() {
    return told.stream().mapToDouble(Told::loss).max().orElse(1);
  }

  private double lowest() {
    return Math.max(1e-9, told.stream().mapToDouble(Told::loss).min().orElse(1));
  }

  private static String figure(double loss) {
    return "%.4f".formatted(loss);
  }
}
