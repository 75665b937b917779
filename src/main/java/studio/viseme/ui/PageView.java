package studio.viseme.ui;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Scene;

/**
 * A page around the one viewport: what it shows there, what lies under it and what beside it.
 *
 * @param scene null where there is nothing to see
 * @param hint what to say then
 * @param strip under the picture
 * @param inspector beside it
 * @param turning takes drags over the picture, or null
 */
record PageView(
    ObservableValue<@Nullable Scene> scene,
    ObservableValue<String> hint,
    Node strip,
    Node inspector,
    ViewportPane.@Nullable Turning turning) {}
