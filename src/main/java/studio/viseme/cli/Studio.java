package studio.viseme.cli;

import studio.viseme.compute.Engine;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;

/**
 * The composition root: the one place that knows which class does which work. Commands ask it for
 * collaborators by the words of the command line.
 */
final class Studio {
  /**
   * The engine for {@code --device}.
   *
   * @throws JobException (usage) for a device that isn't known or that isn't in this version
   */
  Engine engine(String device, Workers workers) {
    return switch (device) {
      case "auto", "cpu" -> new CpuEngine(workers);
      case "cuda" ->
          throw JobException.usage("CUDA is not in this version", "--device cuda", "use cpu");
      default -> throw JobException.usage("No such device", "--device " + device, "use auto or cpu");
    };
  }
}
