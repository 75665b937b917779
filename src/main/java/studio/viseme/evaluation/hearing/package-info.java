/**
 * How far speech tells a mouth: a ladder from what a few seconds of footage give to what nobody can
 * exceed, by geometry alone.
 */
@NullMarked
package studio.viseme.evaluation.hearing;

import org.jspecify.annotations.NullMarked;
