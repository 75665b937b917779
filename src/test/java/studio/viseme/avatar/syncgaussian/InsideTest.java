package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.compute.Engine;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class InsideTest {
  private static final int FRAMES = 60;

  private final Capture capture = FakeCapture.builder().size(64).frames(FRAMES).build();
  private final int[] frames = TrainingSet.usableFrames(capture);
  private final FaceModel face = withMouth(FaceModel.fit(capture, frames));
  private final PoseSpace poses =
      PoseSpace.fit(Arrays.stream(frames).mapToObj(capture.head().poses()::get).toList());
  private final Layout layout = new Layout(face.dims());

  @Test
  void itFillsTheHeadBehindItsSurfaceAndIsDarkInTheMouth() {
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      Seeding seeding = new Seeding(capture, face, poses, frames, 3);
      Seeds surface = seeding.head(new int[] {0, 1, 2}, 50, 50, 200);
      Branch head = Branch.of(engine, surface, layout.headAttributes(), surface.count());
      Seeds teeth = seeding.mouth(60);
      Branch mouth = Branch.of(engine, teeth, layout.mouthAttributes(), 60);
      float[] mouthRows = teeth.parameterRows();
      Arrays.fill(mouthRows, 11 * 60, 14 * 60, -9); // black
      mouth.parameters().upload(mouthRows);
      Seeds inside =
          new Inside(capture, face, frames, 3)
              .seeds(4000, head, new float[3 * head.count()], mouth);
      int n = inside.count();
      assertThat(n).isBetween(500, 4000);
      float[] rows = inside.parameterRows();
      float[] attributes = inside.attributeRows();
      Vec3 lips = face.vertex(13).plus(face.vertex(14)).times(0.5);
      double across = (face.vertex(308).x() - face.vertex(78).x()) / 2;
      Vec3 chin = face.vertex(FaceMesh.CHIN);
      int dark = 0;
      int nape = 0;
      for (int i = 0; i < n; i++) {
        assertThat(attributes[layout.setBack() * n + i]).isEqualTo(Deformation.CORE_SET_BACK);
        Vec3 point = new Vec3(rows[i], rows[n + i], rows[2 * n + i]);
        float recedes = attributes[layout.recedes() * n + i];
        boolean higherThanLips = point.y() > lips.y() + 1;
        boolean atTheFront = point.z() > chin.z() - 2;
        if (higherThanLips || atTheFront || Math.abs(point.x() - chin.x()) > 6) {
          assertThat(recedes).as("what isn't the nape stays").isZero();
        }
        nape += recedes == 1 ? 1 : 0;
        double x = (point.x() - lips.x()) / across;
        double y = (point.y() - lips.y()) / 2;
        boolean behindLips = point.z() > 0 && Math.hypot(x, y) < 0.9;
        if (behindLips) {
          assertThat(point.z()).as("behind the lips").isLessThan(lips.z());
          assertThat(rows[11 * n + i]).as("red of what lies behind lips").isLessThan(-3);
          dark++;
        }
      }
      assertFlat(rows, n);
      for (int frame : TrainingSet.spread(frames, 8)) {
        assertInOutline(rows, n, frame);
      }
      assertThat(nape).as("of the nape").isPositive();
      assertThat(dark).as("an inside behind the lips, too").isPositive();
      head.close();
      mouth.close();
    }
  }

  /** Thin across the surface they lie on, so that a head that turns has an outline. */
  private static void assertFlat(float[] rows, int n) {
    for (int i = 0; i < n; i++) {
      assertThat(rows[4 * n + i]).isEqualTo(rows[3 * n + i]);
      assertThat(Math.exp(rows[5 * n + i] - rows[3 * n + i])).isCloseTo(.2, within(1e-3));
      Vec3 across = turn(rows, n, i).rotate(new Vec3(0, 0, 1));
      // The captured head is closed about a line that runs up behind the face.
      Vec3 outwards = new Vec3(rows[i], 0, rows[2 * n + i] + 4).normalized();
      if (Math.abs(across.y()) < .3) {
        assertThat(Math.abs(across.dot(outwards))).as("Gaussian %d", i).isGreaterThan(.7);
      }
    }
  }

  private static Quaternion turn(float[] rows, int n, int i) {
    return new Quaternion(rows[6 * n + i], rows[7 * n + i], rows[8 * n + i], rows[9 * n + i]);
  }

  /** Within two and a half of its sizes each is seen before nothing but the head. */
  private void assertInOutline(float[] rows, int n, int frame) {
    RigidTransform pose = capture.head().poses().get(frame);
    PinholeCamera camera = capture.head().camera();
    GrayImage labels = capture.parsing(frame).labels();
    for (int i = 0; i < n; i++) {
      Vec3 middle = new Vec3(rows[i], rows[n + i], rows[2 * n + i]);
      double reach = 2.5 * Math.exp(rows[3 * n + i]);
      for (int k = 0; k < 8; k++) {
        double angle = Math.PI / 4 * k;
        Vec3 edge = new Vec3(reach * Math.cos(angle), reach * Math.sin(angle), 0);
        Vec3 p = pose.apply(middle.plus(turn(rows, n, i).rotate(edge)));
        int x = (int) Math.floor(camera.projectX(p));
        int y = (int) Math.floor(camera.projectY(p));
        assertThat(FaceRegion.of(labels.get(x, y)).isHead())
            .as("Gaussian %d at %d, %d in frame %d", i, x, y, frame)
            .isTrue();
      }
    }
  }

  /** The ball's face with lips five centimetres wide and a chin below them. */
  private static FaceModel withMouth(FaceModel face) {
    float[] places = face.neutral().clone();
    put(places, 13, 0, -3, 9.5f);
    put(places, 14, 0, -3, 9.5f);
    put(places, 78, -2.5f, -3, 9);
    put(places, 308, 2.5f, -3, 9);
    put(places, FaceMesh.CHIN, 0, -7, 7);
    return new FaceModel(
        places,
        face.dims(),
        face.lowerBasis(),
        face.upperBasis(),
        face.upperMean(),
        face.upperDeviation());
  }

  private static void put(float[] places, int vertex, float x, float y, float z) {
    places[3 * vertex] = x;
    places[3 * vertex + 1] = y;
    places[3 * vertex + 2] = z;
  }
}
