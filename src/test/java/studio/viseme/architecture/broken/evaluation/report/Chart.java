package studio.viseme.architecture.broken.evaluation.report;

/** Breaks no rule itself. */
public final class Chart {}
