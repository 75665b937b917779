package studio.viseme.face.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.face.tracking.SyntheticHead;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.Frames;

class MeshDepthTest {
  private static final int SIZE = SyntheticHead.SIZE;

  /** The middle of the upper lip's inner border. */
  private static final int UPPER_LIP = 13;

  private static final SyntheticHead TRUTH = SyntheticHead.talking(30, 1000, 0, 21);
  private static final HeadTrack HEAD =
      new HeadTrack(TRUTH.camera(), TRUTH.poses(), TRUTH.shape(), 0);
  private static final SkullEllipsoid SKULL = SkullEllipsoid.AVERAGE.grown(1.2, 1.2);
  private static final HeadSurface SURFACE =
      HeadSurfaceFitter.fit(TRUTH.track(), HEAD, SKULL, t -> parsing(silhouette(t, SKULL)), 30);

  @Test
  void onTheFaceTheDepthIsTheMeshs() {
    FloatPlane depth =
        new MeshDepth(HEAD, SURFACE)
            .depth(TRUTH.track().frame(12), pose(12), parsing(silhouette(12, SKULL)));
    for (int p : new int[] {FaceMesh.NOSE_TIP, 6, 151, 50, 280}) {
      float expected = (float) pose(12).apply(shape(p)).z();
      float got = depth.get((int) TRUTH.track().x(12, p), (int) TRUTH.track().y(12, p));
      assertThat(got).as("point " + p).isCloseTo(expected, within(0.3f));
    }
  }

  @Test
  void theRestIsWholeAndHasNoSteps() {
    GrayImage mask = silhouette(5, SKULL);
    FloatPlane depth =
        new MeshDepth(HEAD, SURFACE).depth(TRUTH.track().frame(5), pose(5), parsing(mask));
    double steepest = 0;
    for (int y = 1; y < SIZE; y++) {
      for (int x = 1; x < SIZE; x++) {
        float here = depth.get(x, y);
        assertThat(here < Float.POSITIVE_INFINITY).isEqualTo(mask.get(x, y) >= 128);
        boolean innerPixel = inner(mask, x, y, 12);
        if (innerPixel
            && Float.isFinite(depth.get(x - 1, y))
            && Float.isFinite(depth.get(x, y - 1))) {
          assertThat(here)
              .isBetween(
                  (float) pose(5).translation().z() - 12, (float) pose(5).translation().z() + 12);
          // The nose's own flanks are steep; look beyond the face only.
          if (y < TRUTH.track().y(5, FaceMesh.FOREHEAD)) {
            steepest = Math.max(steepest, Math.abs(here - depth.get(x, y - 1)));
          }
        }
      }
    }
    assertThat(steepest).as("centimetres a pixel over forehead and crown").isLessThan(1.0);
  }

  @Test
  void theSkullGrowsToTheMask() {
    SkullEllipsoid large = SkullEllipsoid.AVERAGE.grown(1.4, 1.3);
    SkullEllipsoid fitted =
        SkullEllipsoid.fit(TRUTH.track(), HEAD, t -> parsing(silhouette(t, large)), 30);
    assertThat(fitted.axes().x() / SkullEllipsoid.AVERAGE.axes().x()).isBetween(1.3, 1.5);
    assertThat(fitted.axes().y() / SkullEllipsoid.AVERAGE.axes().y()).isBetween(1.2, 1.45);
  }

  @Test
  void aSmallHeadHasASmallSkullThatMeetsTheForehead() {
    SkullEllipsoid small = SkullEllipsoid.AVERAGE.grown(0.86, 0.86);
    SkullEllipsoid fitted =
        SkullEllipsoid.fit(TRUTH.track(), HEAD, t -> parsing(silhouette(t, small)), 30);
    Vec3 average = SkullEllipsoid.AVERAGE.axes();
    assertThat(fitted.axes().x() * fitted.axes().y() / (average.x() * average.y()))
        .as("breadth times height of the average skull's")
        .isBetween(0.7, 0.95);
    Vec3 top = shape(FaceMesh.FOREHEAD);
    double y = (top.y() - fitted.center().y()) / fitted.axes().y();
    double z = fitted.center().z() + fitted.axes().z() * Math.sqrt(1 - y * y);
    assertThat(z).as("surface at the face's upper end").isCloseTo(top.z(), within(1.0));
  }

  @Test
  void theMouthsInsideLiesBehindTheLips() {
    GrayImage mask = silhouette(12, SKULL);
    MeshDepth depth = new MeshDepth(HEAD, SURFACE);
    float[] landmarks = TRUTH.track().frame(12);
    Parsing open = parsing(mask);
    int x = (int) TRUTH.track().x(12, UPPER_LIP);
    int y = (int) TRUTH.track().y(12, UPPER_LIP);
    for (int dy = -12; dy <= 12; dy++) {
      for (int dx = -12; dx <= 12; dx++) {
        open.labels().set(x + dx, y + dy, FaceRegion.MOUTH_INTERIOR.code());
      }
    }
    float shut = depth.depth(landmarks, pose(12), parsing(mask)).get(x, y);
    assertThat(depth.depth(landmarks, pose(12), open).get(x, y))
        .as("a lip's thickness farther away")
        .isCloseTo(shut + 1.2f, within(0.1f));
  }

  @Test
  void theSurfaceIsClosedAndNothingInItIsTurnedInsideOut() {
    int[] triangles = HeadSurface.triangles();
    float[] points = SURFACE.points();
    Set<Long> sides = new HashSet<>();
    double volume = 0;
    for (int t = 0; t < triangles.length; t += 3) {
      for (int k = 0; k < 3; k++) {
        long from = triangles[t + k];
        long to = triangles[t + (k + 1) % 3];
        assertThat(sides.add(from * points.length + to)).as("each side once in each way").isTrue();
      }
      Vec3 a = point(points, triangles[t]);
      Vec3 b = point(points, triangles[t + 1]);
      Vec3 c = point(points, triangles[t + 2]);
      volume += a.dot(b.cross(c)) / 6;
    }
    for (long side : sides) {
      long back = side % points.length * points.length + side / points.length;
      assertThat(sides.contains(back)).isTrue();
    }
    assertThat(volume).as("cubic centimetres").isBetween(3_000.0, 12_000.0);
  }

  @Test
  void theTextureIsWhatTheFramesShow() {
    FrameSource frames =
        new Frames(
            SIZE,
            SIZE,
            30,
            index -> {
              RgbImage out = new RgbImage(SIZE, SIZE);
              for (int i = 0; i < SIZE * SIZE; i++) {
                out.data()[3 * i] = (byte) (index == 7 ? 30 : 200);
                out.data()[3 * i + 1] = (byte) (index == 7 ? 220 : 110);
                out.data()[3 * i + 2] = 60;
              }
              return out;
            });
    HeadMesh mesh =
        HeadTexture.mesh(
            SURFACE,
            frames,
            TRUTH.track(),
            HEAD,
            t -> parsing(silhouette(t, SKULL)),
            30,
            JobContext.silent());
    for (float coordinate : mesh.uv()) {
      assertThat(coordinate).isBetween(0f, 1f);
    }
    // One frame of a wrong colour is outvoted.
    int i = 3 * (HeadTexture.WIDTH * HeadTexture.HEIGHT / 3 + HeadTexture.WIDTH / 2);
    for (int at : new int[] {i, 0, mesh.texture().data().length - 3}) {
      assertThat(mesh.texture().data()[at] & 255).isBetween(192, 201);
      assertThat(mesh.texture().data()[at + 2] & 255).isBetween(59, 61);
    }
    Vec3 nose = mesh.vertex(nearest(mesh, shape(FaceMesh.NOSE_TIP)));
    assertThat(nose.minus(shape(FaceMesh.NOSE_TIP)).length()).isLessThan(0.5);
  }

  private static int nearest(HeadMesh mesh, Vec3 to) {
    int best = 0;
    for (int v = 0; v < mesh.vertices().length / 3; v++) {
      if (mesh.vertex(v).minus(to).length() < mesh.vertex(best).minus(to).length()) {
        best = v;
      }
    }
    return best;
  }

  @Test
  void theSurfacesOutlineIsTheMasks() {
    SkullEllipsoid large = SkullEllipsoid.AVERAGE.grown(1.35, 1.1);
    HeadSurface fitted =
        HeadSurfaceFitter.fit(
            TRUTH.track(), HEAD, SkullEllipsoid.AVERAGE, t -> parsing(silhouette(t, large)), 30);
    // Beside the skull's middle, a little above the ears.
    double breadth = 0;
    float[] points = fitted.points();
    for (int i = 0; i < points.length; i += 3) {
      if (Math.abs(points[i + 1] - 3.5) < 1) {
        breadth = Math.max(breadth, points[i]);
      }
    }
    // The silhouette is painted with a brush of this radius.
    double brush = 6.5 * pose(0).translation().z() / TRUTH.camera().focal();
    assertThat(breadth).isCloseTo(large.axes().x() + brush, within(0.8));
  }

  @Test
  void theSmoothFaceGoesThroughTheMeshsPoints() {
    float[] fine = FaceSurface.OF_FACE.refine(TRUTH.shape());
    double worst = 0;
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      worst = Math.max(worst, point(fine, p).minus(shape(p)).length());
    }
    assertThat(worst).as("centimetres").isLessThan(0.12);
    assertThat(FaceSurface.OF_FACE.triangles()).hasSize(16 * FaceMesh.triangles().length);
  }

  private static Vec3 point(float[] points, int i) {
    return new Vec3(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
  }

  private static Parsing parsing(GrayImage mask) {
    GrayImage labels = new GrayImage(SIZE, SIZE);
    for (int i = 0; i < labels.data().length; i++) {
      labels.data()[i] = (byte) (mask.data()[i] != 0 ? FaceRegion.HAIR.code() : 0);
    }
    return new Parsing(labels, mask, mask);
  }

  private static RigidTransform pose(int frame) {
    return TRUTH.poses().get(frame);
  }

  private static Vec3 shape(int p) {
    return new Vec3(TRUTH.shape()[3 * p], TRUTH.shape()[3 * p + 1], TRUTH.shape()[3 * p + 2]);
  }

  /** Where an ellipsoid would be seen. */
  private static GrayImage silhouette(int frame, SkullEllipsoid skull) {
    PinholeCamera camera = TRUTH.camera();
    GrayImage mask = new GrayImage(SIZE, SIZE);
    // Points all over the surface, each painted as a disc that bridges the gaps.
    Arrays.fill(mask.data(), (byte) 0);
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 120; j++) {
        double latitude = Math.PI * (i + 0.5) / 60 - Math.PI / 2;
        double longitude = 2 * Math.PI * j / 120;
        Vec3 p =
            pose(frame)
                .apply(
                    new Vec3(
                        skull.center().x()
                            + skull.axes().x() * Math.cos(latitude) * Math.sin(longitude),
                        skull.center().y() + skull.axes().y() * Math.sin(latitude),
                        skull.center().z()
                            + skull.axes().z() * Math.cos(latitude) * Math.cos(longitude)));
        int cx = (int) camera.projectX(p);
        int cy = (int) camera.projectY(p);
        for (int y = Math.max(0, cy - 6); y <= Math.min(SIZE - 1, cy + 6); y++) {
          for (int x = Math.max(0, cx - 6); x <= Math.min(SIZE - 1, cx + 6); x++) {
            mask.set(x, y, 255);
          }
        }
      }
    }
    return mask;
  }

  private static boolean inner(GrayImage mask, int x, int y, int margin) {
    return x >= margin
        && y >= margin
        && x < SIZE - margin
        && y < SIZE - margin
        && mask.get(x - margin, y) > 0
        && mask.get(x + margin, y) > 0
        && mask.get(x, y - margin) > 0
        && mask.get(x, y + margin) > 0;
  }
}
