/**
 * The command line: one class a command around a use case of {@link studio.viseme.app}, and one way
 * to run it ({@link studio.viseme.cli.JobRunner}) with progress, Ctrl-C and exit statuses. Results
 * go to standard output, everything else to standard error. Nobody imports this package.
 */
@NullMarked
package studio.viseme.cli;

import org.jspecify.annotations.NullMarked;
