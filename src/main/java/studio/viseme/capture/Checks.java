package studio.viseme.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.FrameRange;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Json;

/**
 * The findings of a project's import checks, and the fixes they offer. A fix is applied only when
 * it is asked for; it changes what is left out, or how the source is imported, and the stages that
 * depend on it are stale from then on.
 */
public final class Checks {
  /** Asks for every fix there is. */
  public static final String ALL = "all";

  private static final String FILE = "findings.json";
  static final int SCHEMA = 1;
  private static final List<String> STAGES =
      List.of(ImportChecksStage.NAME, TrackingChecksStage.NAME);

  private record Report(int schema, List<Finding> findings) {}

  private Checks() {}

  /** Keeps a stage's findings and tells those that matter. */
  static void write(List<Finding> findings, StageRun run) {
    Json.write(run.file(FILE), new Report(SCHEMA, findings));
    tell(findings, run.job());
  }

  private static void tell(List<Finding> findings, JobContext job) {
    for (Finding finding : findings) {
      if (finding.severity().isTold()) {
        String hint = finding.fix().canBeApplied() ? " (--fix " + finding.id() + ")" : "";
        job.warn(finding.text() + hint);
      }
    }
  }

  /**
   * Whether nothing of a project's video was imported yet, since that was refused, and something
   * can be done about it.
   */
  public static boolean isRefused(ProjectFolder project) {
    return project.manifest().stages().isEmpty() && !Refusal.read(project).isEmpty();
  }

  /** Whether a stage's outcome is findings. */
  public static boolean isStage(String name) {
    return STAGES.contains(name);
  }

  /**
   * Why the import was refused, if it was and something can be done about it, and what the finished
   * stages of checks found, in their order; empty before any has run.
   */
  public static List<Finding> read(ProjectFolder project) {
    List<Finding> findings = new ArrayList<>(Refusal.read(project));
    for (String stage : STAGES) {
      Path file = project.captureFolder().resolve(stage).resolve(FILE);
      if (project.stage(stage).isPresent() && Files.exists(file)) {
        findings.addAll(Json.read(file, Report.class).findings());
      }
    }
    Exclusions exclusions = Exclusions.read(project);
    findings.replaceAll(finding -> isExcluded(finding, exclusions) ? finding.settled() : finding);
    return findings;
  }

  /** Whether what a finding wants to be left out is. */
  private static boolean isExcluded(Finding finding, Exclusions exclusions) {
    return finding.fix() instanceof Fix.Exclude exclude
        && exclude.frames().stream()
            .allMatch(range -> exclusions.cover(range.from()) && exclusions.cover(range.to() - 1));
  }

  /**
   * Applies fixes by their findings' ids.
   *
   * @param wanted ids, separated by commas, or {@link #ALL}; one that offers a choice is followed
   *     by it, as in {@code one-face=2}, and is not among all
   * @return the findings whose fixes were applied
   * @throws JobException (usage) for a finding that isn't there or has nothing to apply; then
   *     nothing was applied
   */
  static List<Finding> fix(ProjectFolder project, String wanted) {
    List<Finding> known = read(project);
    List<Finding> chosen = new ArrayList<>();
    List<Fix> fixes = new ArrayList<>();
    if (wanted.strip().equals(ALL)) {
      known.stream()
          .filter(finding -> finding.severity().isTold() && finding.fix().isComplete())
          .forEach(chosen::add);
      chosen.forEach(finding -> fixes.add(finding.fix()));
    } else {
      for (String word : Set.copyOf(List.of(wanted.strip().split("\\s*,\\s*")))) {
        String[] parts = word.split("=", 2);
        Finding finding = find(known, parts[0]);
        fixes.add(completed(finding, parts.length == 1 ? "" : parts[1]));
        chosen.add(finding);
      }
    }
    fixes.forEach(fix -> apply(project, fix));
    return chosen;
  }

  private static Finding find(List<Finding> known, String id) {
    Finding finding =
        known.stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    JobException.usage(
                        "There is no finding \"" + id + "\"",
                        "--fix",
                        "see \"viseme status\" for those there are"));
    if (!finding.fix().canBeApplied()) {
      throw JobException.usage(
          "The finding \"" + id + "\" offers nothing that could be applied",
          "--fix",
          "leave it out");
    }
    return finding;
  }

  /** A finding's fix with what the user chose, where it offers a choice. */
  private static Fix completed(Finding finding, String choice) {
    if (finding.fix() instanceof Fix.ChooseFace fix && !fix.faces().isEmpty()) {
      return fix.choose(number(finding, fix, choice));
    }
    if (!choice.isEmpty()) {
      throw JobException.usage(
          "The finding \"" + finding.id() + "\" offers no choice",
          "--fix " + finding.id() + "=" + choice,
          "leave out the " + choice);
    }
    return finding.fix();
  }

  private static int number(Finding finding, Fix.ChooseFace fix, String choice) {
    int last = fix.faces().size();
    int number =
        switch (choice.strip()) {
          case "left" -> 1;
          case "right" -> last;
          case String other when other.matches("\\d{1,6}") -> Integer.parseInt(other);
          default -> 0;
        };
    if (number < 1 || number > last) {
      throw JobException.usage(
          "Which of the %d faces is meant isn't said".formatted(last),
          "--fix " + finding.id() + (choice.isEmpty() ? "" : "=" + choice),
          "give %s=N, from 1 at the left to %d".formatted(finding.id(), last));
    }
    return number;
  }

  private static void apply(ProjectFolder project, Fix fix) {
    switch (fix) {
      case Fix.None none -> {}
      case Fix.Exclude exclude -> exclude(project, exclude.frames());
      case Fix.Trim trim -> project.changeOption("range", trim.from() + "-" + trim.to());
      case Fix.Crop crop ->
          project.changeOption("crop", crop.x() + "," + crop.y() + "," + crop.size());
      case Fix.ChooseFace face -> project.changeOption("face", Integer.toString(face.number()));
      case Fix.ShiftSound shift -> new SoundShift(shift.frames()).write(project);
      case Fix.ChooseTrack track ->
          project.changeOption("audio-track", Integer.toString(track.number()));
    }
  }

  private static void exclude(ProjectFolder project, List<FrameRange> frames) {
    double fps = ClipInfo.FPS;
    List<ImportOptions.Range> ranges =
        frames.stream()
            .map(range -> new ImportOptions.Range(range.from() / fps, range.to() / fps))
            .toList();
    Exclusions.read(project).and(ranges).write(project);
  }
}
