package studio.viseme.architecture.broken.face.parsing;

/** Breaks no rule itself. */
public final class Stencil {}
