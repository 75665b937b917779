package studio.viseme.architecture.broken.avatar.first;

import studio.viseme.architecture.broken.avatar.second.Second;

/** Breaks a rule: one backend knows another. */
public final class First {
  public Second second;
}
