package studio.viseme.capture.check;

/** How grave a finding is, in rising order. */
public enum Severity {
  /** Measured, and well. */
  PASSED,
  /** It couldn't be measured, which is not the same as well. */
  UNMEASURED,
  /** Worth knowing; costs nothing that a viewer would notice. */
  INFO,
  /** The avatar is going to be visibly worse than it could be. */
  WARNING,
  /** A part of the footage is useless, or spoils what is learned of the rest. */
  PROBLEM,
  /** The footage can't be used. */
  REFUSAL;

  /** Whether the user is told without asking. */
  public boolean isTold() {
    return compareTo(WARNING) >= 0;
  }
}
