package studio.viseme.sample;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;
import studio.viseme.math.RigidTransform;

/** Films the stage. One thread at a time; many cameras may film at once. */
final class StudioCamera {
  /**
   * What a camera sees: the picture, and for each pixel what it shows, how much of it the person
   * covers (0..255) and how far away it is (centimetres, +∞ off the person).
   */
  record Shot(RgbImage picture, GrayImage labels, GrayImage alpha, FloatPlane depth) {}

  private final Stage stage;
  private final Raster raster = new Raster(Stage.SIZE * Stage.SAMPLES, Stage.SIZE * Stage.SAMPLES);

  StudioCamera(Stage stage) {
    this.stage = stage;
  }

  /**
   * @param seconds the moment, for what moves by itself and for the film's grain
   */
  Shot film(FaceState state, double seconds) {
    long frame = Math.round(seconds * 1000);
    raster.clear(stage.backdrop);
    stage.casting.backdrop.move(raster.color, Stage.SIZE * Stage.SAMPLES, seconds);
    Lighting light = Lighting.seenFrom(stage.casting.lamps, state.pose().rotation());
    HeadMesh.Shape shape = stage.mesh.shape(stage.rig.pose(state));
    float[] screen = Vectors.project(shape.positions(), state.pose(), stage.camera, Stage.SAMPLES);
    drawSkin(state, shape, screen, light);
    drawEars(state, light);
    drawEyes(state, light);
    if (state.mouth().gap() > 0.02 || state.mouth().tuck() > 0) {
      drawMouth(state, shape, screen, light);
    }
    stage.hair.draw(raster, hair(state), light, 1, (byte) FaceRegion.HAIR.code());
    Lashes.draw(raster, state, shape, stage.cage.leftEye, stage.noise, stage.camera);
    Lashes.draw(raster, state, shape, stage.cage.rightEye, stage.noise, stage.camera);
    drawBody(state);
    drawSpectacles(state, light);
    return develop(frame);
  }

  private void drawSkin(FaceState state, HeadMesh.Shape shape, float[] screen, Lighting light) {
    float[] values = new float[stage.mesh.vertices * SkinShader.VALUES];
    for (int v = 0; v < stage.mesh.vertices; v++) {
      int at = v * SkinShader.VALUES;
      System.arraycopy(shape.normals(), 3 * v, values, at, 3);
      values[at + 3] = stage.mesh.uv[2 * v];
      values[at + 4] = stage.mesh.uv[2 * v + 1];
      values[at + 5] = stage.headExposure.ambient()[v];
      values[at + 6] = stage.headExposure.key()[v];
    }
    SkinShader shader = new SkinShader(stage.skin, light);
    raster.draw(
        stage.skinTriangles,
        screen,
        values,
        SkinShader.VALUES,
        code(FaceRegion.HEAD_SKIN),
        false,
        shader);
    raster.draw(
        stage.lipTriangles,
        screen,
        values,
        SkinShader.VALUES,
        code(FaceRegion.LIPS),
        false,
        shader);
    raster.draw(
        stage.rimTriangles, screen, values, SkinShader.VALUES, code(FaceRegion.EYES), true, shader);
  }

  private void drawEars(FaceState state, Lighting light) {
    Surface ears = stage.ears;
    if (ears.vertices() == 0) {
      return;
    }
    float[] normals = ears.normals();
    float[] values = new float[ears.vertices() * SkinShader.VALUES];
    for (int v = 0; v < ears.vertices(); v++) {
      int at = v * SkinShader.VALUES;
      System.arraycopy(normals, 3 * v, values, at, 3);
      // skin of the forehead
      values[at + 3] = 0.45f + 0.006f * ears.positions[3 * v + 2];
      values[at + 4] = 0.24f + 0.006f * ears.positions[3 * v + 1];
      values[at + 5] = stage.earExposure.ambient()[v];
      values[at + 6] = stage.earExposure.key()[v];
    }
    raster.draw(
        ears.triangles,
        Vectors.project(ears.positions, state.pose(), stage.camera, Stage.SAMPLES),
        values,
        SkinShader.VALUES,
        code(FaceRegion.HEAD_SKIN),
        true,
        new SkinShader(stage.skin, light));
  }

  private void drawEyes(FaceState state, Lighting light) {
    double wide = Math.clamp(state.lids(), 0.3, 1);
    for (int e = 0; e < 2; e++) {
      Surface ball = stage.balls[e];
      float[] normals = ball.normals();
      float[] values = new float[ball.vertices() * EyeShader.VALUES];
      double top = Identity.EYE_HEIGHT + 0.62 * wide - 0.10;
      for (int v = 0; v < ball.vertices(); v++) {
        int at = v * EyeShader.VALUES;
        System.arraycopy(normals, 3 * v, values, at, 3);
        // the upper lid and its lashes shade the ball below them
        double under = Ramp.smooth(-0.05, 0.42, top - ball.positions[3 * v + 1]);
        values[at + 3] =
            (float) (stage.ballExposure[e].ambient()[v] * 0.45 + 0.55 * (0.35 + 0.65 * under));
        values[at + 4] =
            (float) ((0.4 + 0.6 * stage.ballExposure[e].key()[v]) * (0.25 + 0.75 * under));
      }
      raster.draw(
          ball.triangles,
          Vectors.project(ball.positions, state.pose(), stage.camera, Stage.SAMPLES),
          values,
          EyeShader.VALUES,
          code(FaceRegion.EYES),
          false,
          new EyeShader(light, stage.casting.complexion.iris(), Stage.gaze(state), stage.noise));
    }
  }

  private void drawMouth(FaceState state, HeadMesh.Shape shape, float[] screen, Lighting light) {
    double gap = Math.clamp(state.mouth().gap(), 0, 1.4);
    double wide = 0.30 + 0.70 * Ramp.smooth(0, 1.1, gap);
    PaintShader shader = new PaintShader(light);
    float[] bag = new float[stage.mesh.vertices * PaintShader.VALUES];
    for (int v = 0; v < stage.mesh.vertices; v++) {
      int at = v * PaintShader.VALUES;
      System.arraycopy(shape.normals(), 3 * v, bag, at, 3);
      double inside = Math.exp((shape.positions()[3 * v + 2] - 4.7) / 1.9);
      bag[at + 3] = 0.12f;
      bag[at + 4] = 0.028f;
      bag[at + 5] = 0.026f;
      bag[at + 6] = 0.02f;
      bag[at + 7] = (float) (wide * (0.06 + Math.min(1, inside) * 0.4));
      bag[at + 8] = (float) (wide * Math.min(1, inside) * 0.12);
    }
    raster.draw(
        stage.bagTriangles,
        screen,
        bag,
        PaintShader.VALUES,
        code(FaceRegion.MOUTH_INTERIOR),
        true,
        shader);
    double upperLip = -4.27 + 0.22 * gap;
    for (Mouth.Piece piece : stage.mouth.pose(state.mouth())) {
      float[] values = new float[piece.surface().vertices() * PaintShader.VALUES];
      for (int v = 0; v < piece.surface().vertices(); v++) {
        int at = v * PaintShader.VALUES;
        System.arraycopy(piece.normals(), 3 * v, values, at, 3);
        System.arraycopy(piece.surface().colors, 4 * v, values, at + 3, 4);
        double inside = Math.exp((piece.positions()[3 * v + 2] - 4.5) / 3.2);
        double below = Ramp.smooth(-0.25, 0.55, upperLip - piece.positions()[3 * v + 1]);
        double depth = Math.min(1, inside) * wide;
        values[at + 7] = (float) (depth * (0.50 + 0.40 * below));
        values[at + 8] = (float) (depth * depth * (0.22 + 0.50 * below));
      }
      raster.draw(
          piece.surface().triangles,
          Vectors.project(piece.positions(), state.pose(), stage.camera, Stage.SAMPLES),
          values,
          PaintShader.VALUES,
          code(FaceRegion.MOUTH_INTERIOR),
          true,
          shader);
    }
  }

  private void drawBody(FaceState state) {
    RigidTransform head = stage.restPose.inverse().times(state.pose());
    Lighting light = Lighting.still(stage.casting.lamps);
    float[] neck = stage.torso.neckFor(head, state.breath());
    float[] normals = HeadMesh.normals(neck, stage.torso.neck.triangles);
    float[] values = new float[stage.torso.neck.vertices() * SkinShader.VALUES];
    for (int v = 0; v < stage.torso.neck.vertices(); v++) {
      int at = v * SkinShader.VALUES;
      System.arraycopy(normals, 3 * v, values, at, 3);
      values[at + 3] = stage.torso.neckUv[2 * v];
      values[at + 4] = stage.torso.neckUv[2 * v + 1];
      values[at + 5] = stage.neckExposure.ambient()[v];
      values[at + 6] = stage.neckExposure.key()[v];
    }
    raster.draw(
        stage.torso.neck.triangles,
        Vectors.project(neck, stage.restPose, stage.camera, Stage.SAMPLES),
        values,
        SkinShader.VALUES,
        code(FaceRegion.NECK),
        false,
        new SkinShader(stage.skin, light));
    float[] jumper = stage.torso.jumperFor(state.breath());
    normals = HeadMesh.normals(jumper, stage.torso.jumper.triangles);
    values = new float[stage.torso.jumper.vertices() * FabricShader.VALUES];
    for (int v = 0; v < stage.torso.jumper.vertices(); v++) {
      int at = v * FabricShader.VALUES;
      System.arraycopy(normals, 3 * v, values, at, 3);
      values[at + 3] = stage.torso.knit[2 * v];
      values[at + 4] = stage.torso.knit[2 * v + 1];
      values[at + 5] = stage.jumperExposure.ambient()[v];
      values[at + 6] = stage.jumperExposure.key()[v];
    }
    raster.draw(
        stage.torso.jumper.triangles,
        Vectors.project(jumper, stage.restPose, stage.camera, Stage.SAMPLES),
        values,
        FabricShader.VALUES,
        code(FaceRegion.TORSO),
        false,
        new FabricShader(stage.casting.wardrobe, light, stage.noise));
  }

  /** Strands on the screen; long ones rest on the shoulders. */
  private float[] hair(FaceState state) {
    if (stage.casting.hair.cut() != HairStyle.Cut.LONG) {
      return Vectors.project(stage.hair.positions, state.pose(), stage.camera, Stage.SAMPLES);
    }
    RigidTransform head = stage.restPose.inverse().times(state.pose());
    return Vectors.project(
        Torso.hairFor(stage.hair.positions, head), stage.restPose, stage.camera, Stage.SAMPLES);
  }

  private void drawSpectacles(FaceState state, Lighting light) {
    if (!stage.casting.spectacles.isWorn()) {
      return;
    }
    Surface frame = stage.frame;
    float[] normals = frame.normals();
    float[] values = new float[frame.vertices() * PaintShader.VALUES];
    for (int v = 0; v < frame.vertices(); v++) {
      int at = v * PaintShader.VALUES;
      System.arraycopy(normals, 3 * v, values, at, 3);
      System.arraycopy(frame.colors, 4 * v, values, at + 3, 4);
      values[at + 7] = 1;
      values[at + 8] = 1;
    }
    raster.draw(
        frame.triangles,
        Vectors.project(frame.positions, state.pose(), stage.camera, Stage.SAMPLES),
        values,
        PaintShader.VALUES,
        code(FaceRegion.HEAD_SKIN),
        true,
        new PaintShader(light));
    raster.shine(
        stage.lenses.triangles,
        Vectors.project(stage.lenses.positions, state.pose(), stage.camera, Stage.SAMPLES),
        stage.lenses.normals(),
        LensShader.VALUES,
        new LensShader(light, stage.casting.spectacles.mirror()));
  }

  private Shot develop(long frame) {
    RgbImage picture = new RgbImage(Stage.SIZE, Stage.SIZE);
    GrayImage labels = new GrayImage(Stage.SIZE, Stage.SIZE);
    GrayImage alpha = new GrayImage(Stage.SIZE, Stage.SIZE);
    FloatPlane depth = new FloatPlane(Stage.SIZE, Stage.SIZE);
    int n = Stage.SIZE * Stage.SAMPLES;
    float gain = (float) stage.casting.shooting.exposure();
    float grainier = (float) stage.casting.shooting.grain();
    int[] votes = new int[FaceRegion.values().length];
    for (int y = 0; y < Stage.SIZE; y++) {
      for (int x = 0; x < Stage.SIZE; x++) {
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
        int pixel = y * Stage.SIZE + x;
        long h = Noise.mix(stage.seed ^ (frame << 20) ^ pixel);
        // two bytes summed: a triangle of deviation about 1.3 levels
        float grain = (((h & 0xff) + (h >> 8 & 0xff)) - 255) * 0.0125f * grainier;
        picture.data()[3 * pixel] = Film.expose(gain * r / 4, grain);
        picture.data()[3 * pixel + 1] = Film.expose(gain * g / 4, grain);
        picture.data()[3 * pixel + 2] = Film.expose(gain * b / 4, grain);
        int most = 0;
        for (int k = 1; k < votes.length; k++) {
          most = votes[k] > votes[most] ? k : most;
        }
        labels.data()[pixel] = (byte) most;
        alpha.data()[pixel] = (byte) (255 * (samples.length - votes[0]) / samples.length);
        depth.data()[pixel] = most == 0 || near == 0 ? Float.POSITIVE_INFINITY : 1 / near;
      }
    }
    return new Shot(picture, labels, alpha, depth);
  }

  /** A backdrop's samples as a picture. */
  static RgbImage plate(float[] backdrop, double exposure) {
    RgbImage picture = new RgbImage(Stage.SIZE, Stage.SIZE);
    int n = Stage.SIZE * Stage.SAMPLES;
    for (int y = 0; y < Stage.SIZE; y++) {
      for (int x = 0; x < Stage.SIZE; x++) {
        int first = 3 * (2 * y * n + 2 * x);
        for (int c = 0; c < 3; c++) {
          float light =
              backdrop[first + c]
                  + backdrop[first + 3 + c]
                  + backdrop[first + 3 * n + c]
                  + backdrop[first + 3 * n + 3 + c];
          picture.data()[3 * (y * Stage.SIZE + x) + c] =
              Film.expose((float) exposure * light / 4, 0);
        }
      }
    }
    return picture;
  }

  private static byte[] code(FaceRegion region) {
    return new byte[] {(byte) region.code()};
  }
}
