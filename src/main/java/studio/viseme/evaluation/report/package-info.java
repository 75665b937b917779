/**
 * What is told of evaluations: one run as JSON, and one or several as a page with tables, graphs
 * over time and strips of frames beside the real ones, without anything fetched from elsewhere.
 */
@NullMarked
package studio.viseme.evaluation.report;

import org.jspecify.annotations.NullMarked;
