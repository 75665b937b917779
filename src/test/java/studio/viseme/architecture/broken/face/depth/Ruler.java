package studio.viseme.architecture.broken.face.depth;

import studio.viseme.architecture.broken.face.parsing.Stencil;

/** Breaks a rule: one chamber of the face knows another. */
public final class Ruler {
  public Stencil stencil;
}
