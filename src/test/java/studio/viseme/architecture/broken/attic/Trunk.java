package studio.viseme.architecture.broken.attic;

/** Breaks a rule: the plan has no attic. */
public final class Trunk {}
