/**
 * The studio window. Views are thin: they bind to {@link studio.viseme.ui.model}, which knows no
 * node, and pass on what hands do. Orders stand in one table, {@link studio.viseme.ui.Actions};
 * texts in one bundle, {@link studio.viseme.ui.Texts}. The only room that knows JavaFX; nobody
 * imports it but the program's entry.
 */
@NullMarked
package studio.viseme.ui;

import org.jspecify.annotations.NullMarked;
