package studio.viseme.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.image.Rectangle;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class SplatterTest {
  private static final RigidTransform POSE =
      new RigidTransform(new HeadAngles(15, 5, -8).toRotation(), new Vec3(0.5, 1, 40));

  /** Gaussians of a head's size with strong opacities, some behind the camera. */
  private static Gaussians head(Engine engine, int n, long seed) {
    Random random = new Random(seed);
    Batch all = Comparison.random(engine, random, Gaussians.CHANNELS, n, 1);
    float[] v = all.download();
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 3; c++) {
        v[c * n + i] *= 5;
        v[(3 + c) * n + i] = v[(3 + c) * n + i] * 0.6f - 0.7f;
      }
      if (i % 17 == 3) {
        v[2 * n + i] = 60;
      }
    }
    all.upload(v);
    return Gaussians.of(all);
  }

  private static Comparison.Results work(
      Engine engine, SplatSettings settings, int n, Rectangle region) {
    Random random = new Random(n);
    Gaussians g = head(engine, n, 5);
    SplatView view = new SplatView(new PinholeCamera(70, 60, 90, 34, 31), POSE, region);
    Batch shift = Comparison.randomVector(engine, random, 6, 0.1);
    Picture rgba = Picture.allocate(engine, 4, region.width(), region.height());
    Picture by = Picture.allocate(engine, 4, region.width(), region.height());
    by.upload(Comparison.random(engine, random, 4, region.width() * region.height(), 1).download());
    Splatter splatter = engine.splatter(settings);
    Gaussians gradients = Gaussians.of(Batch.allocate(engine, Gaussians.CHANNELS, n));
    Batch pose = Batch.allocate(engine, 1, 6);
    Batch statistics = Batch.allocate(engine, 2, n);
    engine.batches().fill(statistics, 2);
    Batch setBack = n % 2 == 0 ? Comparison.randomVector(engine, random, n, 6) : null;
    splatter.forward(g, view, shift, setBack, rgba);
    splatter.backward(by, gradients, pose, statistics);
    return new Comparison.Results()
        .add("picture", rgba.asBatch())
        .add("gradient", gradients)
        .add("pose", pose)
        .add("statistics", statistics);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 70, 60",
    "150, 0, 0, 70, 60",
    "150, 13, 9, 33, 41",
    "40, -5, 40, 30, 30",
    "7, 20, 20, 1, 1"
  })
  void agreesWithTheReferenceWithoutCutOffs(int n, int x, int y, int width, int height) {
    Comparison.check(
        2e-4,
        engine -> work(engine, SplatSettings.smooth(), n, new Rectangle(x, y, width, height)));
  }

  @Test
  void agreesWithTheReferenceUpToCutOffs() {
    // A Gaussian at the rim may be cut on one engine and not on the other: allow for a few pixels
    // of 1/255.
    Comparison.check(
        5e-3, engine -> work(engine, SplatSettings.standard(), 300, new Rectangle(0, 0, 70, 60)));
  }

  @Test
  void whatIsSetBackLiesBehindAndStaysWhereItIs() {
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      Gaussians g = head(engine, 2, 3);
      g.means().upload(new float[] {0, 0, 0, 0, 0, 0});
      g.means().channels(2, 3).upload(new float[] {-1, 1});
      g.opacityLogits().upload(new float[] {9, 9});
      g.colorLogits().upload(new float[] {9, -9, -9, 9, -9, -9}); // the nearer red, the other green
      SplatView view =
          SplatView.whole(
              PinholeCamera.centered(9, 9, 60),
              new RigidTransform(new HeadAngles(0, 0, 0).toRotation(), new Vec3(0, 0, 40)));
      // a half turn: what is nearer in head space is farther from the camera
      boolean firstIsNearer = view.pose().apply(new Vec3(0, 0, -1)).z() < 40;
      Splatter splatter = engine.splatter(SplatSettings.standard());
      Picture rgba = Picture.allocate(engine, 4, 9, 9);
      int middle = 4 * 9 + 4;
      splatter.forward(g, view, null, rgba);
      float[] asTheyLie = rgba.download();
      Batch setBack = Batch.allocate(engine, 1, 2);
      setBack.upload(firstIsNearer ? new float[] {3, 0} : new float[] {0, 3});
      splatter.forward(g, view, null, setBack, rgba);
      float[] turned = rgba.download();
      assertThat(asTheyLie[(firstIsNearer ? 0 : 1) * 81 + middle]).isGreaterThan(0.9f);
      assertThat(turned[(firstIsNearer ? 1 : 0) * 81 + middle]).isGreaterThan(0.9f);
      for (int i = 0; i < 81; i++) {
        assertThat(turned[3 * 81 + i]).isEqualTo(asTheyLie[3 * 81 + i], within(1e-3f));
      }
      // sorted before the camera is nearest, and nothing is kept for the next call
      setBack.upload(firstIsNearer ? new float[] {0, -90} : new float[] {-90, 0});
      splatter.forward(g, view, null, setBack, rgba);
      assertThat(rgba.download()[(firstIsNearer ? 1 : 0) * 81 + middle]).isGreaterThan(0.9f);
      splatter.forward(g, view, null, rgba);
      assertThat(rgba.download()).isEqualTo(asTheyLie);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> splatter.forward(g, view, null, Batch.allocate(engine, 1, 3), rgba))
          .withMessageContaining("set back");
    }
  }

  @Test
  void followsANumberThatGrowsAndShrinks() {
    SplatView view = SplatView.whole(PinholeCamera.centered(48, 48, 70), POSE);
    Comparison.check(
        2e-4,
        engine -> {
          Splatter splatter = engine.splatter(SplatSettings.smooth());
          Picture rgba = Picture.allocate(engine, 4, 48, 48);
          Comparison.Results results = new Comparison.Results();
          for (int n : new int[] {5, 200, 0, 60}) {
            Gaussians g = head(engine, n, n);
            Gaussians by = Gaussians.of(Batch.allocate(engine, Gaussians.CHANNELS, n));
            splatter.forward(g, view, null, rgba);
            splatter.backward(rgba, by, null, null);
            results.add("picture of " + n, rgba.asBatch()).add("gradient of " + n, by);
          }
          return results;
        });
  }

  /**
   * Thousands in a tile, so that chunks of entries follow one another and pixels become dark; long
   * thin ones, which reach few of the blocks of their boxes; and tiles that nothing reaches.
   */
  @ParameterizedTest
  @CsvSource({"3000, -2.2, 0.7", "64, -0.5, 2.5", "65, -0.5, 2.5", "2, -1, 3"})
  void agreesWithTheReferenceInCrowdedAndEmptyTiles(int n, double size, double slimness) {
    Comparison.check(
        5e-3,
        engine -> {
          Gaussians g = head(engine, n, 11);
          float[] means = g.means().download();
          float[] scales = g.logScales().download();
          for (int i = 0; i < n; i++) {
            means[i] *= 0.3f;
            means[n + i] *= 0.3f;
            scales[i] = (float) (size - slimness);
            scales[n + i] = (float) (size + slimness);
            scales[2 * n + i] = (float) size;
          }
          g.means().upload(means);
          g.logScales().upload(scales);
          SplatView view = SplatView.whole(PinholeCamera.centered(96, 80, 120), POSE);
          Picture rgba = Picture.allocate(engine, 4, 96, 80);
          Gaussians by = Gaussians.of(Batch.allocate(engine, Gaussians.CHANNELS, n));
          Splatter splatter = engine.splatter(SplatSettings.standard());
          splatter.forward(g, view, null, rgba);
          splatter.backward(rgba, by, null, null);
          return new Comparison.Results().add("picture", rgba.asBatch()).add("gradient", by);
        });
  }

  @ParameterizedTest
  @CsvSource({"500", "0", "5000"})
  void drawsSomeBehindOthers(int n) {
    PinholeCamera camera = PinholeCamera.centered(70, 60, 90);
    Comparison.check(
        5e-3,
        engine -> {
          float[] rgba = new float[4 * 70 * 60];
          Random random = new Random(1);
          Batch shift = Comparison.randomVector(engine, random, 6, 0.1);
          Batch setBack = Comparison.random(engine, random, 1, n, 20);
          engine
              .splatter(SplatSettings.standard())
              .draw(
                  head(engine, n, 5),
                  new SplatView(camera, POSE, new Rectangle(7, 3, 50, 41)),
                  shift,
                  setBack,
                  rgba);
          return new Comparison.Results().add("picture", rgba);
        });
  }

  @Test
  void drawsWhatForwardRenders() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      Gaussians g = head(engine, 500, 4);
      SplatView view = SplatView.whole(PinholeCamera.centered(53, 41, 90), POSE);
      Picture rendered = Picture.allocate(engine, 4, 53, 41);
      Splatter splatter = engine.splatter(SplatSettings.standard());
      splatter.forward(g, view, null, rendered);
      float[] drawn = new float[4 * 53 * 41];
      splatter.draw(g, view, null, null, drawn);
      float[] planes = rendered.download();
      for (int i = 0; i < drawn.length; i++) {
        assertThat(drawn[i]).isEqualTo(planes[i % 4 * 53 * 41 + i / 4]);
      }
    }
  }

  @Test
  void drawsInItsRegionAlone() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      float[] rgba = new float[4 * 40 * 30];
      Arrays.fill(rgba, 7);
      Rectangle region = new Rectangle(5, 9, 20, 17);
      SplatView view = new SplatView(PinholeCamera.centered(40, 30, 60), POSE, region);
      Gaussians g = head(engine, 800, 2);
      engine.splatter(SplatSettings.standard()).draw(g, view, null, null, rgba);
      for (int i = 0; i < rgba.length; i++) {
        int x = i / 4 % 40;
        int y = i / 160;
        boolean inside = x >= 5 && x < 25 && y >= 9 && y < 26;
        assertThat(rgba[i] != 7).as("%d, %d", x, y).isEqualTo(inside);
      }
    }
  }

  @Test
  void hasNoGradientOfWhatItDrew() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      Gaussians g = head(engine, 5, 2);
      SplatView view = SplatView.whole(PinholeCamera.centered(20, 20, 20), POSE);
      Picture rgba = Picture.allocate(engine, 4, 20, 20);
      Splatter splatter = engine.splatter(SplatSettings.standard());
      splatter.forward(g, view, null, rgba);
      splatter.draw(g, view, null, null, new float[4 * 20 * 20]);
      Gaussians by = Gaussians.of(Batch.allocate(engine, Gaussians.CHANNELS, 5));
      assertThatIllegalStateException().isThrownBy(() -> splatter.backward(rgba, by, null, null));
    }
  }

  @Test
  void refusesARegionThatReachesOverTheFrame() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      Rectangle region = new Rectangle(5, 9, 20, 17);
      SplatView view = new SplatView(PinholeCamera.centered(24, 30, 60), POSE, region);
      Splatter splatter = engine.splatter(SplatSettings.standard());
      Gaussians none = head(engine, 0, 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> splatter.draw(none, view, null, null, new float[4 * 24 * 30]));
    }
  }

  @Test
  void nothingIsTransparent() {
    List<float[]> results =
        Comparison.check(
            0,
            engine -> {
              Picture rgba = Picture.allocate(engine, 4, 20, 20);
              engine.batches().fill(rgba.asBatch(), 7);
              engine
                  .splatter(SplatSettings.standard())
                  .forward(
                      head(engine, 0, 1),
                      SplatView.whole(PinholeCamera.centered(20, 20, 20), POSE),
                      null,
                      rgba);
              return new Comparison.Results().add("picture", rgba.asBatch());
            });
    assertThat(results.getFirst()).containsOnly(0f);
  }

  @Test
  void survivesDegenerateGaussians() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      int n = 6;
      Gaussians g = head(engine, n, 3);
      float[] scales = g.logScales().download();
      scales[0] = 400; // infinite
      scales[1] = -400; // zero
      scales[2] = Float.NaN;
      g.logScales().upload(scales);
      float[] means = g.means().download();
      means[3] = Float.NaN;
      means[2 * n + 4] = Float.POSITIVE_INFINITY;
      g.means().upload(means);
      float[] rotations = g.rotations().download();
      for (int c = 0; c < 4; c++) {
        rotations[c * n + 5] = 0;
      }
      g.rotations().upload(rotations);
      Picture rgba = Picture.allocate(engine, 4, 40, 40);
      Splatter splatter = engine.splatter(SplatSettings.standard());
      splatter.forward(g, SplatView.whole(PinholeCamera.centered(40, 40, 60), POSE), null, rgba);
      Batch gradients = Batch.allocate(engine, Gaussians.CHANNELS, n);
      splatter.backward(rgba, Gaussians.of(gradients), null, null);
      for (float value : rgba.download()) {
        assertThat(value).isBetween(0f, 1.0001f);
      }
      for (float value : gradients.download()) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void regionIsACutOutOfTheWhole() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      Gaussians g = head(engine, 200, 4);
      PinholeCamera camera = PinholeCamera.centered(64, 64, 90);
      Picture whole = Picture.allocate(engine, 4, 64, 64);
      Picture part = Picture.allocate(engine, 4, 21, 18);
      Splatter splatter = engine.splatter(SplatSettings.standard());
      splatter.forward(g, SplatView.whole(camera, POSE), null, whole);
      splatter.forward(g, new SplatView(camera, POSE, new Rectangle(23, 31, 21, 18)), null, part);
      float[] w = whole.download();
      float[] p = part.download();
      for (int c = 0; c < 4; c++) {
        for (int y = 0; y < 18; y++) {
          for (int x = 0; x < 21; x++) {
            assertThat(p[(c * 18 + y) * 21 + x])
                .isCloseTo(w[(c * 64 + y + 31) * 64 + x + 23], within(2e-4f));
          }
        }
      }
    }
  }

  @Test
  void refusesAPictureOfAnotherSize() {
    try (Engine engine = Engines.reference()) {
      Picture rgba = Picture.allocate(engine, 4, 20, 21);
      SplatView view = SplatView.whole(PinholeCamera.centered(20, 20, 20), POSE);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  engine
                      .splatter(SplatSettings.standard())
                      .forward(head(engine, 1, 1), view, null, rgba))
          .withMessageContaining("20x20");
    }
  }
}
