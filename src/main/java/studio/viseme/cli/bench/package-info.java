/** What {@code viseme bench} measures: the operations that the waiting is made of. */
@NullMarked
package studio.viseme.cli.bench;

import org.jspecify.annotations.NullMarked;
