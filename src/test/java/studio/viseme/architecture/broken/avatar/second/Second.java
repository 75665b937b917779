package studio.viseme.architecture.broken.avatar.second;

/** Breaks no rule. */
public final class Second {}
