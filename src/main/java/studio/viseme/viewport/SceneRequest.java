package studio.viseme.viewport;

/**
 * A scene to be drawn for a surface.
 *
 * @param time {@link System#nanoTime()} since when something handed in has waited to be drawn
 */
record SceneRequest(Scene scene, Surface surface, long time) {}
