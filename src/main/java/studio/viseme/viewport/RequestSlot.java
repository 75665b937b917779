package studio.viseme.viewport;

import org.jspecify.annotations.Nullable;

/**
 * The newest scene and the newest surface, for one thread that draws: a scene that wasn't taken
 * before the next came is never drawn. Thread-safe; handing in never waits for drawing.
 */
final class RequestSlot {
  private @Nullable Scene scene;
  private @Nullable Surface surface;
  private long time;
  private boolean fresh;
  private boolean closed;
  private long scenes;

  synchronized void show(Scene newScene) {
    scene = newScene;
    scenes++;
    changed();
  }

  synchronized void resize(Surface newSurface) {
    if (!newSurface.equals(surface)) {
      surface = newSurface;
      changed();
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized long scenes() {
    return scenes;
  }

  private void changed() {
    if (!fresh) {
      fresh = true;
      time = System.nanoTime();
    }
    notifyAll();
  }

  /** What changed since the last take; null when nothing did, or a part is still missing. */
  synchronized @Nullable SceneRequest poll() {
    if (!fresh || scene == null || surface == null || closed) {
      return null;
    }
    fresh = false;
    return new SceneRequest(scene, surface, time);
  }

  /** Waits for {@link #poll} to have something, or for the end. */
  synchronized void await() throws InterruptedException {
    while (!closed && (!fresh || scene == null || surface == null)) {
      wait();
    }
  }
}
