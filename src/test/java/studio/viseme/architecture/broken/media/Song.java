package studio.viseme.architecture.broken.media;

/** Breaks no rule. */
public final class Song {}
