package studio.viseme.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import studio.viseme.app.Dubbing;
import studio.viseme.app.Measuring;
import studio.viseme.app.SampleProject;
import studio.viseme.app.Studio;
import studio.viseme.app.Training;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.capture.AnalyzeOptions;
import studio.viseme.capture.CaptureStages;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.report.HtmlReport;
import studio.viseme.evaluation.report.JsonReport;
import studio.viseme.export.DubOptions;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.store.AtomicFiles;

/** {@code viseme demo}. */
@Command(
    name = "demo",
    description = {
      "Goes the whole way once, on a synthetic presenter.",
      "Renders her, analyses, trains a draft, dubs her with another text, measures. What "
          + "is there already is not made again."
    })
final class DemoCommand extends StudioCommand {
  private static final long SEED = 1;

  private final Studio studio;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "viseme-demo",
      description = "Where to put everything; viseme-demo in the current folder otherwise.")
  private Path out;

  DemoCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    Path film = out.resolve("dubbed.mp4");
    Path report = out.resolve("report.html");
    jobs.run(job -> demonstrate(film, report, job));
    say("film:   " + film.toAbsolutePath());
    say("report: " + report.toAbsolutePath());
    return 0;
  }

  private Evaluation demonstrate(Path film, Path report, JobContext job) {
    SampleProject sample = new SampleProject(out);
    sample.make(studio, SampleScript.bundled("presenter"), job);
    try (ProjectFolder folder = ProjectFolder.open(sample.project())) {
      CaptureStages.analyze(folder, AnalyzeOptions.ALL, job);
      train(folder, job);
      dub(folder, sample.speech(), film, job);
      Evaluation evaluation = new Measuring(null).run(studio, folder, job);
      AtomicFiles.writeString(report, HtmlReport.of(List.of(evaluation)));
      AtomicFiles.writeString(out.resolve("figures.json"), JsonReport.of(List.of(evaluation)));
      return evaluation;
    }
  }

  private void train(ProjectFolder folder, JobContext job) {
    TrainingSettings draft =
        new TrainingSettings(
            Preset.DRAFT, OptionalInt.empty(), TrainingSettings.DEFAULT_ENCODER, SEED);
    new Training("syncgaussian", draft, OptionalDouble.empty(), "auto", false)
        .run(studio, folder, job);
  }

  private void dub(ProjectFolder folder, Path audio, Path film, JobContext job) {
    new Dubbing(null, audio, film, DubOptions.SOURCE).run(studio, folder, job);
  }
}
