package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.avatar.TrainingSettings;

class TrainModelTest {
  private final TrainModel train =
      new TrainModel(TaskExecutor.sameThread(), List.of("logmel", "logmel+lips", "hubert"));

  @Test
  void theEncoderThatIsTakenWhenNobodyChoosesComesFirstAndOnce() {
    assertThat(train.encoders()).containsExactly("logmel+lips", "logmel", "hubert");
    assertThat(train.order(false).settings().encoder()).isEqualTo(TrainingSettings.DEFAULT_ENCODER);
  }

  @Test
  void whatIsChosenIsTrained() {
    train.encoderProperty().set("hubert");
    train.presetProperty().set(Preset.BEST);
    train.stepsProperty().set(70);
    TrainingSettings asked = train.order(true).settings();
    assertThat(asked.encoder()).isEqualTo("hubert");
    assertThat(asked.preset()).isEqualTo(Preset.BEST);
    assertThat(asked.steps()).hasValue(70);
    train.stepsProperty().set(0);
    assertThat(train.order(true).settings().steps()).as("the preset's").isEmpty();
  }

  @Test
  void theMethodBringsItsEncoderWhereNobodyChoseOne() {
    train.methodProperty().set(TrainingMethod.PUBLISHED);
    TrainingSettings asked = train.order(false).settings();
    assertThat(asked.method()).isEqualTo(TrainingMethod.PUBLISHED);
    assertThat(asked.encoder()).isEqualTo("sync-enhanced");
    train.methodProperty().set(TrainingMethod.STUDIO);
    assertThat(train.encoderProperty().get()).isEqualTo(TrainingSettings.DEFAULT_ENCODER);
    train.encoderProperty().set("hubert");
    train.methodProperty().set(TrainingMethod.PUBLISHED);
    assertThat(train.encoderProperty().get()).isEqualTo("hubert");
  }
}
