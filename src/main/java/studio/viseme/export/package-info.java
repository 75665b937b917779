/**
 * Films and stills for the world: dubbing a clip with any speech, and saying of every film that it
 * is synthetic, of whom it is, and by whose leave.
 */
@NullMarked
package studio.viseme.export;

import org.jspecify.annotations.NullMarked;
