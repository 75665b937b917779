package studio.viseme.compute.cpu;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.Shapes;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.job.Workers;

/**
 * Splatting in steps, each a class: {@link Projection} takes Gaussians to the screen, {@link
 * TileBins} sorts them into tiles, {@link TileRenderer} blends a tile (for the eye alone {@link
 * TilePainter}); back through {@link TileGradient} and {@link Projection} again.
 */
final class CpuSplatter implements Splatter {
  private final Workers workers;
  private final Projection projection;
  private final ScreenGaussians screen = new ScreenGaussians();
  private final TileBins bins = new TileBins();
  private final TileRenderer renderer;
  private final TilePainter painter;
  private final TileGradient gradient;
  private @Nullable Gaussians gaussians;
  private @Nullable Picture picture;
  private @Nullable TileGrid grid;

  CpuSplatter(SplatSettings settings, Workers workers) {
    this.workers = workers;
    this.projection = new Projection(settings, workers);
    this.renderer = new TileRenderer(settings);
    this.painter = new TilePainter(settings);
    this.gradient = new TileGradient(settings);
  }

  @Override
  public void forward(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      Picture rgba) {
    Shapes.splat(gaussians, view, poseShift, setBack, rgba);
    TileGrid tiles = TileGrid.over(view.region());
    projection.project(gaussians, view, poseShift, setBack, screen);
    bins.build(screen, tiles, true, workers);
    renderer.resize(tiles);
    workers.forEach(tiles.tiles(), tile -> renderer.render(tile, tiles, screen, bins, rgba));
    this.gaussians = gaussians;
    this.picture = rgba;
    this.grid = tiles;
  }

  @Override
  public void draw(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      float[] rgba) {
    Shapes.draw(gaussians, view, poseShift, setBack, rgba);
    TileGrid tiles = TileGrid.over(view.region());
    this.gaussians = null;
    projection.project(gaussians, view, poseShift, setBack, screen);
    bins.build(screen, tiles, false, workers);
    int width = view.camera().width();
    workers.forEach(tiles.tiles(), tile -> painter.paint(tile, tiles, screen, bins, rgba, width));
  }

  @Override
  public void backward(
      Picture rgbaGradient,
      Gaussians gradients,
      @Nullable Batch poseGradient,
      @Nullable Batch screenStatistics) {
    Gaussians forward = gaussians;
    TileGrid tiles = grid;
    if (forward == null || picture == null || tiles == null) {
      throw new IllegalStateException("backward before forward");
    }
    Shapes.splatBackward(
        picture, forward.count(), rgbaGradient, gradients, poseGradient, screenStatistics);
    gradient.resize(bins.entries);
    workers.forEach(
        tiles.tiles(), tile -> gradient.run(tile, tiles, screen, bins, renderer, rgbaGradient));
    projection.backward(
        forward, screen, bins, gradient.entries, gradients, poseGradient, screenStatistics);
  }

  @Override
  public void close() {
    gaussians = null;
    picture = null;
    grid = null;
  }
}
