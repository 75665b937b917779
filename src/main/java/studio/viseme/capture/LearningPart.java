package studio.viseme.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import studio.viseme.capture.check.Finding;
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

/**
 * A clip that ends where its held-out part begins. Its own last tenth is the validation part: what
 * a preset, a loss or a switch is chosen by. Held-out frames can't be reached through it.
 *
 * <p>What the analysis fitted (shape, focal length, plate, expression basis) was fitted on all of
 * it, validation part included.
 */
public final class LearningPart implements Capture {
  private final Capture whole;
  private final ClipInfo clip;
  private final Lazy<LandmarkTrack> landmarks = new Lazy<>(this::cutLandmarks);
  private final Lazy<HeadTrack> head = new Lazy<>(this::cutHead);

  public LearningPart(Capture whole) {
    ClipInfo all = whole.clip();
    int frames = all.firstHeldOutFrame();
    long samples = Math.min(all.speechSamples(), ClipInfo.samples(frames));
    this.whole = whole;
    this.clip =
        new ClipInfo(
            all.width(),
            all.height(),
            frames,
            all.sourceWidth(),
            all.sourceHeight(),
            all.sourceFps(),
            all.crop(),
            samples);
  }

  private int existing(int frame) {
    if (frame < 0 || frame >= clip.frames()) {
      throw new IndexOutOfBoundsException("frame " + frame + " of " + clip.frames());
    }
    return frame;
  }

  @Override
  public Set<Capability> capabilities() {
    return whole.capabilities();
  }

  @Override
  public ClipInfo clip() {
    return clip;
  }

  @Override
  public FrameSource frames() {
    FrameSource all = whole.frames();
    return new FrameSource() {
      @Override
      public int width() {
        return all.width();
      }

      @Override
      public int height() {
        return all.height();
      }

      @Override
      public int count() {
        return clip.frames();
      }

      @Override
      public RgbImage frame(int index) {
        return all.frame(existing(index));
      }
    };
  }

  @Override
  public float[] speech() {
    float[] all = whole.speech();
    return Arrays.copyOf(all, (int) Math.min(all.length, ClipInfo.samples(clip.frames())));
  }

  @Override
  public boolean[] voiceActivity() {
    return Arrays.copyOf(whole.voiceActivity(), clip.frames());
  }

  @Override
  public LandmarkTrack landmarks() {
    return landmarks.get();
  }

  private LandmarkTrack cutLandmarks() {
    LandmarkTrack all = whole.landmarks();
    int frames = clip.frames();
    return new LandmarkTrack(
        frames,
        Arrays.copyOf(all.points(), frames * LandmarkTrack.STRIDE),
        Arrays.copyOf(all.score(), frames));
  }

  @Override
  public HeadTrack head() {
    return head.get();
  }

  private HeadTrack cutHead() {
    HeadTrack all = whole.head();
    return new HeadTrack(
        all.camera(), all.poses().subList(0, clip.frames()), all.shape(), all.reprojectionRmse());
  }

  @Override
  public UpperFace upperFace(int frame) {
    return whole.upperFace(existing(frame));
  }

  @Override
  public ExpressionTrack expression() {
    ExpressionTrack all = whole.expression();
    return new ExpressionTrack(
        all.dims(), all.basis(), Arrays.copyOf(all.codes(), clip.frames() * all.dims()));
  }

  @Override
  public boolean showable(int frame) {
    return whole.showable(existing(frame));
  }

  @Override
  public boolean usable(int frame) {
    return whole.usable(existing(frame));
  }

  @Override
  public int segment(int frame) {
    return whole.segment(existing(frame));
  }

  @Override
  public Parsing parsing(int frame) {
    return whole.parsing(existing(frame));
  }

  @Override
  public RgbImage plate() {
    return whole.plate();
  }

  @Override
  public List<Finding> findings() {
    return whole.findings();
  }

  @Override
  public GrayImage plateReliability() {
    return whole.plateReliability();
  }

  @Override
  public FloatPlane depth(int frame) {
    return whole.depth(existing(frame));
  }

  @Override
  public HeadMesh headMesh() {
    return whole.headMesh();
  }
}
