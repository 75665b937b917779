package studio.viseme.face;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.GuidedFilter;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Takes portraits apart without a parsing network: a person segmenter says where somebody is, a
 * background plate where nobody is, and colours and places learned from this very clip tell hair,
 * skin, neck and clothes apart. Works at 256 pixels; the frame's own edges bring the masks back to
 * full size ({@link GuidedFilter}).
 *
 * <p>All that is learned comes from frames before {@code fitFrames}. Each frame is parsed by
 * itself, so any number of threads may parse at once, and the result doesn't depend on their
 * number.
 */
public final class PortraitParser implements AutoCloseable {
  private static final int WORKING_SIDE = 256;
  private static final int KEY_FRAMES = 60;

  /** Full-size key frames of more pixels than this in all are thinned, to bound memory. */
  private static final long KEY_PIXELS = 40_000_000;

  /**
   * Lips fade into skin; in a single frame they end where the fading does, this far from the skin's
   * colour to theirs.
   */
  private static final double LIP_BORDER = 0.4;

  private static final int GUIDE_RADIUS = 2;
  private static final int BLOCK = 8;
  private static final float SURE = 0.97f;
  private static final double GUIDE_EPSILON = 4e-4;

  private final PinholeCamera camera;
  private final Pool<PersonSegmenter> segmenters;
  private final LandmarkCorrection correction;
  private final PortraitModel model;
  private final FeaturePainter features;
  private final BackgroundPlate plate;
  private final BackgroundPlate smallPlate;

  private PortraitParser(
      PinholeCamera camera,
      Pool<PersonSegmenter> segmenters,
      LandmarkCorrection correction,
      PortraitModel model,
      FeaturePainter features,
      BackgroundPlate plate,
      BackgroundPlate smallPlate) {
    this.camera = camera;
    this.segmenters = segmenters;
    this.correction = correction;
    this.model = model;
    this.features = features;
    this.plate = plate;
    this.smallPlate = smallPlate;
  }

  /**
   * Learns a clip.
   *
   * @param fitFrames the first held-out frame, or the number of frames
   * @throws JobException (input) when no frame to fit on shows a face
   */
  public static PortraitParser fit(
      FrameSource frames, LandmarkTrack track, HeadTrack head, int fitFrames, JobContext job) {
    int[] keys = keyFrames(frames, track, fitFrames);
    Pool<PersonSegmenter> segmenters = new Pool<>(PersonSegmenter::new);
    PlateBuilder plates = new PlateBuilder(frames.width(), frames.height(), keys.length);
    LandmarkCorrection.Sample[] outlines = new LandmarkCorrection.Sample[keys.length];
    ParallelTask.forEachFrame(
        job,
        "learn outlines",
        keys.length,
        k ->
            outlines[k] =
                LandmarkCorrection.Sample.of(frames.frame(keys[k]), track.frame(keys[k])));
    LandmarkCorrection correction = LandmarkCorrection.learn(List.of(outlines));
    PortraitView[] views = new PortraitView[keys.length];
    double[][][] lips = new double[keys.length][][];
    ParallelTask.forEachFrame(
        job,
        "learn hair, skin and background",
        keys.length,
        k -> {
          RgbImage frame = frames.frame(keys[k]);
          views[k] =
              view(
                  segmenters,
                  frame,
                  correction.of(track.frame(keys[k])),
                  head.poses().get(keys[k]),
                  head.camera());
          lips[k] = LipColours.sample(frame, correction.of(track.frame(keys[k])));
          plates.put(k, frame, views[k].person());
        });
    BackgroundPlate plate = plates.build();
    job.checkpoint();
    int w = views[0].width();
    int h = views[0].height();
    BackgroundPlate smallPlate =
        new BackgroundPlate(
            Resampling.area(plate.image(), w, h), Resampling.area(plate.reliability(), w, h));
    PortraitModel model = PortraitModel.learn(List.of(views), smallPlate, job);
    FeaturePainter features = new FeaturePainter(LipColours.of(List.of(lips), LIP_BORDER));
    return new PortraitParser(
        head.camera(), segmenters, correction, model, features, plate, smallPlate);
  }

  private static int[] keyFrames(FrameSource frames, LandmarkTrack track, int fitFrames) {
    int[] found =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    if (found.length == 0) {
      throw JobException.input(
          "No face was found in the part of the clip that masks are learned from",
          "frames 0 to " + (fitFrames - 1),
          "choose a clip that shows the face from the start");
    }
    long pixels = (long) frames.width() * frames.height();
    int most = (int) Math.clamp(KEY_PIXELS / pixels, 12, KEY_FRAMES);
    int n = Math.min(most, found.length);
    return IntStream.range(0, n)
        .map(k -> found[(int) ((2L * k + 1) * found.length / (2L * n))])
        .toArray();
  }

  private static PortraitView view(
      Pool<PersonSegmenter> segmenters,
      RgbImage frame,
      float[] landmarks,
      RigidTransform pose,
      PinholeCamera camera) {
    double scale = Math.min(1, (double) WORKING_SIDE / Math.max(frame.width(), frame.height()));
    int w = Math.max(1, (int) Math.round(frame.width() * scale));
    int h = Math.max(1, (int) Math.round(frame.height() * scale));
    RgbImage small = shrink(frame, w, h);
    FloatPlane person = segmenters.with(s -> s.segment(small));
    HeadLayout layout = new HeadLayout(landmarks, pose, camera, scale, w, h);
    return new PortraitView(small, person, ColorHistogram.bins(small), layout);
  }

  private static RgbImage shrink(RgbImage frame, int w, int h) {
    return frame.width() == 2 * w && frame.height() == 2 * h
        ? Resampling.half(frame)
        : Resampling.area(frame, w, h);
  }

  /** The clip's background. */
  public BackgroundPlate plate() {
    return plate;
  }

  /**
   * Parses a frame of the clip; one without a face is parsed with the landmarks of the nearest that
   * has one.
   */
  public Parsing parse(RgbImage picture, LandmarkTrack track, HeadTrack head, int frame) {
    int nearest = frame;
    for (int d = 0; d < track.frames(); d++) {
      if (frame - d >= 0 && track.found(frame - d)) {
        nearest = frame - d;
        break;
      }
      if (frame + d < track.frames() && track.found(frame + d)) {
        nearest = frame + d;
        break;
      }
    }
    return parse(picture, track.frame(nearest), head.poses().get(nearest));
  }

  /**
   * Parses a picture of the clip's size.
   *
   * @param tracked landmarks, 478 × 3, pixels of the picture
   */
  public Parsing parse(RgbImage picture, float[] tracked, RigidTransform pose) {
    float[] landmarks = correction.of(tracked);
    PortraitView view = view(segmenters, picture, landmarks, pose, camera);
    int w = view.width();
    int h = view.height();
    // Half of half: what is smoothed is smooth, and the frame's colours bring the edges back.
    RgbImage quarter = shrink(view.picture(), Math.max(1, w / 2), Math.max(1, h / 2));
    GuidedFilter guide = new GuidedFilter(quarter, GUIDE_RADIUS, GUIDE_EPSILON);
    float[][] probability = smoothed(guide, quarter, model.probabilities(view), view);
    byte[] labels = PortraitLabels.of(probability, view);
    GrayImage band = BoundaryBand.ofClasses(labels, w, h);
    GrayImage outline = BoundaryBand.ofPerson(labels, w, h);
    for (int i = 0; i < labels.length; i++) {
      band.data()[i] |= outline.data()[i];
    }
    FloatPlane person = fullSize(guide, quarter, probability, labels, view, false, picture, band);
    FloatPlane head = fullSize(guide, quarter, probability, labels, view, true, picture, band);
    stretch(person, band);
    stretch(head, band);
    BackdropMatte.refine(picture, view.picture(), labels, outline, plate, smallPlate, person);
    new JawLine(landmarks, view.layout(), w, picture.width(), picture.height())
        .draw(head, hairOf(probability, labels, view), band);
    Parsing parsing = assemble(person, head, probability, labels, view, band);
    features.paint(parsing.labels(), picture, landmarks);
    return parsing;
  }

  /**
   * Edge-aware smoothing of all classes but the background, which takes the rest. Where one class
   * is sure all around there is nothing to smooth.
   */
  private static float[][] smoothed(
      GuidedFilter guide, RgbImage quarter, float[][] probability, PortraitView view) {
    int w = view.width();
    int h = view.height();
    float[][] out = new float[PortraitModel.CLASSES][];
    GrayImage doubtful = doubtful(probability, w, h);
    float[] rest = new float[w * h];
    Arrays.fill(rest, 1);
    for (int c = 1; c < out.length; c++) {
      FloatPlane plane = new FloatPlane(w, h, probability[c]);
      FloatPlane coarse = Resampling.area(plane, quarter.width(), quarter.height());
      guide.upsample(coarse, view.picture(), doubtful, plane);
      out[c] = plane.data();
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= out[c][i];
      }
    }
    out[0] = rest;
    return out;
  }

  /** Blocks of pixels that aren't all surely of one and the same class. */
  private static GrayImage doubtful(float[][] probability, int w, int h) {
    int columns = (w + BLOCK - 1) / BLOCK;
    int rows = (h + BLOCK - 1) / BLOCK;
    byte[] blocks = new byte[columns * rows];
    byte[] kinds = new byte[columns * rows];
    Arrays.fill(kinds, (byte) -1);
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        int block = y / BLOCK * columns + x / BLOCK;
        int sure = -1;
        for (int c = 0; c < PortraitModel.CLASSES; c++) {
          sure = probability[c][i] > SURE ? c : sure;
        }
        if (sure < 0 || kinds[block] >= 0 && kinds[block] != sure) {
          blocks[block] = -1;
        }
        kinds[block] = (byte) sure;
      }
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int block = y * columns + x;
        boolean right = x + 1 < columns && kinds[block] != kinds[block + 1];
        boolean below = y + 1 < rows && kinds[block] != kinds[block + columns];
        if (right || below) {
          blocks[block] = -1;
          blocks[right ? block + 1 : block + columns] = -1;
          blocks[below ? block + columns : block] = -1;
        }
      }
    }
    byte[] out = new byte[w * h];
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        out[i] = blocks[y / BLOCK * columns + x / BLOCK];
      }
    }
    return new GrayImage(w, h, out);
  }

  private static FloatPlane fullSize(
      GuidedFilter guide,
      RgbImage quarter,
      float[][] probability,
      byte[] labels,
      PortraitView view,
      boolean headOnly,
      RgbImage picture,
      GrayImage band) {
    FloatPlane plane = agreeing(probability, labels, view, headOnly);
    FloatPlane out = new FloatPlane(picture.width(), picture.height());
    guide.upsample(Resampling.area(plane, quarter.width(), quarter.height()), picture, band, out);
    return out;
  }

  /**
   * Probability of the person, or of the head given the person, made certain where the cleaned
   * labels say otherwise than the probability.
   */
  private static FloatPlane agreeing(
      float[][] probability, byte[] labels, PortraitView view, boolean headOnly) {
    int n = labels.length;
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      float p = 1 - probability[0][i];
      if (headOnly) {
        float head =
            probability[FaceRegion.HAIR.code()][i] + probability[FaceRegion.HEAD_SKIN.code()][i];
        p = p > 0.02f ? head / p : head > 0.01f ? 1 : 0;
      }
      FaceRegion region = FaceRegion.of(labels[i]);
      boolean inside = headOnly ? region.isHead() : region != FaceRegion.BACKGROUND;
      if (headOnly && region == FaceRegion.BACKGROUND) {
        out[i] = Math.clamp(p, 0, 1);
      } else {
        out[i] = inside == p > 0.5f ? Math.clamp(p, 0, 1) : inside ? 0.75f : 0.25f;
      }
      if (view.layout().oval[i] != 0) {
        out[i] = 1;
      }
    }
    return new FloatPlane(view.width(), view.height(), out);
  }

  private static FloatPlane hairOf(float[][] probability, byte[] labels, PortraitView view) {
    int hair = FaceRegion.HAIR.code();
    float[] out = new float[labels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = labels[i] == hair ? probability[hair][i] : 0;
    }
    return new FloatPlane(view.width(), view.height(), out);
  }

  /**
   * Stretches the filter's grey so that the inside is full and the outside empty; a soft rim stays.
   */
  private static void stretch(FloatPlane plane, GrayImage band) {
    for (int i = 0; i < plane.data().length; i++) {
      float x = Math.clamp((plane.data()[i] - 0.2f) / 0.6f, 0, 1);
      plane.data()[i] = x * x * (3 - 2 * x);
    }
  }

  /** What is settled from the small map, the rest from the planes at full size. */
  private static Parsing assemble(
      FloatPlane person,
      FloatPlane head,
      float[][] probability,
      byte[] labels,
      PortraitView view,
      GrayImage band) {
    int w = view.width();
    int h = view.height();
    int width = person.width();
    int height = person.height();
    FloatPlane hair =
        new FloatPlane(
            w, h, difference(probability, labels, FaceRegion.HAIR, FaceRegion.HEAD_SKIN));
    FloatPlane neck =
        new FloatPlane(w, h, difference(probability, labels, FaceRegion.NECK, FaceRegion.TORSO));
    GrayImage map = new GrayImage(width, height);
    GrayImage personMask = new GrayImage(width, height);
    GrayImage headMask = new GrayImage(width, height);
    for (int y = 0, i = 0; y < height; y++) {
      int row = (int) ((long) y * h / height) * w;
      for (int x = 0; x < width; x++, i++) {
        int small = row + (int) ((long) x * w / width);
        FaceRegion region = FaceRegion.of(labels[small]);
        if (band.data()[small] == 0) {
          personMask.data()[i] = (byte) (region == FaceRegion.BACKGROUND ? 0 : 255);
          headMask.data()[i] = (byte) (region.isHead() ? 255 : 0);
        } else {
          int p = Math.round(255 * person.data()[i]);
          boolean isHead = head.data()[i] >= 0.5f;
          int both = Math.round(255 * person.data()[i] * head.data()[i]);
          // A pixel is on one side of each border: head or body, somebody or nobody.
          both = isHead && p >= 128 ? Math.max(both, 128) : Math.min(both, 127);
          personMask.data()[i] = (byte) p;
          headMask.data()[i] = (byte) both;
          double at = (x + 0.5) * w / width - 0.5;
          double down = (y + 0.5) * h / height - 0.5;
          region =
              p < 128
                  ? FaceRegion.BACKGROUND
                  : isHead
                      ? sample(hair, at, down) > 0 ? FaceRegion.HAIR : FaceRegion.HEAD_SKIN
                      : sample(neck, at, down) > 0 ? FaceRegion.NECK : FaceRegion.TORSO;
        }
        map.data()[i] = (byte) region.code();
      }
    }
    return new Parsing(map, personMask, headMask);
  }

  private static float sample(FloatPlane plane, double x, double y) {
    float fx = (float) Math.clamp(x, 0, plane.width() - 1);
    float fy = (float) Math.clamp(y, 0, plane.height() - 1);
    int x0 = (int) fx;
    int y0 = (int) fy;
    int x1 = Math.min(plane.width() - 1, x0 + 1);
    int y1 = Math.min(plane.height() - 1, y0 + 1);
    float top = plane.get(x0, y0) + (fx - x0) * (plane.get(x1, y0) - plane.get(x0, y0));
    float bottom = plane.get(x0, y1) + (fx - x0) * (plane.get(x1, y1) - plane.get(x0, y1));
    return top + (fy - y0) * (bottom - top);
  }

  /**
   * Which of two classes a pixel would be if it had to be one of them; a cleaned label decides by
   * itself.
   */
  private static float[] difference(
      float[][] probability, byte[] labels, FaceRegion a, FaceRegion b) {
    float[] out = new float[labels.length];
    for (int i = 0; i < out.length; i++) {
      float d = probability[a.code()][i] - probability[b.code()][i];
      out[i] =
          labels[i] == a.code()
              ? Math.max(d, 0.05f)
              : labels[i] == b.code() ? Math.min(d, -0.05f) : d;
    }
    return out;
  }

  @Override
  public void close() {
    segmenters.close();
  }
}
