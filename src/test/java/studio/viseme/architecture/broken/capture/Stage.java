package studio.viseme.architecture.broken.capture;

import studio.viseme.architecture.broken.face.Tracker;

/** Breaks no rule by itself, but closes a cycle. */
public final class Stage {
  public Tracker tracker;
}
