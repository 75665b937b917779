package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class FootprintsTest {
  private static final int SIZE = 64;

  @Test
  void aGaussianAloneIsSeenAsMuch() {
    Seeds seeds = new Seeds(0);
    float[] grey = {.5f, .5f, .5f};
    seeds.addDisc(new Vec3(1, -.5, 2), new Vec3(2, 1, -1), grey, .7, .1, .5);
    SplatView view =
        SplatView.whole(
            PinholeCamera.centered(SIZE, SIZE, 300),
            new RigidTransform(Quaternion.exp(new Vec3(2.8, .3, -.2)), new Vec3(0, 0, 60)));
    SplatSettings settings = SplatSettings.standard();
    try (Engine engine = new CpuEngine(Workers.sameThread());
        Splatter splatter = engine.splatter(settings)) {
      Batch rows = Batch.allocate(engine, Gaussians.CHANNELS, 1);
      rows.upload(seeds.parameterRows());
      Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
      splatter.forward(Gaussians.of(rows), view, null, picture);
      float[] rgba = picture.download();
      double sum = 0;
      for (int i = 3 * SIZE * SIZE; i < rgba.length; i++) {
        sum += rgba[i];
      }
      double[] footprints = Footprints.of(Gaussians.of(rows), view, settings.dilation());
      assertThat(sum).isGreaterThan(5);
      assertThat(footprints[0]).isCloseTo(sum, within(.05 * sum));
    }
  }
}
