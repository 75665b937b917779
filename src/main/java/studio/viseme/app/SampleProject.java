package studio.viseme.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.voice.SampleScript;

/**
 * The sample project: a presenter who doesn't exist, rendered when she is wanted. What is there
 * already is not made again.
 *
 * @param folder holds footage and project
 */
public record SampleProject(Path folder) {
  private static final long SEED = 1;
  private static final String CONSENT =
      "The presenter is nobody: this program rendered her for its demonstration";

  /** The footage. */
  public Path video() {
    return footage().resolve("presenter.mp4");
  }

  /** Another text in the presenter's voice, to dub with. */
  public Path speech() {
    return footage().resolve("dub.wav");
  }

  /** The project's folder. */
  public Path project() {
    return folder.resolve("presenter" + ProjectFolder.SUFFIX);
  }

  private Path footage() {
    return folder.resolve("sample");
  }

  /** Renders the footage and imports it into a project. */
  public void make(Studio studio, SampleScript script, JobContext job) {
    if (Files.exists(video()) && Files.exists(speech())) {
      job.skipped("sample");
    } else {
      SamplePresenter.render(script, SEED, footage(), job);
    }
    if (Files.exists(project())) {
      job.skipped("create");
    } else {
      studio.create(project(), video(), Map.of(), CONSENT, job);
    }
  }
}
