/**
 * What the window knows and can do, without a node of it: properties that views bind to, and
 * methods that actions call. Everything here happens on the front's thread, except what goes
 * through {@link studio.viseme.ui.model.TaskExecutor}, whose twin for tests has one thread only.
 */
@NullMarked
package studio.viseme.ui.model;

import org.jspecify.annotations.NullMarked;
