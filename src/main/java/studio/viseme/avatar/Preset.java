package studio.viseme.avatar;

/** How much time to spend. What each means in steps and pixels is the backend's to say. */
public enum Preset {
  DRAFT,
  STANDARD,
  BEST
}
