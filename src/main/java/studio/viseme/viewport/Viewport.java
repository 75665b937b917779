package studio.viseme.viewport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.Threads;
import studio.viseme.viewport.gl.OpenGlRenderer;
import studio.viseme.viewport.software.SoftwareRenderer;

/**
 * Draws scenes on a thread of its own and hands the frames over.
 *
 * <pre>
 *   window's thread                    thread "viseme-viewport"
 *   show(scene)  ──► RequestSlot ──►   draw … read ──► FrameSlot ──► takeNewest()
 *   resize(…)        (the newest)                      (the newest)   (window's thread, once a pulse)
 * </pre>
 *
 * Nothing is drawn while nothing changes. No call waits for drawing, except {@link #close}. All
 * methods may be called from any thread.
 *
 * <p>If OpenGL can't be used, or stops working, the processor draws the same pictures and one
 * warning says so.
 */
public final class Viewport implements AutoCloseable {
  private static final String THREAD = "viseme-viewport";

  private final RequestSlot requests = new RequestSlot();
  private final FrameSlot frames = new FrameSlot();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Consumer<String> warnings;
  private final AtomicLong rendered = new AtomicLong();
  private final Thread thread;

  private volatile @Nullable RendererInfo info;

  private Viewport(RendererSource source, Consumer<String> warnings) {
    this.warnings = warnings;
    thread = Thread.ofPlatform().name(THREAD).daemon().unstarted(() -> run(source));
  }

  /**
   * Starts the thread; the renderer is made there.
   *
   * @param warnings gets a line for people when the processor has to stand in for OpenGL; called on
   *     the viewport's thread
   */
  public static Viewport open(RendererChoice choice, Consumer<String> warnings) {
    return open(
        switch (choice) {
          case AUTOMATIC -> OpenGlRenderer::open;
          case PROCESSOR -> SoftwareRenderer::new;
        },
        warnings);
  }

  static Viewport open(RendererSource source, Consumer<String> warnings) {
    Viewport viewport = new Viewport(source, warnings);
    viewport.thread.start();
    return viewport;
  }

  /** Shows a scene as soon as can be, unless a newer one comes before it is drawn. */
  public void show(Scene scene) {
    requests.show(scene);
  }

  /**
   * Sets the size of the frames; the newest scene is drawn again. Nothing is drawn before the first
   * call.
   *
   * @param width in physical pixels
   * @param height in physical pixels
   * @param pixelRatio physical pixels in a logical one
   */
  public void resize(int width, int height, double pixelRatio) {
    requests.resize(new Surface(width, height, pixelRatio));
  }

  /** Where the frames come out. */
  public FrameSlot frames() {
    return frames;
  }

  /**
   * Calls {@code listener} on the viewport's thread after each new frame. It must be quick: a hint
   * that there is something to take.
   */
  public void onFrame(Runnable listener) {
    listeners.add(listener);
  }

  /** What draws; empty until the renderer is made. */
  public Optional<RendererInfo> info() {
    return Optional.ofNullable(info);
  }

  public ViewportStatistics statistics() {
    LatencyMeter latency = frames.latency();
    return new ViewportStatistics(
        requests.scenes(),
        rendered.get(),
        latency.count(),
        latency.milliseconds(0.5),
        latency.milliseconds(0.9));
  }

  /** Ends the thread and waits until all that the renderer had is freed. Idempotent. */
  @Override
  public void close() {
    requests.close();
    Threads.awaitEnd(thread);
  }

  private void run(RendererSource source) {
    try (Renderer renderer = new FallbackRenderer(source, SoftwareRenderer::new, warnings)) {
      info = renderer.info();
      renderUntilClosed(renderer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renderUntilClosed(Renderer renderer) throws InterruptedException {
    Deque<SceneRequest> drawn = new ArrayDeque<>();
    while (!requests.isClosed()) {
      SceneRequest request = requests.poll();
      if (request != null) {
        renderer.draw(request.scene(), request.surface());
        drawn.add(request);
      }
      if (drawn.size() >= renderer.depth() || request == null && !drawn.isEmpty()) {
        publishOrWarn(renderer, drawn.removeFirst());
      } else if (drawn.isEmpty()) {
        requests.await();
      }
    }
  }

  /** A scene that not even the processor can draw is a fault of ours; the next may be better. */
  private void publishOrWarn(Renderer renderer, SceneRequest request) {
    try {
      publish(renderer, request);
    } catch (RuntimeException e) {
      warnings.accept("A picture can't be drawn (" + e + "): the one before stays");
    }
  }

  private void publish(Renderer renderer, SceneRequest request) {
    Surface surface = request.surface();
    Frame frame = frames.toRender(surface.width(), surface.height());
    renderer.read(frame.pixels());
    info = renderer.info();
    frame.stamp(rendered.incrementAndGet(), request.time());
    frames.publish();
    listeners.forEach(Runnable::run);
  }
}
