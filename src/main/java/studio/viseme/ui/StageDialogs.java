package studio.viseme.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The system's own dialogs, over the window. */
final class StageDialogs implements Dialogs {
  private static final List<String> VIDEO =
      List.of("*.mp4", "*.mov", "*.mkv", "*.webm", "*.avi", "*.m4v", "*.mts");
  private static final List<String> AUDIO =
      List.of("*.wav", "*.mp3", "*.m4a", "*.flac", "*.ogg", "*.opus", "*.aac", "*.mp4");
  private static final List<String> PICTURE = List.of("*.png", "*.jpg", "*.jpeg", "*.bmp", "*.gif");

  private final Stage stage;

  StageDialogs(Stage stage) {
    this.stage = stage;
  }

  @Override
  public Optional<Path> video() {
    return file("dialog.video", VIDEO);
  }

  @Override
  public Optional<Path> audio() {
    return file("dialog.audio", AUDIO);
  }

  @Override
  public Optional<Path> picture() {
    return file("dialog.picture", PICTURE);
  }

  private Optional<Path> file(String title, List<String> endings) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(Texts.of(title));
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter(Texts.of(title + ".kind"), endings),
            new FileChooser.ExtensionFilter(Texts.of("dialog.all"), "*"));
    return path(chooser.showOpenDialog(stage));
  }

  @Override
  public Optional<Path> project() {
    return folder("dialog.project");
  }

  @Override
  public Optional<Path> folder() {
    return folder("dialog.folder");
  }

  private Optional<Path> folder(String title) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(Texts.of(title));
    return path(chooser.showDialog(stage));
  }

  private static Optional<Path> path(@Nullable File file) {
    return Optional.ofNullable(file).map(File::toPath);
  }
}
