package studio.viseme.ui;

import java.nio.file.Path;
import java.util.Optional;

/** What only the system can ask: a port, as a toolkit without a screen has no file dialogs. */
interface Dialogs {
  Optional<Path> video();

  Optional<Path> audio();

  Optional<Path> project();

  Optional<Path> folder();
}
