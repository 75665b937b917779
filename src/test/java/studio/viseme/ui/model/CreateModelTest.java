package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CreateModelTest {
  private final CreateModel create = new CreateModel(Path.of("/home/ada/Viseme Studio"));

  @Test
  void aVideoNamesTheProject() {
    create.take(Path.of("/media/My talk.final.mp4"));
    assertThat(create.project()).isEqualTo(Path.of("/home/ada/Viseme Studio/My talk.final.viseme"));
  }

  @Test
  void withoutConsentThereIsNoProject() {
    create.take(Path.of("/media/talk.mp4"));
    assertThat(create.complete().get()).isFalse();
    create.shownProperty().set("Ada Lovelace");
    assertThat(create.complete().get()).isFalse();
    create.agreedProperty().set("herself, by mail");
    assertThat(create.complete().get()).isTrue();
    assertThat(create.consent()).isEqualTo("Ada Lovelace is shown; agreed by herself, by mail");
    create.nameProperty().set("  ");
    assertThat(create.complete().get()).isFalse();
  }

  @Test
  void aPartIsPassedOnAsTheCommandLineWould() {
    assertThat(create.options()).isEmpty();
    create.toProperty().set("20");
    assertThat(create.options()).containsEntry("range", "0-20");
    create.fromProperty().set(" 3.5 ");
    assertThat(create.options()).containsEntry("range", "3.5-20");
  }
}
