package studio.viseme.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The studio with the presenter in it: all that doesn't change, made once from a seed. {@link Camera}s film it, one a thread.
 */
final class Stage {
  static final int SIZE = 512;

  /** Samples a pixel, each way. */
  private static final int SAMPLES = 2;

  static final PinholeCamera CAMERA = PinholeCamera.centered(SIZE, SIZE, 1150);

  /** Where the head is when it rests. */
  static final RigidTransform REST_POSE =
      new RigidTransform(new HeadAngles(0, 0, 0).toRotation(), new Vec3(0, -1.7, 77));

  private static final FaceState AT_REST = new FaceState(REST_POSE, MouthShape.REST, 1, 0, 0, 0, 0);

  private final HeadCage cage;
  private final FaceRig rig;
  private final HeadMesh mesh;
  private final SkinTexture skin;
  private final Hair hair;
  private final Torso torso = new Torso();
  private final Mouth mouth;
  private final Surface[] balls = new Surface[2];
  private final Occlusion.Exposure[] ballExposure = new Occlusion.Exposure[2];
  private final Occlusion.Exposure headExposure;
  private final Occlusion.Exposure neckExposure;
  private final Occlusion.Exposure jumperExposure;
  private final int[] skinTriangles;
  private final int[] lipTriangles;
  private final int[] rimTriangles;
  private final int[] bagTriangles;
  private final float[] backdrop;
  private final Noise noise;
  private final long seed;

  Stage(long seed) {
    this.seed = seed;
    noise = new Noise(seed);
    cage = new HeadCage(FaceMesh.canonicalShape(), FaceMesh.triangles());
    rig = new FaceRig(cage);
    mesh = new HeadMesh(cage);
    HeadMesh.Shape rest = mesh.shape(rig.pose(AT_REST));
    hair = new Hair(mesh, rest.positions(), seed + 1);
    mouth = new Mouth(seed + 2);
    skin = new SkinTexture(mesh, rest.positions(), cage, seed + 3);
    skinTriangles = mesh.trianglesOf(HeadCage.Part.FACE, HeadCage.Part.SKULL);
    lipTriangles = mesh.trianglesOf(HeadCage.Part.LIPS);
    rimTriangles = mesh.trianglesOf(HeadCage.Part.LID_RIM);
    bagTriangles = mesh.trianglesOf(HeadCage.Part.MOUTH_BAG);
    HeadCage.EyeSocket[] sockets = {cage.leftEye, cage.rightEye};
    List<Occlusion.Body> bodies = new ArrayList<>();
    bodies.add(new Occlusion.Body(rest.positions(), rest.normals(), mesh.triangles));
    for (int e = 0; e < 2; e++) {
      balls[e] = ball(sockets[e].center());
      bodies.add(new Occlusion.Body(balls[e].positions, balls[e].normals(), balls[e].triangles));
    }
    bodies.add(new Occlusion.Body(torso.neck.positions, torso.neck.normals(), torso.neck.triangles));
    bodies.add(new Occlusion.Body(torso.jumper.positions, torso.jumper.normals(), torso.jumper.triangles));
    bodies.add(hair.shadow());
    List<Occlusion.Exposure> exposures = Occlusion.bake(bodies);
    headExposure = exposures.get(0);
    ballExposure[0] = exposures.get(1);
    ballExposure[1] = exposures.get(2);
    neckExposure = exposures.get(3);
    jumperExposure = exposures.get(4);
    backdrop = backdrop();
  }

  /** The visible half of an eyeball. */
  private static Surface ball(double[] center) {
    double reach = 1.25;
    return new Surface()
        .grid(
            36,
            28,
            (u, v, p) -> {
              double across = (u - 0.5) * 2 * reach;
              double down = (v - 0.5) * 2 * reach;
              p[0] = center[0] + EyeShader.BALL * Math.sin(across) * Math.cos(down);
              p[1] = center[1] - EyeShader.BALL * Math.sin(down);
              p[2] = center[2] + EyeShader.BALL * Math.cos(across) * Math.cos(down);
            });
  }

  /** A wall with a pool of light on it, darker to the corners. */
  private static float[] backdrop() {
    int n = SIZE * SAMPLES;
    float[] wall = new float[n * n * 3];
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        double dx = (x + 0.5) / n - 0.62;
        double dy = (y + 0.5) / n - 0.36;
        double pool = Math.exp(-(dx * dx * 1.5 + dy * dy * 1.9) / 0.16);
        double r = 0.050 + 0.150 * pool;
        double g = 0.060 + 0.155 * pool;
        double b = 0.072 + 0.158 * pool;
        int i = 3 * (y * n + x);
        wall[i] = (float) r;
        wall[i + 1] = (float) g;
        wall[i + 2] = (float) b;
      }
    }
    return wall;
  }

  /** The 468 points of the canonical face and 5 of each iris in a state, head space, × 3. */
  float[] landmarks(FaceState state) {
    float[] fine = mesh.refine(rig.pose(state), 3);
    float[] points = Arrays.copyOf(fine, 478 * 3);
    HeadCage.EyeSocket[] sockets = {cage.leftEye, cage.rightEye};
    for (int e = 0; e < 2; e++) {
      Vec3[] iris = EyeShader.iris(sockets[e].center(), gaze(state));
      for (int k = 0; k < 5; k++) {
        int at = 3 * (468 + 5 * e + k);
        points[at] = (float) iris[k].x();
        points[at + 1] = (float) iris[k].y();
        points[at + 2] = (float) iris[k].z();
      }
    }
    return points;
  }

  /** The 468 points of the face at rest, head space. */
  float[] restShape() {
    return Arrays.copyOf(landmarks(AT_REST), FacePoints.COUNT * 3);
  }

  static Quaternion gaze(FaceState state) {
    return Quaternion.about(new Vec3(0, 1, 0), Math.toRadians(state.gazeX()))
        .times(Quaternion.about(new Vec3(1, 0, 0), Math.toRadians(-state.gazeY())));
  }

  /** What a camera sees: the picture, and for each pixel what it shows and how far away it is (centimetres, +∞ off the person). */
  record Shot(RgbImage picture, GrayImage labels, FloatPlane depth) {}

  /** Films the stage. One thread at a time; many cameras may film at once. */
  final class Camera {
    private final Raster raster = new Raster(SIZE * SAMPLES, SIZE * SAMPLES);

    /** @param frame number of the film's grain */
    Shot film(FaceState state, long frame) {
      raster.clear(backdrop);
      Lighting light = Lighting.seenFrom(state.pose().rotation());
      HeadMesh.Shape shape = mesh.shape(rig.pose(state));
      float[] screen = Vectors.project(shape.positions(), state.pose(), CAMERA, SAMPLES);
      drawSkin(state, shape, screen, light);
      drawEyes(state, light);
      if (state.mouth().gap() > 0.02 || state.mouth().tuck() > 0) {
        drawMouth(state, shape, screen, light);
      }
      hair.draw(
          raster,
          Vectors.project(hair.positions, state.pose(), CAMERA, SAMPLES),
          light,
          1,
          (byte) FaceRegion.HAIR.code());
      drawLashes(state, shape, cage.leftEye);
      drawLashes(state, shape, cage.rightEye);
      drawBody(state);
      return develop(frame);
    }

    private void drawSkin(FaceState state, HeadMesh.Shape shape, float[] screen, Lighting light) {
      float[] values = new float[mesh.vertices * SkinShader.VALUES];
      for (int v = 0; v < mesh.vertices; v++) {
        int at = v * SkinShader.VALUES;
        System.arraycopy(shape.normals(), 3 * v, values, at, 3);
        values[at + 3] = mesh.uv[2 * v];
        values[at + 4] = mesh.uv[2 * v + 1];
        values[at + 5] = headExposure.ambient()[v];
        values[at + 6] = headExposure.key()[v];
      }
      SkinShader shader = new SkinShader(skin, light);
      raster.draw(skinTriangles, screen, values, SkinShader.VALUES, code(FaceRegion.HEAD_SKIN), false, shader);
      raster.draw(lipTriangles, screen, values, SkinShader.VALUES, code(FaceRegion.LIPS), false, shader);
      raster.draw(rimTriangles, screen, values, SkinShader.VALUES, code(FaceRegion.EYES), true, shader);
    }

    private void drawEyes(FaceState state, Lighting light) {
      double wide = Math.clamp(state.lids(), 0.3, 1);
      for (int e = 0; e < 2; e++) {
        Surface ball = balls[e];
        float[] normals = ball.normals();
        float[] values = new float[ball.vertices() * EyeShader.VALUES];
        double top = Identity.EYE_HEIGHT + 0.62 * wide - 0.10;
        for (int v = 0; v < ball.vertices(); v++) {
          int at = v * EyeShader.VALUES;
          System.arraycopy(normals, 3 * v, values, at, 3);
          // the upper lid and its lashes shade the ball below them
          double under = Ramp.smooth(-0.05, 0.42, top - ball.positions[3 * v + 1]);
          values[at + 3] = (float) (ballExposure[e].ambient()[v] * 0.45 + 0.55 * (0.35 + 0.65 * under));
          values[at + 4] = (float) ((0.4 + 0.6 * ballExposure[e].key()[v]) * (0.25 + 0.75 * under));
        }
        raster.draw(
            ball.triangles,
            Vectors.project(ball.positions, state.pose(), CAMERA, SAMPLES),
            values,
            EyeShader.VALUES,
            code(FaceRegion.EYES),
            false,
            new EyeShader(light, gaze(state), noise));
      }
    }

    private void drawMouth(FaceState state, HeadMesh.Shape shape, float[] screen, Lighting light) {
      double gap = Math.clamp(state.mouth().gap(), 0, 1.4);
      double wide = 0.30 + 0.70 * Ramp.smooth(0, 1.1, gap);
      PaintShader shader = new PaintShader(light);
      float[] bag = new float[mesh.vertices * PaintShader.VALUES];
      for (int v = 0; v < mesh.vertices; v++) {
        int at = v * PaintShader.VALUES;
        System.arraycopy(shape.normals(), 3 * v, bag, at, 3);
        double inside = Math.exp((shape.positions()[3 * v + 2] - 4.7) / 1.9);
        bag[at + 3] = 0.22f;
        bag[at + 4] = 0.055f;
        bag[at + 5] = 0.05f;
        bag[at + 6] = 0.02f;
        bag[at + 7] = (float) (wide * Math.min(1, inside) * 0.8);
        bag[at + 8] = (float) (wide * Math.min(1, inside) * 0.4);
      }
      raster.draw(bagTriangles, screen, bag, PaintShader.VALUES, code(FaceRegion.MOUTH_INTERIOR), true, shader);
      double upperLip = -4.27 + 0.22 * gap;
      for (Mouth.Piece piece : mouth.pose(state.mouth())) {
        float[] values = new float[piece.surface().vertices() * PaintShader.VALUES];
        for (int v = 0; v < piece.surface().vertices(); v++) {
          int at = v * PaintShader.VALUES;
          System.arraycopy(piece.normals(), 3 * v, values, at, 3);
          System.arraycopy(piece.surface().colors, 4 * v, values, at + 3, 4);
          double inside = Math.exp((piece.positions()[3 * v + 2] - 4.5) / 2.4);
          double below = Ramp.smooth(-0.25, 0.55, upperLip - piece.positions()[3 * v + 1]);
          double depth = Math.min(1, inside) * wide;
          values[at + 7] = (float) (depth * (0.50 + 0.40 * below));
          values[at + 8] = (float) (depth * depth * (0.22 + 0.50 * below));
        }
        raster.draw(
            piece.surface().triangles,
            Vectors.project(piece.positions(), state.pose(), CAMERA, SAMPLES),
            values,
            PaintShader.VALUES,
            code(FaceRegion.MOUTH_INTERIOR),
            true,
            shader);
      }
    }

    /** Curved lashes along the margins; the upper ones sink as the eye closes. */
    private void drawLashes(FaceState state, HeadMesh.Shape shape, HeadCage.EyeSocket eye) {
      int perLid = 80;
      int points = 5;
      double side = Math.signum(eye.center()[0]);
      for (int lid = 0; lid < 2; lid++) {
        boolean upper = lid == 0;
        int[] margin = upper ? eye.points().upperMargin() : eye.points().lowerMargin();
        int[] row = new int[margin.length + 2];
        row[0] = eye.points().outer();
        row[row.length - 1] = eye.points().inner();
        System.arraycopy(margin, 0, row, 1, margin.length);
        float[] curve = new float[perLid * points * 3];
        for (int l = 0; l < perLid; l++) {
          long id = 7919L * (eye.points().outer() * 2 + lid) + l;
          double along = Math.clamp((l + 0.8 * noise.uniform(id)) / perLid * 0.93 + 0.01, 0, 1);
          double at = along * (row.length - 1);
          int k = (int) Math.min(row.length - 2, at);
          double f = at - k;
          double[] root = new double[3];
          for (int c = 0; c < 3; c++) {
            root[c] = Ramp.mix(shape.positions()[3 * row[k] + c], shape.positions()[3 * row[k + 1] + c], f);
          }
          double length = (upper ? 0.66 : 0.34) * (0.75 + 0.4 * noise.uniform(id + 5000)) * (1 - 0.35 * along);
          // from straight ahead when open to hanging down when closed
          double raise = upper ? Ramp.mix(-0.75, 0.35, Math.clamp(state.lids(), 0, 1)) : -0.55;
          double curl = upper ? 0.95 : -0.35;
          double fan = side * (0.75 * (0.62 - along)) + 0.25 * noise.gaussian(id + 9000) * 0.3;
          for (int s = 0; s < points; s++) {
            double t = (double) s / (points - 1);
            double angle = raise + curl * t;
            int i = 3 * (l * points + s);
            curve[i] = (float) (root[0] + length * t * fan);
            curve[i + 1] = (float) (root[1] + length * t * Math.sin(angle));
            curve[i + 2] = (float) (root[2] + 0.03 + length * t * Math.cos(angle));
          }
        }
        float[] screen = Vectors.project(curve, state.pose(), CAMERA, SAMPLES);
        byte region = (byte) FaceRegion.EYES.code();
        float dark = upper ? 0.012f : 0.05f;
        for (int l = 0; l < perLid; l++) {
          for (int s = 1; s < points; s++) {
            int p = 3 * (l * points + s);
            raster.line(
                screen[p - 3], screen[p - 2], screen[p - 1], screen[p], screen[p + 1], screen[p + 2],
                upper ? 0.92f - 0.17f * s : 0.30f - 0.05f * s,
                dark, dark * 0.8f, dark * 0.7f, dark, dark * 0.8f, dark * 0.7f, region);
          }
        }
      }
    }

    private void drawBody(FaceState state) {
      RigidTransform head = REST_POSE.inverse().times(state.pose());
      Lighting light = Lighting.still();
      float[] neck = torso.neckFor(head, state.breath());
      float[] normals = HeadMesh.normals(neck, torso.neck.triangles);
      float[] values = new float[torso.neck.vertices() * SkinShader.VALUES];
      for (int v = 0; v < torso.neck.vertices(); v++) {
        int at = v * SkinShader.VALUES;
        System.arraycopy(normals, 3 * v, values, at, 3);
        values[at + 3] = torso.neckUv[2 * v];
        values[at + 4] = torso.neckUv[2 * v + 1];
        values[at + 5] = neckExposure.ambient()[v];
        values[at + 6] = neckExposure.key()[v];
      }
      raster.draw(
          torso.neck.triangles,
          Vectors.project(neck, REST_POSE, CAMERA, SAMPLES),
          values,
          SkinShader.VALUES,
          code(FaceRegion.NECK),
          false,
          new SkinShader(skin, light));
      float[] jumper = torso.jumperFor(state.breath());
      normals = HeadMesh.normals(jumper, torso.jumper.triangles);
      values = new float[torso.jumper.vertices() * FabricShader.VALUES];
      for (int v = 0; v < torso.jumper.vertices(); v++) {
        int at = v * FabricShader.VALUES;
        System.arraycopy(normals, 3 * v, values, at, 3);
        values[at + 3] = torso.knit[2 * v];
        values[at + 4] = torso.knit[2 * v + 1];
        values[at + 5] = jumperExposure.ambient()[v];
        values[at + 6] = jumperExposure.key()[v];
      }
      raster.draw(
          torso.jumper.triangles,
          Vectors.project(jumper, REST_POSE, CAMERA, SAMPLES),
          values,
          FabricShader.VALUES,
          code(FaceRegion.TORSO),
          false,
          new FabricShader(noise));
    }

    private Shot develop(long frame) {
      RgbImage picture = new RgbImage(SIZE, SIZE);
      GrayImage labels = new GrayImage(SIZE, SIZE);
      FloatPlane depth = new FloatPlane(SIZE, SIZE);
      int n = SIZE * SAMPLES;
      int[] votes = new int[FaceRegion.values().length];
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          int first = 2 * y * n + 2 * x;
          int[] samples = {first, first + 1, first + n, first + n + 1};
          float r = 0;
          float g = 0;
          float b = 0;
          float near = 0;
          Arrays.fill(votes, 0);
          for (int s : samples) {
            r += raster.color[3 * s];
            g += raster.color[3 * s + 1];
            b += raster.color[3 * s + 2];
            near = Math.max(near, raster.inverseDepth[s]);
            votes[raster.region[s]]++;
          }
          int pixel = y * SIZE + x;
          long h = Noise.mix(seed ^ (frame << 20) ^ pixel);
          // two bytes summed: a triangle of deviation about 1.3 levels
          float grain = (((h & 0xff) + (h >> 8 & 0xff)) - 255) * 0.0125f;
          picture.data()[3 * pixel] = Film.expose(r / 4, grain);
          picture.data()[3 * pixel + 1] = Film.expose(g / 4, grain);
          picture.data()[3 * pixel + 2] = Film.expose(b / 4, grain);
          int most = 0;
          for (int k = 1; k < votes.length; k++) {
            most = votes[k] > votes[most] ? k : most;
          }
          labels.data()[pixel] = (byte) most;
          depth.data()[pixel] = most == 0 || near == 0 ? Float.POSITIVE_INFINITY : 1 / near;
        }
      }
      return new Shot(picture, labels, depth);
    }
  }

  private static byte[] code(FaceRegion region) {
    return new byte[] {(byte) region.code()};
  }
}
