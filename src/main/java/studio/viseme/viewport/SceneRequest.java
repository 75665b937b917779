package studio.viseme.viewport;

/**
 * A scene to be drawn for a surface.
 *
 * @param time {@link System#nanoTime()} when the scene or the surface was handed in
 */
record SceneRequest(Scene scene, Surface surface, long time) {}
