package studio.viseme.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.junit.jupiter.api.Test;

class StepMeterTest {
  private final IntegerProperty step = new SimpleIntegerProperty(10);

  @Test
  void beginsWithWhatIsToldAfterAReset() throws InterruptedException {
    StepMeter meter = new StepMeter(step);
    step.set(1000);
    meter.reset();
    assertThat(meter.rate()).as("nothing is told yet").isZero();
    long before = System.nanoTime();
    step.set(1100);
    assertThat(meter.rate()).as("one figure is no rate").isZero();
    Thread.sleep(20);
    step.set(1110);
    double longest = (System.nanoTime() - before) * 1e-9;
    assertThat(meter.rate()).isGreaterThanOrEqualTo(10 / longest).isLessThanOrEqualTo(10 / 0.02);
  }
}
