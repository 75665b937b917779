/**
 * Whether the sync expert can be believed: on real films it must find shifted sound, and tell the
 * sound of a mouth from another's.
 */
@NullMarked
package studio.viseme.evaluation.sync;

import org.jspecify.annotations.NullMarked;
