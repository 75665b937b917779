package studio.viseme.ui.model;

/** Where a job of the tray stands. */
public enum JobState {
  WAITING,
  RUNNING,
  PAUSED,
  STOPPING,
  DONE,
  FAILED,
  CANCELLED;

  public boolean canPause() {
    return this == RUNNING;
  }

  public boolean canResume() {
    return this == PAUSED;
  }

  public boolean canCancel() {
    return this == WAITING || this == RUNNING || this == PAUSED;
  }

  public boolean isOver() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }
}
