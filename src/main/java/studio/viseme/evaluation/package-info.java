/**
 * How good an avatar is, measured on the part of its clip that nothing was fitted on: the protocol,
 * the measures, and the report as JSON and as a page.
 */
@NullMarked
package studio.viseme.evaluation;

import org.jspecify.annotations.NullMarked;
