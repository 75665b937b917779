package studio.viseme.cli;

/** How progress is shown. */
enum ProgressMode {
  /** A bar on a terminal, otherwise a line for every finished task. */
  AUTO,
  /** The same as {@link #AUTO}; a bar needs a terminal. */
  BAR,
  /** One JSON object a line. */
  JSON,
  /** Only errors and warnings. */
  NONE
}
