package studio.viseme.cli;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.OpenAvatar;
import studio.viseme.app.Studio;
import studio.viseme.export.DubOptions;
import studio.viseme.export.StillExporter;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;

/** {@code viseme still}. */
@Command(name = "still", description = "Renders one picture of an avatar.")
final class StillCommand extends StudioCommand {
  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "The picture.")
  private Path out;

  @Option(
      names = "--avatar",
      paramLabel = "ID",
      description = "Which avatar; the newest finished one otherwise.")
  private @Nullable String avatar;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      description = "The moment of the clip; of --audio where that is given.")
  private @Nullable Double time;

  @Option(names = "--yaw", paramLabel = "D", description = "Head turned aside, degrees.")
  private @Nullable Double yaw;

  @Option(names = "--pitch", paramLabel = "D", description = "Head nodded, degrees.")
  private @Nullable Double pitch;

  @Option(names = "--roll", paramLabel = "D", description = "Head tilted, degrees.")
  private @Nullable Double roll;

  @Option(names = "--blink", paramLabel = "0..1", description = "Lids from open to closed.")
  private @Nullable Double blink;

  @Option(names = "--brow", paramLabel = "-1..1", description = "Brows from lowest to highest.")
  private @Nullable Double brow;

  @Option(names = "--audio", paramLabel = "FILE", description = "Speech that moves the mouth.")
  private @Nullable Path audio;

  @Option(
      names = "--background",
      paramLabel = "WHAT",
      defaultValue = "source",
      description =
          "source (as filmed), plate (the empty room), none (can be seen through), #RRGGBB, "
              + "or a picture file.")
  private String background;

  StillCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    StillExporter.Wish wish =
        new StillExporter.Wish(
            given(time),
            given(yaw),
            given(pitch),
            given(roll),
            given(blink),
            given(brow),
            audio,
            DubOptions.background(background));
    jobs.run(job -> render(wish, job));
    say(out.toString());
    return 0;
  }

  private Path render(StillExporter.Wish wish, JobContext job) {
    try (ProjectFolder folder = ProjectFolder.view(project);
        OpenAvatar opened = OpenAvatar.of(studio, folder, avatar, "auto", job)) {
      new StillExporter(opened.capture(), opened.avatar(), opened.encoder()).write(wish, out);
      return out;
    }
  }

  private static OptionalDouble given(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
