package studio.viseme.face.parsing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.GuidedFilter;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.ParallelTask;
import studio.viseme.job.Pool;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.SmoothStep;

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

  private static final int HAIR = FaceRegion.HAIR.code();
  private static final int SKIN = FaceRegion.HEAD_SKIN.code();
  private static final int NECK = FaceRegion.NECK.code();
  private static final int TORSO = FaceRegion.TORSO.code();

  /** What the masks are inside a region, by code. */
  private static final byte[] PERSON_OF = new byte[FaceRegion.values().length];

  private static final byte[] HEAD_OF = new byte[PERSON_OF.length];

  static {
    for (FaceRegion region : FaceRegion.values()) {
      PERSON_OF[region.code()] = (byte) (region == FaceRegion.BACKGROUND ? 0 : 255);
      HEAD_OF[region.code()] = (byte) (region.isHead() ? 255 : 0);
    }
  }

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
    int nearest = nearestFound(track, frame);
    return parse(picture, track.frame(nearest), head.poses().get(nearest));
  }

  /** The frame itself if its face was found, else the nearest whose was, rather an earlier one. */
  static int nearestFound(LandmarkTrack track, int frame) {
    for (int d = 0; d < track.frames(); d++) {
      if (frame - d >= 0 && track.found(frame - d)) {
        return frame - d;
      }
      if (frame + d < track.frames() && track.found(frame + d)) {
        return frame + d;
      }
    }
    return frame;
  }

  /**
   * Parses a picture of the clip's size.
   *
   * @param tracked landmarks, 478 × 3, pixels of the picture
   */
  public Parsing parse(RgbImage picture, float[] tracked, RigidTransform pose) {
    return parseWithBand(picture, tracked, pose).parsing();
  }

  /**
   * A frame taken apart.
   *
   * @param band where it isn't settled by the small map
   */
  record Parsed(Parsing parsing, BandSpans band) {}

  Parsed parseWithBand(RgbImage picture, float[] tracked, RigidTransform pose) {
    float[] landmarks = correction.of(tracked);
    PortraitView view = view(segmenters, picture, landmarks, pose, camera);
    int w = view.width();
    int h = view.height();
    // Half of half: what is smoothed is smooth, and the frame's colours bring the edges back.
    RgbImage quarter = shrink(view.picture(), Math.max(1, w / 2), Math.max(1, h / 2));
    GuidedFilter guide = new GuidedFilter(quarter, GUIDE_RADIUS, GUIDE_EPSILON);
    float[][] probability = smoothed(model.probabilities(view), w, h);
    byte[] labels = PortraitLabels.of(probability, view);
    BoundaryBand.Bands bands = BoundaryBand.of(labels, w, h);
    GrayImage band = bands.all();
    FloatPlane person = new FloatPlane(picture.width(), picture.height());
    FloatPlane head = new FloatPlane(picture.width(), picture.height());
    guide.upsample(
        List.of(
            coarse(agreeing(probability, labels, view, false), quarter),
            coarse(agreeing(probability, labels, view, true), quarter)),
        picture,
        band,
        List.of(person, head));
    BandSpans spans = new BandSpans(band, picture.width(), picture.height());
    stretch(person, spans);
    stretch(head, spans);
    BackdropMatte.refine(
        picture, view.picture(), labels, bands.outline(), plate, smallPlate, person);
    new JawLine(landmarks, view.layout(), w, picture.width(), picture.height())
        .draw(head, hairOf(probability, labels, view), spans);
    Parsing parsing = assemble(person, head, probability, labels, view, spans);
    features.paint(parsing.labels(), picture, landmarks);
    return new Parsed(parsing, spans);
  }

  /**
   * Smooths the shares of the classes where they aren't all sure: each becomes a mean of its
   * surroundings, weights 1, 2, 1 across and down.
   */
  private static float[][] smoothed(float[][] probability, int w, int h) {
    GrayImage doubtful = doubtful(probability, w, h);
    float[] rows = new float[w * h];
    for (float[] share : probability) {
      smooth(share, rows, doubtful);
    }
    return probability;
  }

  private static void smooth(float[] share, float[] rows, GrayImage where) {
    int w = where.width();
    int h = where.height();
    byte[] wanted = where.data();
    for (int y = 0; y < h; y++) {
      int row = y * w;
      rows[row] = share[row];
      rows[row + w - 1] = share[row + w - 1];
      for (int i = row + 1; i < row + w - 1; i++) {
        rows[i] = 0.25f * share[i - 1] + 0.5f * share[i] + 0.25f * share[i + 1];
      }
    }
    for (int y = 0; y < h; y++) {
      int above = y > 0 ? -w : 0;
      int below = y < h - 1 ? w : 0;
      for (int i = y * w; i < y * w + w; i++) {
        if (wanted[i] != 0) {
          share[i] = 0.25f * rows[i + above] + 0.5f * rows[i] + 0.25f * rows[i + below];
        }
      }
    }
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
        for (int c = 0; c < PortraitModel.CLASSES && sure < 0; c++) {
          sure = probability[c][i] > SURE ? c : -1;
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

  private static FloatPlane coarse(FloatPlane plane, RgbImage quarter) {
    return Resampling.area(plane, quarter.width(), quarter.height());
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
  private static void stretch(FloatPlane plane, BandSpans band) {
    float[] values = plane.data();
    band.forEach(
        (y, from, to) -> {
          for (int i = y * plane.width() + from; i < y * plane.width() + to; i++) {
            values[i] = SmoothStep.of((values[i] - 0.2f) / 0.6f);
          }
        });
  }

  /** What is settled from the small map, the rest from the planes at full size. */
  private static Parsing assemble(
      FloatPlane person,
      FloatPlane head,
      float[][] probability,
      byte[] labels,
      PortraitView view,
      BandSpans band) {
    int w = view.width();
    int h = view.height();
    int width = band.width();
    Parsing parsing = settled(labels, view, band);
    byte[] map = parsing.labels().data();
    byte[] personMask = parsing.person().data();
    byte[] headMask = parsing.head().data();
    band.forEach(
        (y, from, to) -> {
          double down = (y + 0.5) * h / band.height() - 0.5;
          for (int x = from, i = y * width + from; x < to; x++, i++) {
            int p = Math.round(255 * person.data()[i]);
            boolean isHead = head.data()[i] >= 0.5f;
            int both = Math.round(255 * person.data()[i] * head.data()[i]);
            // A pixel is on one side of each border: head or body, somebody or nobody.
            both = isHead && p >= 128 ? Math.max(both, 128) : Math.min(both, 127);
            personMask[i] = (byte) p;
            headMask[i] = (byte) both;
            double at = (x + 0.5) * w / width - 0.5;
            FaceRegion region =
                p < 128
                    ? FaceRegion.BACKGROUND
                    : isHead
                        ? likelier(HAIR, SKIN, probability, labels, w, h, at, down)
                            ? FaceRegion.HAIR
                            : FaceRegion.HEAD_SKIN
                        : likelier(NECK, TORSO, probability, labels, w, h, at, down)
                            ? FaceRegion.NECK
                            : FaceRegion.TORSO;
            map[i] = (byte) region.code();
          }
        });
    return parsing;
  }

  /** The small map and the masks that follow from it, at full size. */
  private static Parsing settled(byte[] labels, PortraitView view, BandSpans band) {
    int width = band.width();
    int height = band.height();
    GrayImage[] maps = {
      new GrayImage(width, height), new GrayImage(width, height), new GrayImage(width, height)
    };
    int before = -1;
    for (int y = 0; y < height; y++) {
      int row = band.smallRow(y, view.height());
      int at = y * width;
      if (row == before) {
        for (GrayImage map : maps) {
          System.arraycopy(map.data(), at - width, map.data(), at, width);
        }
        continue;
      }
      before = row;
      for (int x = 0; x < width; x++) {
        byte label = labels[row * view.width() + band.smallColumn(x)];
        maps[0].data()[at + x] = label;
        maps[1].data()[at + x] = PERSON_OF[label];
        maps[2].data()[at + x] = HEAD_OF[label];
      }
    }
    return new Parsing(maps[0], maps[1], maps[2]);
  }

  /**
   * Whether a place between the small map's pixels is rather of class {@code a} than of {@code b}.
   */
  private static boolean likelier(
      int a, int b, float[][] probability, byte[] labels, int w, int h, double x, double y) {
    float fx = (float) Math.min(w - 1, Math.max(0, x));
    float fy = (float) Math.min(h - 1, Math.max(0, y));
    int x0 = (int) fx;
    int row0 = (int) fy * w;
    int x1 = Math.min(w - 1, x0 + 1);
    int row1 = Math.min(h - 1, (int) fy + 1) * w;
    int label = labels[row0 + x0];
    if (label == labels[row0 + x1] && label == labels[row1 + x0] && label == labels[row1 + x1]) {
      if (label == a || label == b) {
        return label == a;
      }
    }
    fx -= x0;
    fy -= (int) fy;
    float top =
        (1 - fx) * difference(a, b, probability, labels, row0 + x0)
            + fx * difference(a, b, probability, labels, row0 + x1);
    float bottom =
        (1 - fx) * difference(a, b, probability, labels, row1 + x0)
            + fx * difference(a, b, probability, labels, row1 + x1);
    return (1 - fy) * top + fy * bottom > 0;
  }

  /**
   * Which of two classes a pixel would be if it had to be one of them; a cleaned label decides by
   * itself.
   */
  private static float difference(int a, int b, float[][] probability, byte[] labels, int i) {
    float d = probability[a][i] - probability[b][i];
    return labels[i] == a ? Math.max(d, 0.05f) : labels[i] == b ? Math.min(d, -0.05f) : d;
  }

  @Override
  public void close() {
    segmenters.close();
  }
}
