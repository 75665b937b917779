package studio.viseme.ui.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/**
 * Which project is open, as it was last looked at. Its folder belongs to the user: it may be moved,
 * deleted or damaged at any moment, and then this says so instead of showing what isn't there.
 */
final class OpenProject {
  private final Function<Path, ProjectSnapshot> look;
  private final TaskExecutor executor;
  private final BiConsumer<@Nullable ProjectSnapshot, Boolean> listener;
  private final ReadOnlyObjectWrapper<@Nullable ProjectSnapshot> project =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  /**
   * @param look looks at a folder; throws {@link JobException} (input) for one that is no project
   * @param listener hears of every look, and whether it is at another project than before
   */
  OpenProject(
      Function<Path, ProjectSnapshot> look,
      TaskExecutor executor,
      BiConsumer<@Nullable ProjectSnapshot, Boolean> listener) {
    this.look = look;
    this.executor = executor;
    this.listener = listener;
  }

  ReadOnlyObjectProperty<@Nullable ProjectSnapshot> snapshotProperty() {
    return project.getReadOnlyProperty();
  }

  @Nullable ProjectSnapshot snapshot() {
    return project.get();
  }

  /** Why the latest order outside a job was not carried out, or null. */
  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  void tell(@Nullable Problem what) {
    problem.set(what);
  }

  boolean isOpen(Path folder) {
    ProjectSnapshot known = project.get();
    return known != null && known.folder().equals(folder);
  }

  /**
   * Opens a project; one that can't be opened leaves everything as it is, with a problem.
   *
   * @param done after it was opened
   * @param failed gets the folder that couldn't be opened
   */
  void open(Path folder, Consumer<ProjectSnapshot> done, Consumer<Path> failed) {
    Path place = folder.toAbsolutePath().normalize();
    executor.background(
        () -> {
          try {
            ProjectSnapshot snapshot = look.apply(place);
            executor.front(
                () -> {
                  problem.set(null);
                  show(snapshot, true);
                  done.accept(snapshot);
                });
          } catch (JobException e) {
            executor.front(
                () -> {
                  problem.set(Problem.of(e));
                  failed.accept(place);
                });
          }
        });
  }

  void close() {
    show(null, true);
  }

  /**
   * Looks at it again.
   *
   * @param gone when the folder isn't there any more; the project is closed then
   */
  void reload(Runnable gone) {
    ProjectSnapshot known = project.get();
    if (known == null) {
      return;
    }
    executor.background(
        () -> {
          try {
            ProjectSnapshot now = look.apply(known.folder());
            executor.front(
                () -> {
                  if (isOpen(known.folder())) {
                    show(now, false);
                  }
                });
          } catch (JobException e) {
            boolean deleted = !Files.isDirectory(known.folder());
            executor.front(() -> lose(known.folder(), deleted, Problem.of(e), gone));
          }
        });
  }

  private void lose(Path folder, boolean deleted, Problem why, Runnable gone) {
    problem.set(why);
    if (deleted && isOpen(folder)) {
      gone.run();
    }
  }

  private void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    project.set(snapshot);
    listener.accept(snapshot, another);
  }

  /** Work in a project's folder, which is locked meanwhile. */
  static <T> T locked(Path project, Function<ProjectFolder, T> work) {
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      return work.apply(folder);
    }
  }
}
