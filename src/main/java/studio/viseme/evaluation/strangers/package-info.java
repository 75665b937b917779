/**
 * What a lip encoder knows of mouths that it has never seen: real people's in films, and those of
 * synthetic voices in several languages.
 */
@NullMarked
package studio.viseme.evaluation.strangers;

import org.jspecify.annotations.NullMarked;
