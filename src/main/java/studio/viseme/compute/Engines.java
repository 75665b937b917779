package studio.viseme.compute;

import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.job.Workers;

/** Makes engines. */
public final class Engines {
  private Engines() {}

  /** The CPU by the Vector API, on the given threads, which stay the caller's to close. */
  public static Engine cpu(Workers workers) {
    return new CpuEngine(workers);
  }
}
