package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.software.SoftwareRenderer;

@Timeout(60)
class ViewportTest {
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @Test
  void showsWhatItIsGiven() throws Exception {
    try (Viewport viewport = Viewport.open(RendererChoice.PROCESSOR, warnings::add)) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      viewport.show(plain(200));
      frames.acquire();

      Frame frame = viewport.frames().takeNewest();
      assertThat(frame.width()).isEqualTo(4);
      assertThat(frame.pixels().getInt(0)).isEqualTo(0xffc8c8c8);
      assertThat(viewport.info().map(RendererInfo::kind))
          .isEqualTo(Optional.of(RendererInfo.Kind.PROCESSOR));
      assertThat(viewport.statistics().framesTaken()).isEqualTo(1);
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void drawsTheNewestOfScenesThatComeTooFast() throws Exception {
    Slow slow = new Slow();
    try (Viewport viewport = Viewport.open(() -> slow, warnings::add)) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      viewport.show(plain(1));
      slow.drawing.acquire();
      for (int i = 2; i <= 100; i++) {
        viewport.show(plain(i));
      }
      slow.mayGoOn.release(2);
      frames.acquire(2);

      assertThat(viewport.frames().takeNewest().pixels().get(0)).isEqualTo((byte) 100);
      assertThat(viewport.statistics().scenesShown()).isEqualTo(100);
      assertThat(viewport.statistics().framesRendered()).isEqualTo(2);
    }
  }

  @Test
  void everyCallOfTheRendererComesFromItsThread() throws Exception {
    Strict strict = new Strict();
    try (Viewport viewport = Viewport.open(strict::open, warnings::add)) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      for (int i = 0; i < 10; i++) {
        viewport.show(plain(i));
        frames.acquire();
      }
    }
    assertThat(strict.threads).hasSize(1);
    assertThat(strict.threads.getFirst()).isEqualTo("viseme-viewport");
    assertThat(strict.closed).isEqualTo(1);
  }

  @Test
  void resizeDrawsAgain() throws Exception {
    try (Viewport viewport = Viewport.open(RendererChoice.PROCESSOR, warnings::add)) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      viewport.show(plain(9));
      frames.acquire();
      viewport.resize(8, 6, 2);
      frames.acquire();
      assertThat(viewport.frames().takeNewest().width()).isEqualTo(8);
    }
  }

  @Test
  void machineWithoutOpenGlGetsThePicturesAndOneWarning() throws Exception {
    RendererSource none =
        () -> {
          throw new IllegalStateException("no driver");
        };
    try (Viewport viewport = Viewport.open(none, warnings::add)) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      viewport.show(plain(77));
      frames.acquire();
      assertThat(viewport.frames().takeNewest().pixels().get(0)).isEqualTo((byte) 77);
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("no driver").contains("processor");
  }

  @Test
  void rendererThatBreaksIsReplacedAndNoFrameIsLost() throws Exception {
    for (int failAt = 0; failAt < 6; failAt++) {
      warnings.clear();
      Breaking breaking = new Breaking(failAt);
      try (Viewport viewport = Viewport.open(() -> breaking, warnings::add)) {
        Semaphore frames = new Semaphore(0);
        viewport.onFrame(frames::release);
        viewport.resize(4, 3, 1);
        for (int i = 1; i <= 8; i++) {
          viewport.show(plain(i));
          frames.acquire();
        }
        assertThat(viewport.frames().takeNewest().pixels().get(0)).isEqualTo((byte) 8);
        assertThat(viewport.info().orElseThrow().kind()).isEqualTo(RendererInfo.Kind.PROCESSOR);
      }
      assertThat(warnings).hasSize(1);
      assertThat(breaking.closed).isTrue();
    }
  }

  @Test
  void sceneThatNobodyCanDrawIsPassedOver() throws Exception {
    Semaphore warned = new Semaphore(0);
    try (Viewport viewport = Viewport.open(RendererChoice.PROCESSOR, line -> warned.release())) {
      Semaphore frames = new Semaphore(0);
      viewport.onFrame(frames::release);
      viewport.resize(4, 3, 1);
      viewport.show(plain(1).withOverlays(new Overlay.Labels(null, null, 0.5)));
      warned.acquire();
      viewport.show(plain(5));
      frames.acquire();
      assertThat(viewport.frames().takeNewest().pixels().get(0)).isEqualTo((byte) 5);
    }
  }

  @Test
  void closesTwiceAndBeforeAnythingWasShown() {
    Viewport viewport = Viewport.open(RendererChoice.PROCESSOR, warnings::add);
    viewport.close();
    viewport.close();
    viewport.show(plain(1));
    assertThat(viewport.frames().takeNewest()).isNull();
  }

  private static Scene plain(int gray) {
    RgbImage image = new RgbImage(4, 3);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        image.set(x, y, gray, gray, gray);
      }
    }
    return Scene.of(image);
  }

  /** Draws on the processor, as a base for those below. */
  private static class Plain implements Renderer {
    private final Renderer renderer = new SoftwareRenderer();

    @Override
    public RendererInfo info() {
      return new RendererInfo(RendererInfo.Kind.GRAPHICS_CARD, "test", "0");
    }

    @Override
    public int depth() {
      return 1;
    }

    @Override
    public void draw(Scene scene, Surface surface) {
      renderer.draw(scene, surface);
    }

    @Override
    public void read(ByteBuffer target) {
      renderer.read(target);
    }

    @Override
    public void close() {
      renderer.close();
    }
  }

  /** Waits in each draw for a permit. */
  private static final class Slow extends Plain {
    final Semaphore drawing = new Semaphore(0);
    final Semaphore mayGoOn = new Semaphore(0);

    @Override
    public void draw(Scene scene, Surface surface) {
      drawing.release();
      mayGoOn.acquireUninterruptibly();
      super.draw(scene, surface);
    }
  }

  /** Notes who calls. */
  private static final class Strict extends Plain {
    final List<String> threads = new CopyOnWriteArrayList<>();
    int closed;

    Renderer open() {
      note();
      return this;
    }

    private void note() {
      String name = Thread.currentThread().getName();
      if (!threads.contains(name)) {
        threads.add(name);
      }
    }

    @Override
    public void draw(Scene scene, Surface surface) {
      note();
      super.draw(scene, surface);
    }

    @Override
    public void read(ByteBuffer target) {
      note();
      super.read(target);
    }

    @Override
    public void close() {
      note();
      closed++;
      super.close();
    }
  }

  /** Like a card with two frames under way, which fails at a given call. */
  private static final class Breaking extends Plain {
    private final int failAt;
    private final List<Scene> begun = new ArrayList<>();
    private final List<Surface> surfaces = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    volatile boolean closed;

    Breaking(int failAt) {
      this.failAt = failAt;
    }

    @Override
    public int depth() {
      return 2;
    }

    @Override
    public void draw(Scene scene, Surface surface) {
      breakIfDue();
      begun.add(scene);
      surfaces.add(surface);
    }

    @Override
    public void read(ByteBuffer target) {
      breakIfDue();
      super.draw(begun.removeFirst(), surfaces.removeFirst());
      super.read(target);
    }

    private void breakIfDue() {
      if (calls.getAndIncrement() == failAt) {
        throw new IllegalStateException("the card is gone");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
