package studio.viseme.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.math.Noise;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.sample.voice.MouthShape;

/**
 * The studio with the presenter in it: all that doesn't change, made once from a seed. {@link
 * StudioCamera}s film it, one a thread.
 */
final class Stage {
  static final int SIZE = 512;

  /** Samples a pixel, each way. */
  static final int SAMPLES = 2;

  private static final FaceState AT_REST =
      new FaceState(RigidTransform.IDENTITY, MouthShape.REST, 1, 0, 0, 0, 0);

  final Casting casting;
  final PinholeCamera camera;

  /** Where the head is when it rests. */
  final RigidTransform restPose;

  final HeadCage cage;
  final FaceRig rig;
  final HeadMesh mesh;
  final SkinTexture skin;
  final Hair hair;
  final Torso torso;
  final Mouth mouth;
  final Surface[] balls = new Surface[2];
  final Occlusion.Exposure[] ballExposure = new Occlusion.Exposure[2];
  final Occlusion.Exposure headExposure;
  final Occlusion.Exposure neckExposure;
  final Occlusion.Exposure jumperExposure;
  final int[] skinTriangles;
  final int[] lipTriangles;
  final int[] rimTriangles;
  final int[] bagTriangles;
  final float[] backdrop;
  final Surface ears;
  final Occlusion.Exposure earExposure;
  final Surface frame;
  final Surface lenses;
  final Noise noise;
  final long seed;

  Stage(long seed, Casting casting) {
    this.seed = seed;
    this.casting = casting;
    camera = casting.shooting.camera();
    restPose = casting.shooting.restPose();
    torso = new Torso(casting.head, casting.wardrobe);
    noise = new Noise(seed);
    cage = new HeadCage(FaceMesh.canonicalShape(), FaceMesh.triangles(), casting.head);
    rig = new FaceRig(cage);
    mesh = new HeadMesh(cage, casting.complexion.lipEdge());
    HeadMesh.Shape rest = mesh.shape(rig.pose(AT_REST));
    hair = new Hair(mesh, rest.positions(), casting.hair, casting.head.width(), seed + 1);
    mouth = new Mouth(seed + 2);
    skin = new SkinTexture(mesh, rest.positions(), cage, casting.complexion, seed + 3);
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
    bodies.add(
        new Occlusion.Body(torso.neck.positions, torso.neck.normals(), torso.neck.triangles));
    bodies.add(
        new Occlusion.Body(torso.jumper.positions, torso.jumper.normals(), torso.jumper.triangles));
    bodies.add(hair.shadow());
    if (casting.head.ears() > 0) {
      ears = Ears.of(7.35 * casting.head.width(), casting.head.ears());
      bodies.add(new Occlusion.Body(ears.positions, ears.normals(), ears.triangles));
    } else {
      ears = new Surface();
    }
    List<Occlusion.Exposure> exposures = Occlusion.bake(bodies, casting.lamps);
    headExposure = exposures.get(0);
    ballExposure[0] = exposures.get(1);
    ballExposure[1] = exposures.get(2);
    neckExposure = exposures.get(3);
    jumperExposure = exposures.get(4);
    earExposure = exposures.getLast();
    backdrop = casting.backdrop.paint(SIZE * SAMPLES);
    boolean glasses = casting.spectacles.isWorn();
    frame = glasses ? casting.spectacles.frame() : new Surface();
    lenses = glasses ? casting.spectacles.lenses() : new Surface();
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

  /** From the foremost point of the head at rest to the hindmost, centimetres. */
  double headDepth() {
    float[] p = mesh.shape(rig.pose(AT_REST)).positions();
    float front = Float.NEGATIVE_INFINITY;
    float back = Float.POSITIVE_INFINITY;
    for (int i = 2; i < p.length; i += 3) {
      front = Math.max(front, p[i]);
      back = Math.min(back, p[i]);
    }
    return front - back;
  }

  static Quaternion gaze(FaceState state) {
    return Quaternion.about(new Vec3(0, 1, 0), Math.toRadians(state.gazeX()))
        .times(Quaternion.about(new Vec3(1, 0, 0), Math.toRadians(-state.gazeY())));
  }
}
