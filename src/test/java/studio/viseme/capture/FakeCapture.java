package studio.viseme.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.Frames;

/**
 * A capture in memory for tests: a ball of a head, 20 cm wide, that sways before a grey wall, opens
 * a dark mouth with the loudness of a humming voice, and blinks. Frames, masks, depth, pose and
 * speech agree with one another; all of it is a pure function of the frame's number. Every part can
 * be replaced.
 */
public final class FakeCapture implements Capture {
  private static final double HEAD_RADIUS = 10;
  private static final double DISTANCE = 60;

  private final ClipInfo clip;
  private final Set<Capability> capabilities;
  private final PinholeCamera camera;
  private final List<RigidTransform> poses;
  private final float[] speech;
  private final IntFunction<RgbImage> frames;
  private final IntPredicate usable;

  private FakeCapture(Builder builder) {
    this.clip =
        new ClipInfo(
            builder.size,
            builder.size,
            builder.frameCount,
            builder.size,
            builder.size,
            ClipInfo.FPS,
            new Rectangle(0, 0, builder.size, builder.size),
            builder.frameCount * 640L);
    this.capabilities = builder.capabilities;
    this.camera = PinholeCamera.centered(builder.size, builder.size, 1.5 * builder.size);
    this.poses = builder.poses == null ? sway(builder.frameCount) : builder.poses;
    this.speech = hum(builder.frameCount);
    this.frames = builder.frames == null ? this::draw : builder.frames;
    this.usable = builder.usable;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The default: 40 frames of 64². */
  public static FakeCapture small() {
    return builder().build();
  }

  /** What to change of the default. */
  public static final class Builder {
    private int size = 64;
    private int frameCount = 40;
    private Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    private List<RigidTransform> poses;
    private IntFunction<RgbImage> frames;
    private IntPredicate usable = frame -> true;

    public Builder size(int pixels) {
      size = pixels;
      return this;
    }

    public Builder frames(int count) {
      frameCount = count;
      return this;
    }

    public Builder capabilities(Set<Capability> parts) {
      capabilities = Set.copyOf(parts);
      return this;
    }

    public Builder poses(List<RigidTransform> track) {
      poses = track;
      return this;
    }

    public Builder picture(IntFunction<RgbImage> picture) {
      frames = picture;
      return this;
    }

    public Builder usable(IntPredicate predicate) {
      usable = predicate;
      return this;
    }

    public FakeCapture build() {
      return new FakeCapture(this);
    }
  }

  private static List<RigidTransform> sway(int frames) {
    List<RigidTransform> poses = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      double t = i / (double) ClipInfo.FPS;
      HeadAngles angles =
          new HeadAngles(8 * Math.sin(2 * t), 4 * Math.sin(1.3 * t), 2 * Math.sin(0.7 * t));
      poses.add(
          new RigidTransform(
              angles.toRotation(), new Vec3(Math.sin(1.7 * t), 0.5 * Math.cos(t), DISTANCE)));
    }
    return poses;
  }

  private static float[] hum(int frames) {
    float[] samples = new float[frames * 640];
    for (int i = 0; i < samples.length; i++) {
      double t = i / 16_000.0;
      samples[i] = (float) (0.3 * opening(t) * Math.sin(2 * Math.PI * 140 * t));
    }
    return samples;
  }

  /** 0 … 1: how wide the mouth is at a moment. */
  private static double opening(double seconds) {
    return Math.max(0, Math.sin(2 * Math.PI * 2.5 * seconds));
  }

  private RgbImage draw(int frame) {
    RgbImage image = new RgbImage(clip.width(), clip.height());
    GrayImage labels = labels(frame);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int shade = x * 30 / image.width();
        switch (FaceRegion.of(labels.get(x, y))) {
          case BACKGROUND -> image.set(x, y, 120, 125 + shade, 130);
          case HAIR -> image.set(x, y, 60 + shade, 40, 30);
          case LIPS -> image.set(x, y, 170, 80 + shade, 80);
          case MOUTH_INTERIOR -> image.set(x, y, 40, 15, 15);
          case EYES -> image.set(x, y, 230, 230, 235);
          case TORSO, NECK -> image.set(x, y, 40, 50, 90 + shade);
          default -> image.set(x, y, 200 - shade, 160, 140);
        }
      }
    }
    return image;
  }

  private GrayImage labels(int frame) {
    GrayImage labels = new GrayImage(clip.width(), clip.height());
    RigidTransform inverse = poses.get(frame).inverse();
    double open = opening(frame / (double) ClipInfo.FPS);
    double lid = upperFace(frame).lidLeft();
    for (int y = 0; y < clip.height(); y++) {
      for (int x = 0; x < clip.width(); x++) {
        double z = depthAt(frame, x, y);
        if (Double.isInfinite(z)) {
          labels.set(
              x, y, (y > clip.height() * 0.85 ? FaceRegion.TORSO : FaceRegion.BACKGROUND).code());
        } else {
          Vec3 p = inverse.apply(unproject(x, y, z));
          labels.set(x, y, region(p, open, lid).code());
        }
      }
    }
    return labels;
  }

  private static FaceRegion region(Vec3 p, double open, double lid) {
    double mouth = Math.hypot(p.x() / 3, (p.y() + 4) / (0.6 + 1.5 * open));
    boolean front = p.z() > 0;
    if (front && mouth < 0.6 && open > 0.1) {
      return FaceRegion.MOUTH_INTERIOR;
    }
    if (front && mouth < 1) {
      return FaceRegion.LIPS;
    }
    if (front
        && lid > 0.2
        && Math.hypot((Math.abs(p.x()) - 3.5) / 1.5, (p.y() - 2) / (0.8 * lid)) < 1) {
      return FaceRegion.EYES;
    }
    return p.y() > 6 ? FaceRegion.HAIR : FaceRegion.HEAD_SKIN;
  }

  private Vec3 unproject(int x, int y, double z) {
    double rayX = (x + 0.5 - camera.centerX()) / camera.focal();
    double rayY = (y + 0.5 - camera.centerY()) / camera.focal();
    return new Vec3(rayX * z, rayY * z, z);
  }

  /** Camera-space z of the ball along a pixel's ray. */
  private double depthAt(int frame, int x, int y) {
    Vec3 ray = unproject(x, y, 1);
    Vec3 center = poses.get(frame).translation();
    double b = ray.dot(center) / ray.dot(ray);
    double distance = ray.times(b).minus(center).length();
    if (distance > HEAD_RADIUS) {
      return Double.POSITIVE_INFINITY;
    }
    return b - Math.sqrt((HEAD_RADIUS * HEAD_RADIUS - distance * distance) / ray.dot(ray));
  }

  /** A cap of 468 points on the front of the ball, in a spiral. */
  private static float[] shape() {
    float[] shape = new float[HeadTrack.SHAPE_POINTS * 3];
    for (int i = 0; i < HeadTrack.SHAPE_POINTS; i++) {
      double z = 1 - 0.9 * (i + 0.5) / HeadTrack.SHAPE_POINTS;
      double ring = Math.sqrt(1 - z * z);
      double angle = i * Math.PI * (3 - Math.sqrt(5));
      shape[3 * i] = (float) (HEAD_RADIUS * ring * Math.cos(angle));
      shape[3 * i + 1] = (float) (HEAD_RADIUS * ring * Math.sin(angle));
      shape[3 * i + 2] = (float) (HEAD_RADIUS * z);
    }
    return shape;
  }

  private void require(Capability part) {
    if (!capabilities.contains(part)) {
      throw JobException.input("The capture has no " + part, "fake", "analyse it");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ClipInfo clip() {
    return clip;
  }

  @Override
  public FrameSource frames() {
    require(Capability.FRAMES);
    return new Frames(
        clip.width(),
        clip.height(),
        clip.frames(),
        index -> frames.apply(Objects.checkIndex(index, clip.frames())));
  }

  @Override
  public float[] speech() {
    require(Capability.SPEECH);
    return speech.clone();
  }

  @Override
  public boolean[] voiceActivity() {
    require(Capability.SPEECH);
    boolean[] voiced = new boolean[clip.frames()];
    for (int i = 0; i < voiced.length; i++) {
      voiced[i] = opening(i / (double) ClipInfo.FPS) > 0;
    }
    return voiced;
  }

  @Override
  public LandmarkTrack landmarks() {
    require(Capability.LANDMARKS);
    float[] points = new float[clip.frames() * LandmarkTrack.STRIDE];
    float[] score = new float[clip.frames()];
    float[] shape = shape();
    for (int frame = 0; frame < clip.frames(); frame++) {
      score[frame] = 1;
      for (int i = 0; i < LandmarkTrack.POINTS; i++) {
        int source = i % HeadTrack.SHAPE_POINTS * 3;
        Vec3 p =
            poses.get(frame).apply(new Vec3(shape[source], shape[source + 1], shape[source + 2]));
        int at = frame * LandmarkTrack.STRIDE + 3 * i;
        points[at] = (float) camera.projectX(p);
        points[at + 1] = (float) camera.projectY(p);
        points[at + 2] = (float) ((p.z() - DISTANCE) * camera.focal() / DISTANCE);
      }
    }
    return new LandmarkTrack(clip.frames(), points, score);
  }

  @Override
  public HeadTrack head() {
    require(Capability.POSE);
    return new HeadTrack(camera, poses, shape(), 0.5);
  }

  @Override
  public UpperFace upperFace(int frame) {
    require(Capability.UPPER_FACE);
    float lid = frame % 50 == 20 ? 0 : 1;
    return new UpperFace(lid, lid, 0.1f * (float) Math.sin(frame * 0.1), 0, 0);
  }

  @Override
  public ExpressionTrack expression() {
    require(Capability.EXPRESSION);
    float[] basis = new float[HeadTrack.SHAPE_POINTS * 3];
    float[] shape = shape();
    for (int i = 0; i < HeadTrack.SHAPE_POINTS; i++) {
      basis[3 * i + 1] = shape[3 * i + 1] < -2 ? -0.5f : 0;
    }
    float[] codes = new float[clip.frames()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (float) (opening(i / (double) ClipInfo.FPS) * 3 - 1);
    }
    return new ExpressionTrack(1, basis, codes);
  }

  @Override
  public boolean showable(int frame) {
    return usable.test(frame);
  }

  @Override
  public boolean usable(int frame) {
    return usable.test(frame);
  }

  @Override
  public int segment(int frame) {
    return 0;
  }

  @Override
  public Parsing parsing(int frame) {
    require(Capability.MASKS);
    GrayImage labels = labels(frame);
    GrayImage person = new GrayImage(clip.width(), clip.height());
    GrayImage head = new GrayImage(clip.width(), clip.height());
    for (int i = 0; i < labels.data().length; i++) {
      FaceRegion region = FaceRegion.of(labels.data()[i]);
      person.data()[i] = (byte) (region == FaceRegion.BACKGROUND ? 0 : 255);
      head.data()[i] = (byte) (region.isHead() ? 255 : 0);
    }
    return new Parsing(labels, person, head);
  }

  @Override
  public RgbImage plate() {
    require(Capability.PLATE);
    RgbImage plate = new RgbImage(clip.width(), clip.height());
    for (int y = 0; y < plate.height(); y++) {
      for (int x = 0; x < plate.width(); x++) {
        plate.set(x, y, 120, 125 + x * 30 / plate.width(), 130);
      }
    }
    return plate;
  }

  @Override
  public GrayImage plateReliability() {
    require(Capability.PLATE);
    GrayImage known = new GrayImage(clip.width(), clip.height());
    Arrays.fill(known.data(), (byte) 255);
    return known;
  }

  @Override
  public FloatPlane depth(int frame) {
    require(Capability.DEPTH);
    FloatPlane depth = new FloatPlane(clip.width(), clip.height());
    for (int y = 0; y < depth.height(); y++) {
      for (int x = 0; x < depth.width(); x++) {
        depth.set(x, y, (float) depthAt(frame, x, y));
      }
    }
    return depth;
  }

  /** The ball, with a cap of hair. */
  @Override
  public HeadMesh headMesh() {
    require(Capability.DEPTH);
    int rows = 8;
    int columns = 12;
    float[] vertices = new float[3 * (rows + 1) * (columns + 1)];
    float[] uv = new float[2 * (rows + 1) * (columns + 1)];
    int[] triangles = new int[6 * rows * columns];
    for (int row = 0, v = 0, t = 0; row <= rows; row++) {
      for (int column = 0; column <= columns; column++, v++) {
        double down = Math.PI * row / rows;
        double round = 2 * Math.PI * column / columns;
        vertices[3 * v] = (float) (HEAD_RADIUS * Math.sin(down) * Math.sin(round));
        vertices[3 * v + 1] = (float) (HEAD_RADIUS * Math.cos(down));
        vertices[3 * v + 2] = (float) (HEAD_RADIUS * Math.sin(down) * Math.cos(round));
        uv[2 * v] = (float) column / columns;
        uv[2 * v + 1] = (float) row / rows;
        if (row < rows && column < columns) {
          int below = v + columns + 1;
          for (int corner : new int[] {v, below, below + 1, v, below + 1, v + 1}) {
            triangles[t++] = corner;
          }
        }
      }
    }
    RgbImage texture = new RgbImage(1, 10);
    for (int y = 0; y < 10; y++) {
      texture.set(0, y, y < 3 ? 70 : 185, y < 3 ? 40 : 160, y < 3 ? 30 : 140);
    }
    return new HeadMesh(vertices, uv, triangles, texture);
  }
}
