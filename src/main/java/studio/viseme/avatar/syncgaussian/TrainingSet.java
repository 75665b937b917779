package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * The frames that training looks at, cut to the head and scaled to the training resolution, held in
 * memory as bytes.
 *
 * <p>A sample's target is the real picture, and what lies behind the head is the plate inside
 * {@link HeadMask} and the real picture outside it: just how evaluation and dubbing lay the head
 * over a frame. A real background forgives a rough mask, a coloured one punishes it (1 dB).
 */
final class TrainingSet {
  /** Memory for pictures; frames are thinned out to fit. */
  private static final long MOST_BYTES = 600L << 20;

  private static final int FEWEST_FRAMES = 20;
  private static final float LIP_WEIGHT = 3;

  /** A close-up of the lips shows a third of their width on each side besides. */
  private static final int LIP_MARGIN_SHARE = 3;

  /** How much farther than the head mask the torso is learned, pixels of the clip. */
  private static final int COLLAR = 8;

  /** Of 255. */
  private static final int NEARLY_OPAQUE = 225;

  private static final int[] OUTER_LIPS = FaceMesh.lipsOuter();

  /** What a branch is shown before when it is alone, as TalkingGaussian shows it: green. */
  private static final float[] ALONE = {0, 1, 0};

  /**
   * One frame.
   *
   * @param frame its number in the clip
   * @param box what was cut out of the scaled frame
   * @param target RGB planes of the box
   * @param mask of the box, 255 where the avatar must answer for the pixel
   * @param person of the box: the person's alpha, 255 from nearly opaque on
   * @param lips the lips' rectangle, inside the box and relative to it
   * @param pose of the head
   * @param state see {@link Layout}
   */
  record Sample(
      int frame,
      Rectangle box,
      byte[] target,
      byte[] mask,
      byte[] person,
      Rectangle lips,
      RigidTransform pose,
      float[] state) {}

  /** What a sample shows of its frame. */
  enum Framing {
    /** Head, neck and some collar. */
    HEAD,
    /** The lips, from the nose to the chin. */
    LIPS,
    /** What {@link #HEAD} shows, less the mouth's inside, before one colour. */
    FACE_ALONE,
    /** Where {@link #LIPS} looks: the mouth's inside, before one colour. */
    MOUTH_ALONE;

    boolean isNear() {
      return this == LIPS || this == MOUTH_ALONE;
    }

    boolean isAlone() {
      return this == FACE_ALONE || this == MOUTH_ALONE;
    }
  }

  private final Framing framing;
  private final PinholeCamera camera;
  private final byte[] plate;
  private final Sample[] samples;

  private TrainingSet(Framing framing, PinholeCamera camera, byte[] plate, Sample[] samples) {
    this.framing = framing;
    this.camera = camera;
    this.plate = plate;
    this.samples = samples;
  }

  /** So many of some frames, evenly chosen; all where there aren't as many. */
  static int[] spread(int[] frames, int count) {
    int[] chosen = new int[Math.min(count, frames.length)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = frames[(int) ((long) i * frames.length / chosen.length)];
    }
    return chosen;
  }

  /**
   * The frames a model may be fitted on.
   *
   * @throws JobException when they are too few
   */
  static int[] usableFrames(Capture capture) {
    int[] frames =
        IntStream.range(0, capture.clip().firstHeldOutFrame()).filter(capture::usable).toArray();
    if (frames.length < FEWEST_FRAMES) {
      throw JobException.input(
          "only " + frames.length + " frames can be trained on",
          capture.clip().frames() + " frames in the clip",
          "use a longer clip, or exclude fewer frames");
    }
    return frames;
  }

  /**
   * How frames are to be shown.
   *
   * @param scale training resolution over the clip's
   */
  record Look(Framing framing, double scale) {}

  /**
   * Cuts and scales. A frame that several looks want is decoded once.
   *
   * @param most how many frames at most, evenly taken from {@code frames}
   * @param states a frame's state, see {@link Layout}
   * @return a set for each look
   */
  static List<TrainingSet> load(
      Capture capture,
      int[] frames,
      List<Look> looks,
      int most,
      IntFunction<float[]> states,
      JobContext job) {
    List<Cutting> cuttings =
        looks.stream().map(look -> Cutting.of(capture, frames, look, most)).toList();
    int[] wanted =
        cuttings.stream().flatMapToInt(c -> Arrays.stream(c.frames)).distinct().sorted().toArray();
    try (JobContext.Task task = job.task("frames", wanted.length, "frame")) {
      int piece = 4 * job.workers().parallelism();
      for (int from = 0; from < wanted.length; from += piece) {
        int first = from;
        int last = Math.min(wanted.length, from + piece);
        job.workers()
            .forEach(
                last - first,
                i -> {
                  int frame = wanted[first + i];
                  cut(capture, frame, cuttings, states.apply(frame));
                });
        task.advance(last - first, "");
      }
    }
    return cuttings.stream().map(Cutting::set).toList();
  }

  /** A set that is being filled: the frames it wants, ascending, and their samples. */
  private record Cutting(
      Framing framing, PinholeCamera camera, byte[] plate, int[] frames, Sample[] samples) {
    static Cutting of(Capture capture, int[] frames, Look look, int most) {
      PinholeCamera camera = capture.head().camera().scaled(look.scale);
      int bytesEach =
          camera.width() * camera.height() * 5 / (look.framing.isNear() ? 8 : 1) * 5 / 8;
      int count =
          (int) Math.min(Math.min(most, frames.length), Math.max(1, MOST_BYTES / bytesEach));
      int[] taken = spread(frames, count);
      byte[] plate = planes(scaled(capture.plate(), camera), whole(camera));
      return new Cutting(look.framing, camera, plate, taken, new Sample[count]);
    }

    TrainingSet set() {
      return new TrainingSet(framing, camera, plate, samples);
    }
  }

  private static void cut(Capture capture, int frame, List<Cutting> cuttings, float[] state) {
    Parsing parsing = capture.parsing(frame);
    GrayImage mask = withCollar(parsing);
    RgbImage picture = capture.frames().frame(frame);
    for (Cutting cutting : cuttings) {
      int place = Arrays.binarySearch(cutting.frames, frame);
      if (place >= 0) {
        cutting.samples[place] = cut(capture, frame, cutting, picture, parsing, mask, state);
      }
    }
  }

  /** The same frames at half the resolution: each pixel the mean of four. */
  TrainingSet halved() {
    PinholeCamera half =
        new PinholeCamera(
            camera.width() / 2,
            camera.height() / 2,
            camera.focal() / 2,
            camera.centerX() / 2,
            camera.centerY() / 2);
    Sample[] small = new Sample[samples.length];
    for (int i = 0; i < small.length; i++) {
      small[i] = halved(samples[i]);
    }
    return new TrainingSet(framing, half, halved(plate, 3, camera.width(), camera.height()), small);
  }

  private static Sample halved(Sample s) {
    Rectangle box = half(s.box);
    return new Sample(
        s.frame,
        box,
        halved(s.target, 3, s.box.width(), s.box.height()),
        halved(s.mask, 1, s.box.width(), s.box.height()),
        halved(s.person, 1, s.box.width(), s.box.height()),
        half(s.lips).clip(box.width(), box.height()),
        s.pose,
        s.state);
  }

  private static Rectangle half(Rectangle r) {
    return new Rectangle(
        r.x() / 2, r.y() / 2, Math.max(1, r.width() / 2), Math.max(1, r.height() / 2));
  }

  /** Means of two by two; an odd last row or column is left out. */
  private static byte[] halved(byte[] planes, int channels, int width, int height) {
    int w = width / 2;
    int h = height / 2;
    byte[] out = new byte[channels * w * h];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < h; y++) {
        int from = (c * height + 2 * y) * width;
        for (int x = 0; x < w; x++, from += 2) {
          int sum =
              (planes[from] & 0xff)
                  + (planes[from + 1] & 0xff)
                  + (planes[from + width] & 0xff)
                  + (planes[from + width + 1] & 0xff);
          out[(c * h + y) * w + x] = (byte) ((sum + 2) / 4);
        }
      }
    }
    return out;
  }

  /** The same frames with other poses. */
  TrainingSet withPoses(IntFunction<RigidTransform> poses, StateEncoder states) {
    Sample[] moved = new Sample[samples.length];
    for (int i = 0; i < moved.length; i++) {
      Sample s = samples[i];
      RigidTransform pose = poses.apply(s.frame);
      moved[i] =
          new Sample(
              s.frame, s.box, s.target, s.mask, s.person, s.lips, pose, states.at(pose, s.state));
    }
    return new TrainingSet(framing, camera, plate, moved);
  }

  int size() {
    return samples.length;
  }

  Sample sample(int index) {
    return samples[index];
  }

  /** Of the scaled frame. */
  PinholeCamera camera() {
    return camera;
  }

  /** The largest box, in pixels. */
  int mostPixels() {
    return Arrays.stream(samples).mapToInt(s -> s.box.width() * s.box.height()).max().orElse(1);
  }

  /** How much of a sample the avatar must answer for, in pixels. */
  static double answered(Sample sample) {
    double sum = 0;
    for (byte m : sample.mask) {
      sum += (m & 0xff) / 255.0;
    }
    return sum;
  }

  /** The mean box, in pixels. */
  double meanPixels() {
    return Arrays.stream(samples).mapToInt(s -> s.box.width() * s.box.height()).average().orElse(1);
  }

  /** Indices of the samples from the least to the largest value. */
  int[] sortedBy(ToDoubleFunction<Sample> value) {
    return IntStream.range(0, samples.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> value.applyAsDouble(samples[i])))
        .mapToInt(i -> i)
        .toArray();
  }

  /**
   * Writes a sample as the floats that the engine takes.
   *
   * @param target 3 × box pixels
   * @param background the same
   * @param weights 1 × box pixels
   * @param person 1 × box pixels: the person's alpha, 0..1
   * @param wall null for the filmed wall; or another, red, green and blue: then what the person's
   *     matte lets through of the filmed wall is exchanged, inside the head's mask
   */
  void unpack(
      Sample sample,
      float[] target,
      float[] background,
      float[] weights,
      float[] person,
      float @Nullable [] wall) {
    Rectangle box = sample.box;
    int pixels = box.width() * box.height();
    int plane = camera.width() * camera.height();
    Arrays.fill(weights, 0, pixels, 1);
    for (int i = 0; i < pixels; i++) {
      person[i] = (sample.person[i] & 0xff) * (1 / 255f);
    }
    for (int y = sample.lips.y(); y < sample.lips.bottom(); y++) {
      int row = y * box.width();
      Arrays.fill(weights, row + sample.lips.x(), row + sample.lips.right(), LIP_WEIGHT);
    }
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < box.height(); y++) {
        int behind = c * plane + (box.y() + y) * camera.width() + box.x();
        int at = y * box.width();
        for (int x = 0; x < box.width(); x++) {
          int i = at + x;
          float real = (sample.target[c * pixels + i] & 0xff) * (1 / 255f);
          float inside = (sample.mask[i] & 0xff) * (1 / 255f);
          if (framing.isAlone()) {
            target[c * pixels + i] = ALONE[c] + inside * (real - ALONE[c]);
            background[c * pixels + i] = ALONE[c];
          } else {
            float empty = (plate[behind + x] & 0xff) * (1 / 255f);
            float through = wall == null ? 0 : inside * (1 - person[i]);
            float persons = Math.max(0, real - through * empty);
            float stands = wall == null ? empty : wall[c];
            target[c * pixels + i] = wall == null ? real : persons + through * stands;
            background[c * pixels + i] = real + inside * (stands - real);
          }
        }
      }
    }
  }

  private static Sample cut(
      Capture capture,
      int frame,
      Cutting cutting,
      RgbImage picture,
      Parsing parsing,
      GrayImage mask,
      float[] state) {
    Framing framing = cutting.framing;
    PinholeCamera camera = cutting.camera;
    LandmarkTrack landmarks = capture.landmarks();
    GrayImage small = scaled(mask, camera);
    double scale = (double) camera.width() / parsing.person().width();
    Rectangle shown =
        switch (framing) {
          case HEAD, FACE_ALONE -> bounds(small).grow(Math.max(4, camera.width() / 24));
          case LIPS, MOUTH_ALONE -> {
            Rectangle lips = lips(landmarks, frame, scale, whole(camera));
            yield lips.grow(lips.width() / LIP_MARGIN_SHARE);
          }
        };
    Rectangle box = even(shown.clip(camera.width(), camera.height()));
    return new Sample(
        frame,
        box,
        planes(scaled(picture, camera), box),
        Resampling.crop(framing.isAlone() ? alone(parsing, framing, camera) : small, box).data(),
        solid(Resampling.crop(scaled(parsing.person(), camera), box)),
        lips(landmarks, frame, scale, box),
        capture.head().poses().get(frame),
        state);
  }

  /**
   * The head mask and, where the torso begins, some more of it: the avatar must still have a collar
   * to show when the mask of another frame reaches a little farther.
   */
  static GrayImage withCollar(Parsing parsing) {
    GrayImage mask = HeadMask.of(parsing);
    GrayImage wider = HeadMask.dilate(mask, COLLAR);
    byte[] labels = parsing.labels().data();
    byte[] out = mask.data();
    for (int i = 0; i < out.length; i++) {
      if (wider.data()[i] != 0 && labels[i] == FaceRegion.TORSO.code()) {
        out[i] = (byte) 255;
      }
    }
    return mask;
  }

  /** Where a branch that is alone must answer, soft at the rim. */
  private static GrayImage alone(Parsing parsing, Framing framing, PinholeCamera camera) {
    GrayImage mask = withCollar(parsing);
    byte[] labels = parsing.labels().data();
    byte[] person = parsing.person().data();
    byte[] out = mask.data();
    for (int i = 0; i < out.length; i++) {
      boolean inside = labels[i] == FaceRegion.MOUTH_INTERIOR.code();
      if (inside != (framing == Framing.MOUTH_ALONE)) {
        out[i] = 0;
      } else if (!inside) {
        out[i] = (byte) ((out[i] & 0xff) * (person[i] & 0xff) / 255);
      }
    }
    return scaled(mask, camera);
  }

  /**
   * A matte is rarely quite opaque; a face has to be, or it shows what is behind it when it turns.
   */
  private static byte[] solid(GrayImage alpha) {
    byte[] solid = new byte[alpha.data().length];
    for (int i = 0; i < solid.length; i++) {
      solid[i] = (byte) Math.min(255, (alpha.data()[i] & 0xff) * 255 / NEARLY_OPAQUE);
    }
    return solid;
  }

  private static GrayImage scaled(GrayImage picture, PinholeCamera camera) {
    return picture.width() == camera.width()
        ? picture
        : Resampling.area(picture, camera.width(), camera.height());
  }

  private static RgbImage scaled(RgbImage picture, PinholeCamera camera) {
    return picture.width() == camera.width()
        ? picture
        : Resampling.area(picture, camera.width(), camera.height());
  }

  /** The same, begun and ended on even pixels, so that it can be halved. */
  private static Rectangle even(Rectangle r) {
    int x = r.x() & ~1;
    int y = r.y() & ~1;
    return new Rectangle(
        x, y, Math.max(2, (r.right() - x) & ~1), Math.max(2, (r.bottom() - y) & ~1));
  }

  private static Rectangle whole(PinholeCamera camera) {
    return new Rectangle(0, 0, camera.width(), camera.height());
  }

  private static byte[] planes(RgbImage picture, Rectangle box) {
    int pixels = box.width() * box.height();
    byte[] planes = new byte[3 * pixels];
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        int from = ((box.y() + y) * picture.width() + box.x() + x) * 3;
        int to = y * box.width() + x;
        for (int c = 0; c < 3; c++) {
          planes[c * pixels + to] = picture.data()[from + c];
        }
      }
    }
    return planes;
  }

  private static Rectangle bounds(GrayImage mask) {
    int left = mask.width();
    int top = mask.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.data()[y * mask.width() + x] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return right == 0
        ? new Rectangle(0, 0, mask.width(), mask.height())
        : new Rectangle(left, top, right - left, bottom - top);
  }

  /** The square around the lips. */
  private static Rectangle lips(LandmarkTrack landmarks, int frame, double scale, Rectangle box) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int point : OUTER_LIPS) {
      double x = landmarks.x(frame, point) * scale - box.x();
      double y = landmarks.y(frame, point) * scale - box.y();
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    double half = Math.max(right - left, bottom - top) / 2;
    double x = (left + right) / 2;
    double y = (top + bottom) / 2;
    int size = (int) Math.ceil(2 * half);
    return new Rectangle((int) (x - half), (int) (y - half), size, size)
        .clip(box.width(), box.height());
  }
}
