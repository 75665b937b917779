package studio.viseme.ui.model;

/** Leaves a core to hands: while a control moves, jobs work on one thread. */
final class RightOfWay {
  /** How long after the last move of a control the jobs get all cores back. */
  private static final long REST_NANOSECONDS = 700_000_000;

  private final JobDesk desk;
  private long touchedAt;
  private boolean given;

  RightOfWay(JobDesk desk) {
    this.desk = desk;
  }

  /** A control moves. */
  void touch() {
    touchedAt = System.nanoTime();
    if (!given) {
      given = true;
      desk.giveWay();
    }
  }

  /** Once a pulse: gives the cores back when hands rest. */
  void pulse() {
    if (given && System.nanoTime() - touchedAt > REST_NANOSECONDS) {
      given = false;
      desk.takeAll();
    }
  }
}
