package studio.viseme.ui.model;

/** The pages of the window. All but the first need a project. */
public enum Page {
  START,
  CAPTURE,
  TRAIN,
  DIRECT,
  DUB;

  public boolean needsProject() {
    return this != START;
  }
}
