package studio.viseme.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechStream;

/**
 * A person painted from shapes, for tests that need a capture and an avatar but no training: a disc
 * for a head that sways and whose dark mouth opens as wide as the sound is loud. The avatar paints
 * the same head from what drives it, so a right driver gives nearly the real frame and a wrong one
 * visibly doesn't.
 */
public final class PaintedPerson {
  public static final int SIZE = 128;
  public static final int MOUTH_WIDTH = 26;

  /** Height of the open mouth, pixels; the closed one is a line of one pixel. */
  public static final int MOUTH_HEIGHT = 14;

  private static final double FOCAL = 256;
  private static final double DEPTH = 60;
  private static final int RADIUS = 38;
  private static final int MOUTH_BELOW = 18;
  private static final int[] SKIN = {214, 160, 130};
  private static final int[] DARK = {40, 10, 12};
  private static final int[] SUIT = {40, 60, 110};

  private PaintedPerson() {}

  /** How far the mouth is open at a moment, 0..1; closed in about a third of the time. */
  public static double opening(double seconds) {
    return Math.max(0, Math.sin(11.8 * seconds) * .8 + .2 * Math.sin(19 * seconds) + .15);
  }

  /** Sound that is as loud as the mouth is open: a hum at half scale. */
  public static float[] sound(double seconds) {
    float[] samples = new float[(int) Math.round(seconds * SpeechEncoder.SAMPLE_RATE)];
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / SpeechEncoder.SAMPLE_RATE;
      samples[i] = (float) (.5 * Math.min(1, opening(t)) * Math.sin(2 * Math.PI * 400 * t));
    }
    return samples;
  }

  private static double centreX(int frame) {
    return 64 + 5 * Math.sin(frame * .11);
  }

  private static double centreY(int frame) {
    return 56 + 2 * Math.cos(frame * .07);
  }

  /** What the capture says was filmed; {@code scramble} may spoil what no renderer may see. */
  public static class PaintedCapture implements Capture {
    private final int frames;

    public PaintedCapture(int frames) {
      this.frames = frames;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.complementOf(EnumSet.of(Capability.DEPTH, Capability.EXPRESSION));
    }

    @Override
    public ClipInfo clip() {
      return new ClipInfo(
          SIZE,
          SIZE,
          frames,
          SIZE,
          SIZE,
          ClipInfo.FPS,
          new Rectangle(0, 0, SIZE, SIZE),
          speech().length);
    }

    @Override
    public FrameSource frames() {
      return new Frames(SIZE, SIZE, frames, index -> realFrame(index));
    }

    @Override
    public float[] speech() {
      return sound((double) frames / ClipInfo.FPS);
    }

    @Override
    public boolean[] voiceActivity() {
      boolean[] flags = new boolean[frames];
      for (int i = 0; i < frames; i++) {
        flags[i] = opening((double) i / ClipInfo.FPS) > 0;
      }
      return flags;
    }

    @Override
    public LandmarkTrack landmarks() {
      float[] points = new float[frames * LandmarkTrack.STRIDE];
      float[] score = new float[frames];
      for (int i = 0; i < frames; i++) {
        double height = 1 + (MOUTH_HEIGHT - 1) * Math.min(1, opening((double) i / ClipInfo.FPS));
        float[] face = face(centreX(i), centreY(i), MOUTH_WIDTH, height);
        System.arraycopy(face, 0, points, i * LandmarkTrack.STRIDE, LandmarkTrack.STRIDE);
        score[i] = 1;
      }
      return new LandmarkTrack(frames, points, score);
    }

    @Override
    public HeadTrack head() {
      List<RigidTransform> poses = new ArrayList<>();
      for (int i = 0; i < frames; i++) {
        poses.add(pose(centreX(i), centreY(i)));
      }
      return new HeadTrack(camera(), poses, new float[HeadTrack.SHAPE_POINTS * 3], .5);
    }

    @Override
    public UpperFace upperFace(int frame) {
      return UpperFace.REST;
    }

    @Override
    public ExpressionTrack expression() {
      throw JobException.input("no expression", "painted person", "run analyze");
    }

    @Override
    public boolean showable(int frame) {
      return true;
    }

    @Override
    public boolean usable(int frame) {
      return true;
    }

    @Override
    public int segment(int frame) {
      return 0;
    }

    @Override
    public Parsing parsing(int frame) {
      GrayImage labels = new GrayImage(SIZE, SIZE);
      GrayImage person = new GrayImage(SIZE, SIZE);
      GrayImage head = new GrayImage(SIZE, SIZE);
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          boolean inHead = Math.hypot(x + .5 - centreX(frame), y + .5 - centreY(frame)) < RADIUS;
          FaceRegion region =
              inHead ? FaceRegion.HEAD_SKIN : y > 105 ? FaceRegion.TORSO : FaceRegion.BACKGROUND;
          labels.set(x, y, region.code());
          person.set(x, y, region == FaceRegion.BACKGROUND ? 0 : 255);
          head.set(x, y, inHead ? 255 : 0);
        }
      }
      return new Parsing(labels, person, head);
    }

    @Override
    public RgbImage plate() {
      return background();
    }

    @Override
    public GrayImage plateReliability() {
      throw JobException.input("no plate reliability", "painted person", "run analyze");
    }

    @Override
    public FloatPlane depth(int frame) {
      throw JobException.input("no depth", "painted person", "run analyze");
    }
  }

  /**
   * The head, painted from the driver alone. The mouth of a {@link SpeechWindow} is as open as its
   * middle vector is loud.
   */
  public static class PaintedAvatar implements Avatar {
    @Override
    public String id() {
      return "painted-1";
    }

    @Override
    public PinholeCamera camera() {
      return PaintedPerson.camera();
    }

    @Override
    public RigidTransform restPose() {
      return pose(64, 56);
    }

    @Override
    public SpeechWindow speechWindow() {
      return new SpeechWindow("loudness", 1, 100, 2, 2);
    }

    @Override
    public Layer render(FrameState state) {
      double open =
          switch (state.mouth()) {
            case SPEECH, NEW_SPEECH -> state.speech()[2] * Math.sqrt(2) / .5;
            case MEAN -> .35;
            case REST -> 0;
          };
      Vec3 at = state.pose().translation();
      RgbImage painted = new RgbImage(SIZE, SIZE);
      boolean[] covered =
          paintHead(painted, camera().projectX(at), camera().projectY(at), Math.clamp(open, 0, 1));
      float[] rgba = new float[SIZE * SIZE * 4];
      for (int i = 0; i < covered.length; i++) {
        if (covered[i]) {
          for (int c = 0; c < 3; c++) {
            rgba[i * 4 + c] = (painted.data()[i * 3 + c] & 0xff) / 255f;
          }
          rgba[i * 4 + 3] = 1;
        }
      }
      return new Layer(SIZE, SIZE, rgba);
    }

    @Override
    public void close() {}
  }

  /** Root mean square of 20 ms around each moment, 100 a second. */
  public static final class Loudness implements SpeechEncoder {
    @Override
    public String name() {
      return "loudness";
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public double rate() {
      return 100;
    }

    @Override
    public FeatureSequence encode(float[] samples) {
      int count = samples.length / 160 + 1;
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        double sum = 0;
        for (int k = -160; k < 160; k++) {
          int at = i * 160 + k;
          sum += at < 0 || at >= samples.length ? 0 : samples[at] * samples[at];
        }
        values[i] = (float) Math.sqrt(sum / 320);
      }
      return new FeatureSequence(1, 100, values);
    }

    @Override
    public double lag() {
      return .01;
    }

    /** Says nothing before the end. */
    @Override
    public SpeechStream stream(Workers workers) {
      return new SpeechStream() {
        private float[] heard = new float[0];

        @Override
        public FeatureSequence append(float[] samples, int from, int to) {
          int before = heard.length;
          heard = Arrays.copyOf(heard, before + to - from);
          System.arraycopy(samples, from, heard, before, to - from);
          return new FeatureSequence(1, 100, new float[0]);
        }

        @Override
        public FeatureSequence finish() {
          return encode(heard);
        }
      };
    }
  }

  /** Reads the mouth off a picture: the extent of the dark pixels. Null when there are none. */
  public static float[] track(RgbImage picture) {
    int left = SIZE;
    int right = -1;
    int top = SIZE;
    int bottom = -1;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (picture.get(x, y, 0) < 70 && picture.get(x, y, 1) < 30) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right < 0) {
      return null;
    }
    return face(
        (left + right + 1) / 2.,
        (top + bottom + 1) / 2. - MOUTH_BELOW,
        right - left + 1,
        bottom - top + 1);
  }

  /** The pose whose origin is seen at a point of the picture. */
  public static RigidTransform pose(double x, double y) {
    Vec3 at = new Vec3((x - SIZE / 2.) * DEPTH / FOCAL, (y - SIZE / 2.) * DEPTH / FOCAL, DEPTH);
    return new RigidTransform(new Quaternion(0, 1, 0, 0), at);
  }

  public static PinholeCamera camera() {
    return PinholeCamera.centered(SIZE, SIZE, FOCAL);
  }

  /**
   * Landmarks of a face at a place: lips on an ellipse of the given size, lids on two fixed ones.
   */
  private static float[] face(
      double centreX, double centreY, double mouthWidth, double mouthHeight) {
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int p = 0; p < LandmarkTrack.POINTS; p++) {
      points[p * 3] = (float) centreX;
      points[p * 3 + 1] = (float) centreY;
    }
    points[152 * 3 + 1] += RADIUS;
    int[] leftJaw = {234, 93, 132, 58, 172};
    int[] rightJaw = {454, 323, 361, 288, 397};
    for (int i = 0; i < leftJaw.length; i++) {
      points[leftJaw[i] * 3] -= RADIUS;
      points[rightJaw[i] * 3] += RADIUS;
    }
    int[] outer = {
      61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185
    };
    int[] inner = {
      78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191
    };
    ellipse(points, outer, centreX, centreY + MOUTH_BELOW, mouthWidth / 2 + 2, mouthHeight / 2 + 2);
    ellipse(points, inner, centreX, centreY + MOUTH_BELOW, mouthWidth / 2, (mouthHeight - 1) / 2);
    int[] lidsA = {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246};
    int[] lidsB = {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466};
    ellipse(points, lidsA, centreX - 14, centreY - 8, 6, 3);
    ellipse(points, lidsB, centreX + 14, centreY - 8, 6, 3);
    return points;
  }

  private static void ellipse(float[] points, int[] which, double x, double y, double a, double b) {
    for (int i = 0; i < which.length; i++) {
      double angle = Math.PI - 2 * Math.PI * i / which.length;
      points[which[i] * 3] = (float) (x + a * Math.cos(angle));
      points[which[i] * 3 + 1] = (float) (y + b * Math.sin(angle));
    }
  }

  private static RgbImage realFrame(int frame) {
    RgbImage picture = background();
    for (int y = 106; y < SIZE; y++) {
      for (int x = 20; x < 108; x++) {
        picture.set(x, y, SUIT[0], SUIT[1], SUIT[2]);
      }
    }
    paintHead(
        picture,
        centreX(frame),
        centreY(frame),
        Math.min(1, opening((double) frame / ClipInfo.FPS)));
    return picture;
  }

  private static RgbImage background() {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        picture.set(x, y, 90 + x / 2, 120 + y / 2, 150);
      }
    }
    return picture;
  }

  private static boolean[] paintHead(
      RgbImage picture, double centreX, double centreY, double open) {
    boolean[] covered = new boolean[SIZE * SIZE];
    double halfHeight = .5 + (MOUTH_HEIGHT - 1) / 2. * open;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double dx = x + .5 - centreX;
        double dy = y + .5 - centreY;
        if (Math.hypot(dx, dy) >= RADIUS) {
          continue;
        }
        covered[y * SIZE + x] = true;
        double mouth = Math.hypot(dx / (MOUTH_WIDTH / 2.), (dy - MOUTH_BELOW) / halfHeight);
        int[] colour = mouth < 1 ? DARK : SKIN;
        int shade = mouth < 1 ? 0 : (int) (dx / 3);
        picture.set(x, y, colour[0] + shade, colour[1] + shade, colour[2] + shade);
      }
    }
    return covered;
  }
}
