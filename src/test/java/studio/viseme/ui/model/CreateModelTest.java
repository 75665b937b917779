package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.capture.ImportOptions;
import studio.viseme.media.TestFilms;

class CreateModelTest {
  @TempDir Path folder;

  private final CreateModel create =
      new CreateModel(Path.of("/home/ada/Viseme Studio"), new NeverBehind());

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
    CreateModel film = new CreateModel(folder, TaskExecutor.sameThread());
    assertThat(film.options()).isEmpty();
    film.take(TestFilms.withTone(folder.resolve("talk.mp4"), 64, 64, 25, 100));
    assertThat(film.secondsProperty().get()).isBetween(3.9, 4.1);
    assertThat(film.options()).as("all of it").isEmpty();
    film.fromProperty().set(0.5);
    assertThat(ImportOptions.of(film.options()).range().orElseThrow().from()).isEqualTo(0.5);
    film.toProperty().set(3.75);
    assertThat(film.options()).containsEntry("range", "0.50-3.75");
  }

  @Test
  void whatIsNoVideoIsToldAtOnce() throws IOException {
    CreateModel form = new CreateModel(folder, TaskExecutor.sameThread());
    form.take(Files.writeString(folder.resolve("talk.mp4"), "no video"));
    form.shownProperty().set("Ada Lovelace");
    form.agreedProperty().set("herself");
    assertThat(form.problemProperty().get().what()).isNotBlank();
    assertThat(form.complete().get()).isFalse();
    form.take(TestFilms.withTone(folder.resolve("other.mp4"), 64, 64, 25, 100));
    assertThat(form.problemProperty().get()).isNull();
    assertThat(form.secondsProperty().get()).isPositive();
  }

  /** Looks at no file. */
  private static final class NeverBehind implements TaskExecutor {
    @Override
    public void background(Runnable work) {}

    @Override
    public void front(Runnable work) {
      work.run();
    }
  }
}
