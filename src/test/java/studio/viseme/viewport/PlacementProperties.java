package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import studio.viseme.image.AffineMap;

class PlacementProperties {
  @Provide
  Arbitrary<Placement> placements() {
    Arbitrary<View> views =
        Combinators.combine(
                Arbitraries.doubles().between(View.MIN_ZOOM, View.MAX_ZOOM).ofScale(6),
                Arbitraries.doubles().between(0, 1),
                Arbitraries.doubles().between(0, 1))
            .as(View::new);
    Arbitrary<Surface> surfaces =
        Combinators.combine(
                Arbitraries.integers().between(1, 4000),
                Arbitraries.integers().between(1, 4000),
                Arbitraries.doubles().between(1, 3))
            .as(Surface::new);
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 2000);
    return Combinators.combine(sizes, sizes, surfaces, views).as(Placement::new);
  }

  @Property
  void viewportAndPictureMapToEachOther(
      @ForAll("placements") Placement placement,
      @ForAll @DoubleRange(min = 0, max = 4000) double x,
      @ForAll @DoubleRange(min = 0, max = 4000) double y) {
    AffineMap toPicture = placement.toPicture();
    AffineMap toViewport = placement.toViewport();
    double u = toPicture.applyX(x, y);
    double v = toPicture.applyY(x, y);
    assertThat(toViewport.applyX(u, v)).isCloseTo(x, within(1e-6));
    assertThat(toViewport.applyY(u, v)).isCloseTo(y, within(1e-6));
  }

  @Property
  void pictureThatFitsIsWhollyVisible(@ForAll("placements") Placement placement) {
    Placement fit = withView(placement, View.FIT);
    AffineMap map = fit.toViewport();
    double right = map.applyX(fit.pictureWidth(), 0);
    double bottom = map.applyY(0, fit.pictureHeight());
    assertThat(map.x0()).isGreaterThanOrEqualTo(-1);
    assertThat(map.y0()).isGreaterThanOrEqualTo(-1);
    assertThat(right).isLessThanOrEqualTo(fit.surface().width() + 1);
    assertThat(bottom).isLessThanOrEqualTo(fit.surface().height() + 1);
    boolean touchesSides = right - map.x0() > fit.surface().width() - 1e-6;
    boolean touchesEnds = bottom - map.y0() > fit.surface().height() - 1e-6;
    assertThat(touchesSides || touchesEnds).isTrue();
  }

  @Property
  void zoomKeepsThePointUnderTheCursor(
      @ForAll("placements") Placement placement,
      @ForAll @DoubleRange(min = 0, max = 1) double across,
      @ForAll @DoubleRange(min = 0, max = 1) double down,
      @ForAll @DoubleRange(min = 0.5, max = 2) double factor) {
    double x = across * placement.surface().width();
    double y = down * placement.surface().height();
    View zoomed = placement.zoomedAt(x, y, factor);
    Placement after = withView(placement, zoomed);
    boolean atTheRim =
        zoomed.centerX() == 0
            || zoomed.centerX() == 1
            || zoomed.centerY() == 0
            || zoomed.centerY() == 1;
    if (atTheRim) {
      return;
    }
    double u = placement.toPicture().applyX(x, y);
    double v = placement.toPicture().applyY(x, y);
    // Half a pixel from snapping the picture's corner, now and before, the latter enlarged.
    double tolerance = 0.5 + 0.5 * after.scale() / placement.scale() + 1e-6;
    assertThat(after.toViewport().applyX(u, v)).isCloseTo(x, within(tolerance));
    assertThat(after.toViewport().applyY(u, v)).isCloseTo(y, within(tolerance));
  }

  @Property
  void dragMovesThePictureAlong(
      @ForAll("placements") Placement placement,
      @ForAll @DoubleRange(min = -50, max = 50) double dx,
      @ForAll @DoubleRange(min = -50, max = 50) double dy) {
    View moved = placement.movedBy(dx, dy);
    AffineMap before = placement.toViewport();
    AffineMap after = withView(placement, moved).toViewport();
    if (moved.centerX() > 0 && moved.centerX() < 1) {
      assertThat(after.x0() - before.x0()).isCloseTo(dx, within(1.0 + 1e-6));
    }
    if (moved.centerY() > 0 && moved.centerY() < 1) {
      assertThat(after.y0() - before.y0()).isCloseTo(dy, within(1.0 + 1e-6));
    }
  }

  @Property
  void areaHoldsExactlyThePixelsOnThePicture(@ForAll("placements") Placement placement) {
    PictureArea area = PictureArea.of(placement);
    if (area.isEmpty()) {
      return;
    }
    int middle = (area.top() + area.bottom()) / 2;
    double y = middle + 0.5;
    assertThat(area.u(area.left())).isBetween(-1e-9, 1.0);
    assertThat(area.u(area.right() - 1)).isBetween(0.0, 1 + 1e-9);
    assertThat(placement.isOnPicture(area.left() - 0.51, y))
        .isEqualTo(placement.toViewport().x0() <= area.left() - 0.51);
    assertThat(placement.isOnPicture(area.right() + 0.51, y))
        .isEqualTo(
            placement.toViewport().applyX(placement.pictureWidth(), 0) > area.right() + 0.51);
  }

  @Property
  void pixelByPixelIsAskedFor(@ForAll("placements") Placement placement) {
    Placement exact = withView(placement, placement.atScale(1));
    if (exact.view().zoom() > View.MIN_ZOOM && exact.view().zoom() < View.MAX_ZOOM) {
      assertThat(exact.scale()).isCloseTo(1, within(1e-9));
    }
  }

  private static Placement withView(Placement placement, View view) {
    return new Placement(
        placement.pictureWidth(), placement.pictureHeight(), placement.surface(), view);
  }
}
