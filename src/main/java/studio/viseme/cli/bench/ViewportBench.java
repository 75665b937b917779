package studio.viseme.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.RendererChoice;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.Viewport;

/**
 * Showing a film in the viewport, a new picture each time: the time from {@code show} until its
 * frame is taken. The frames shown in a second are its inverse.
 */
final class ViewportBench implements Runnable, AutoCloseable {
  private static final int SIZE = 512;
  private static final int PICTURES = 4;
  private static final int MESH_COLOR = 0xc040e0ff;

  private final Viewport viewport;
  private final Semaphore frames = new Semaphore(0);
  private final List<Scene> scenes = new ArrayList<>();
  private int next;

  private ViewportBench(RendererChoice choice, boolean withMesh) {
    for (int i = 0; i < PICTURES; i++) {
      Scene scene = Scene.of(noise(i));
      scenes.add(withMesh ? scene.withOverlays(mesh()) : scene);
    }
    viewport = Viewport.open(choice, warning -> {});
    viewport.onFrame(frames::release);
    viewport.resize(SIZE, SIZE, 1);
  }

  /** Pictures alone. */
  static ViewportBench pictures(RendererChoice choice) {
    return new ViewportBench(choice, false);
  }

  /** The face mesh over each. */
  static ViewportBench mesh(RendererChoice choice) {
    return new ViewportBench(choice, true);
  }

  private static RgbImage noise(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    RgbImage image = new RgbImage(SIZE, SIZE);
    random.nextBytes(image.data());
    return image;
  }

  /** The face as large as it is filmed. */
  private static Overlay mesh() {
    float[] shape = FaceMesh.canonicalShape();
    float[] points = new float[shape.length];
    double pixelsPerCentimetre = SIZE / 32.0;
    for (int i = 0; i < shape.length; i += 3) {
      points[i] = (float) (SIZE / 2.0 + pixelsPerCentimetre * shape[i]);
      points[i + 1] = (float) (SIZE / 2.0 - pixelsPerCentimetre * shape[i + 1]);
    }
    return Overlay.Mesh.ofFace(points, MESH_COLOR, 1);
  }

  @Override
  public void run() {
    viewport.show(scenes.get(next));
    next = (next + 1) % PICTURES;
    frames.acquireUninterruptibly();
    viewport.frames().takeNewest();
  }

  @Override
  public void close() {
    viewport.close();
  }
}
