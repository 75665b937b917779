package studio.viseme.ui;

import java.nio.file.Path;
import java.util.Optional;

/** What only the system can ask: a port, as a toolkit without a screen has no file dialogs. */
interface Dialogs {
  /** Nobody answers. */
  Dialogs UNANSWERED =
      new Dialogs() {
        @Override
        public Optional<Path> video() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> audio() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> picture() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> project() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> folder() {
          return Optional.empty();
        }
      };

  Optional<Path> video();

  Optional<Path> audio();

  Optional<Path> picture();

  Optional<Path> project();

  Optional<Path> folder();
}
