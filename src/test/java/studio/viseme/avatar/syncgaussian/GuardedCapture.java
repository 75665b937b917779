package studio.viseme.avatar.syncgaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.Frames;

/**
 * A capture whose held-out part is poison: a frame asked for by number throws, and tracks that come
 * as a whole hold nonsense from the first held-out frame on. Whoever fits on it gets what he would
 * have got without.
 */
final class GuardedCapture implements Capture {
  private final Capture inner;
  private final int first;

  GuardedCapture(Capture inner, int firstHeldOut) {
    this.inner = inner;
    this.first = firstHeldOut;
  }

  private int allowed(int frame) {
    if (frame >= first) {
      throw new AssertionError("held-out frame " + frame + " was asked for");
    }
    return frame;
  }

  private float[] scrambled(float[] values, int eachFrame) {
    float[] out = values.clone();
    Arrays.fill(out, first * eachFrame, out.length, 1234.5f);
    return out;
  }

  @Override
  public Set<Capability> capabilities() {
    return inner.capabilities();
  }

  @Override
  public ClipInfo clip() {
    return inner.clip();
  }

  @Override
  public FrameSource frames() {
    FrameSource frames = inner.frames();
    return Frames.like(frames, index -> frames.frame(allowed(index)));
  }

  @Override
  public float[] speech() {
    return scrambled(inner.speech(), 640);
  }

  @Override
  public boolean[] voiceActivity() {
    boolean[] flags = inner.voiceActivity().clone();
    for (int i = first; i < flags.length; i++) {
      flags[i] = !flags[i];
    }
    return flags;
  }

  @Override
  public LandmarkTrack landmarks() {
    LandmarkTrack track = inner.landmarks();
    return new LandmarkTrack(
        track.frames(), scrambled(track.points(), LandmarkTrack.STRIDE), track.score());
  }

  @Override
  public HeadTrack head() {
    HeadTrack track = inner.head();
    List<RigidTransform> poses = new ArrayList<>(track.poses());
    for (int i = first; i < poses.size(); i++) {
      poses.set(i, new RigidTransform(Quaternion.IDENTITY, new Vec3(9, 9, 9)));
    }
    return new HeadTrack(track.camera(), poses, track.shape(), track.reprojectionRmse());
  }

  @Override
  public UpperFace upperFace(int frame) {
    return inner.upperFace(allowed(frame));
  }

  @Override
  public ExpressionTrack expression() {
    ExpressionTrack track = inner.expression();
    return new ExpressionTrack(track.dims(), track.basis(), scrambled(track.codes(), track.dims()));
  }

  @Override
  public boolean showable(int frame) {
    return inner.showable(allowed(frame));
  }

  @Override
  public boolean usable(int frame) {
    return inner.usable(allowed(frame));
  }

  @Override
  public int segment(int frame) {
    return inner.segment(allowed(frame));
  }

  @Override
  public Parsing parsing(int frame) {
    return inner.parsing(allowed(frame));
  }

  @Override
  public RgbImage plate() {
    return inner.plate();
  }

  @Override
  public GrayImage plateReliability() {
    return inner.plateReliability();
  }

  @Override
  public FloatPlane depth(int frame) {
    return inner.depth(allowed(frame));
  }

  @Override
  public HeadMesh headMesh() {
    return inner.headMesh();
  }
}
