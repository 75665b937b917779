package studio.viseme.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Studio;
import studio.viseme.job.JobException;

/** {@code viseme create}. */
@Command(
    name = "create",
    description = {
      "Makes a project of a video of one person.",
      "Checks that it can be used, and unpacks the head's square and the speech."
    })
final class CreateCommand extends StudioCommand {
  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "The folder to make; its name ends in .viseme.")
  private Path project;

  @Option(names = "--video", paramLabel = "FILE", description = "The video.")
  private @Nullable Path video;

  @Option(names = "--image", paramLabel = "FILE", description = "Not in this version.")
  private @Nullable Path image;

  @Option(
      names = "--consent",
      paramLabel = "TEXT",
      description = "Who is shown, and by whose word they may be; dub refuses without it.")
  private @Nullable String consent;

  @Option(
      names = "--crop",
      paramLabel = "X,Y,SIZE",
      description = "The square to work on, pixels of the upright video; proposed otherwise.")
  private @Nullable String crop;

  @Option(
      names = "--range",
      paramLabel = "FROM-TO",
      description = "The part of the video to use, seconds; all of it otherwise.")
  private @Nullable String range;

  @Option(
      names = "--face",
      paramLabel = "WHICH",
      description =
          "Which face where there are several: N from 1 at the left, left, right, or X,Y.")
  private @Nullable String face;

  @Option(
      names = "--audio-track",
      paramLabel = "N",
      description = "Which audio track, from 0; the first otherwise.")
  private @Nullable String audioTrack;

  @Option(
      names = "--fov",
      paramLabel = "DEGREES",
      description = "The camera's horizontal angle of view; estimated otherwise.")
  private @Nullable String fieldOfView;

  CreateCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    if (image != null) {
      throw JobException.usage(
          "A project of a picture is not in this version", "--image " + image, "give --video");
    }
    if (video == null) {
      throw JobException.usage("There is nothing to make a project of", "", "give --video FILE");
    }
    Path source = video;
    Map<String, String> options = options();
    if (consent != null && consent.isBlank()) {
      throw JobException.usage("The consent is empty", "--consent", "say who is shown");
    }
    String summary = jobs.run(job -> studio.create(project, source, options, consent, job));
    say(project + ": " + summary);
    return 0;
  }

  /** The import's options by the names under which a project keeps them. */
  private Map<String, String> options() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "crop", crop);
    put(given, "range", range);
    put(given, "face", face);
    put(given, "audio-track", audioTrack);
    put(given, "fov", fieldOfView);
    return given;
  }

  private static void put(Map<String, String> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }
}
