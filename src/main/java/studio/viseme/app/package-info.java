/**
 * What a user can do, without a front: the composition root ({@link studio.viseme.app.Studio}) that
 * knows which room does which work, and one class a use case. Command line and window give the same
 * orders and differ only in how they show them.
 */
@NullMarked
package studio.viseme.app;

import org.jspecify.annotations.NullMarked;
