package studio.viseme.compute;

import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.compute.reference.ReferenceEngine;
import studio.viseme.job.Workers;

/** Makes engines. */
public final class Engines {
  private Engines() {}

  /** The CPU by the Vector API, on the given threads, which stay the caller's to close. */
  public static Engine cpu(Workers workers) {
    return new CpuEngine(workers);
  }

  /** The oracle: plain double-precision loops on the calling thread. Slow. */
  public static Engine reference() {
    return new ReferenceEngine();
  }
}
