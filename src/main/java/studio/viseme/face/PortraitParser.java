package studio.viseme.face;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.image.Blur;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.GuidedFilter;
import studio.viseme.image.Polygon;
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

  private static final int GUIDE_RADIUS = 4;
  private static final double GUIDE_EPSILON = 4e-4;

  private final PinholeCamera camera;
  private final Pool<PersonSegmenter> segmenters;
  private final PortraitModel model;
  private final BackgroundPlate plate;

  private PortraitParser(
      PinholeCamera camera,
      Pool<PersonSegmenter> segmenters,
      PortraitModel model,
      BackgroundPlate plate) {
    this.camera = camera;
    this.segmenters = segmenters;
    this.model = model;
    this.plate = plate;
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
    PortraitView[] views = new PortraitView[keys.length];
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
                  track.frame(keys[k]),
                  head.poses().get(keys[k]),
                  head.camera());
          plates.put(k, frame, views[k].person());
        });
    BackgroundPlate plate = plates.build();
    job.checkpoint();
    int w = views[0].width();
    int h = views[0].height();
    PortraitModel model =
        PortraitModel.learn(
            List.of(views),
            Resampling.area(plate.image(), w, h),
            Resampling.area(plate.reliability(), w, h),
            job);
    return new PortraitParser(head.camera(), segmenters, model, plate);
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
   * @param landmarks 478 × 3, pixels of the picture
   */
  public Parsing parse(RgbImage picture, float[] landmarks, RigidTransform pose) {
    PortraitView view = view(segmenters, picture, landmarks, pose, camera);
    GuidedFilter guide = new GuidedFilter(view.picture(), GUIDE_RADIUS, GUIDE_EPSILON);
    float[][] probability = smoothed(guide, model.probabilities(view), view);
    byte[] labels = labels(probability, view);
    int w = view.width();
    int h = view.height();
    FloatPlane person = guide.upsample(agreeing(probability, labels, view, false), picture);
    FloatPlane head = guide.upsample(agreeing(probability, labels, view, true), picture);
    GrayImage personMask = mask(person);
    drawJaw(head, landmarks, hairOf(probability, labels, view), view);
    GrayImage headMask = mask(head);
    GrayImage map = fullLabels(personMask, headMask, probability, labels, w, h);
    paintFeatures(map, landmarks);
    return new Parsing(map, personMask, headMask);
  }

  /** Edge-aware smoothing of all classes but the background, which takes the rest. */
  private static float[][] smoothed(GuidedFilter guide, float[][] probability, PortraitView view) {
    float[][] out = new float[PortraitModel.CLASSES][];
    float[] rest = new float[view.bins().length];
    Arrays.fill(rest, 1);
    for (int c = 1; c < out.length; c++) {
      out[c] = guide.filter(new FloatPlane(view.width(), view.height(), probability[c])).data();
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= out[c][i];
      }
    }
    out[0] = rest;
    return out;
  }

  /** The likeliest class of each pixel, without islands. */
  private static byte[] labels(float[][] probability, PortraitView view) {
    int n = view.bins().length;
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int c = 1; c < probability.length; c++) {
        best = probability[c][i] > probability[best][i] ? c : best;
      }
      labels[i] = (byte) best;
    }
    HeadLayout head = view.layout();
    int jawRow = jawRow(head, view);
    int hair = FaceRegion.HAIR.code();
    new LabelCleaner(labels, view.width(), view.height())
        .clean(
            (kind, size, topRow, largest) -> {
              if (kind == hair && topRow > jawRow) {
                return true;
              }
              double least = kind == hair ? 0.03 : kind == FaceRegion.HEAD_SKIN.code() ? 0.02 : 0.1;
              return size < (kind == FaceRegion.TORSO.code() ? 0.02 : least) * largest;
            });
    keepOneHead(labels, view);
    return labels;
  }

  private static int jawRow(HeadLayout head, PortraitView view) {
    // The row of the jaw at the middle of the face; a tilted head's sides differ by little.
    int row = 0;
    int x = view.width() / 2;
    while (row < view.height() && head.v(x, row) < head.chin - 0.15 * head.faceHeight) {
      row++;
    }
    return row;
  }

  /** A head is one piece: pieces apart from it become what surrounds them. */
  private static void keepOneHead(byte[] labels, PortraitView view) {
    byte[] heads = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      heads[i] = (byte) (FaceRegion.of(labels[i]).isHead() ? 1 : 0);
    }
    byte[] before = heads.clone();
    new LabelCleaner(heads, view.width(), view.height())
        .clean((kind, size, topRow, largest) -> kind == 1 ? size < largest : size < 30);
    for (int i = 0; i < labels.length; i++) {
      if (before[i] == 1 && heads[i] == 0) {
        labels[i] =
            (byte)
                (view.person().data()[i] < 0.5f ? FaceRegion.BACKGROUND : FaceRegion.TORSO).code();
      } else if (before[i] == 0 && heads[i] == 1) {
        labels[i] = (byte) FaceRegion.HAIR.code();
      }
    }
  }

  /**
   * Probability of the person or the head, made certain where the cleaned labels say otherwise than
   * the probability.
   */
  private static FloatPlane agreeing(
      float[][] probability, byte[] labels, PortraitView view, boolean headOnly) {
    int n = labels.length;
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      float p =
          headOnly
              ? probability[FaceRegion.HAIR.code()][i] + probability[FaceRegion.HEAD_SKIN.code()][i]
              : 1 - probability[0][i];
      FaceRegion region = FaceRegion.of(labels[i]);
      boolean inside = headOnly ? region.isHead() : region != FaceRegion.BACKGROUND;
      out[i] = inside == p > 0.5f ? Math.clamp(p, 0, 1) : inside ? 0.75f : 0.25f;
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
   * From the mouth down the head ends where the mesh does, or at the hair: between a chin and a
   * throat of the same colour there is no edge for a filter to find. Changes over from the filtered
   * mask below the ear lobes.
   */
  private static void drawJaw(
      FloatPlane head, float[] landmarks, FloatPlane hair, PortraitView view) {
    int width = head.width();
    int height = head.height();
    byte[] oval = new byte[width * height];
    Polygon.of(landmarks, FaceMesh.faceOval(), 1).fill(oval, width, height, 1);
    float[] face = new float[width * height];
    for (int i = 0; i < face.length; i++) {
      face[i] = oval[i];
    }
    face = Blur.gaussian(new FloatPlane(width, height, face), 1.2).data();
    float[] strands = Resampling.bilinear(hair, width, height).data();
    HeadLayout layout = view.layout();
    double scale = (double) view.width() / width;
    double from = layout.nose + 0.35 * (layout.chin - layout.nose);
    double to = layout.nose + 0.65 * (layout.chin - layout.nose);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        double v = layout.v((x + 0.5) * scale, (y + 0.5) * scale);
        if (v > from) {
          float t = (float) Math.min(1, (v - from) / (to - from));
          head.data()[i] += t * (Math.max(face[i], strands[i]) - head.data()[i]);
        }
      }
    }
  }

  /**
   * Stretches the filter's grey so that the inside is full and the outside empty; a soft rim stays.
   */
  private static GrayImage mask(FloatPlane plane) {
    GrayImage out = new GrayImage(plane.width(), plane.height());
    for (int i = 0; i < plane.data().length; i++) {
      float x = Math.clamp((plane.data()[i] - 0.2f) / 0.6f, 0, 1);
      out.data()[i] = (byte) Math.round(255 * x * x * (3 - 2 * x));
    }
    return out;
  }

  /** Full-size labels whose borders to the background and to the body are those of the masks. */
  private static GrayImage fullLabels(
      GrayImage person, GrayImage head, float[][] probability, byte[] labels, int w, int h) {
    int width = person.width();
    int height = person.height();
    float[] hairOverSkin = difference(probability, labels, FaceRegion.HAIR, FaceRegion.HEAD_SKIN);
    float[] neckOverTorso = difference(probability, labels, FaceRegion.NECK, FaceRegion.TORSO);
    float[] hair = Resampling.bilinear(new FloatPlane(w, h, hairOverSkin), width, height).data();
    float[] neck = Resampling.bilinear(new FloatPlane(w, h, neckOverTorso), width, height).data();
    GrayImage out = new GrayImage(width, height);
    for (int i = 0; i < out.data().length; i++) {
      FaceRegion region;
      if ((head.data()[i] & 255) >= 128) {
        region = hair[i] > 0 ? FaceRegion.HAIR : FaceRegion.HEAD_SKIN;
      } else if ((person.data()[i] & 255) >= 128) {
        region = neck[i] > 0 ? FaceRegion.NECK : FaceRegion.TORSO;
      } else {
        region = FaceRegion.BACKGROUND;
      }
      out.data()[i] = (byte) region.code();
    }
    return out;
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

  /**
   * Eyes, lips and the mouth's interior come from the landmarks; they can't lie outside the head.
   */
  private static void paintFeatures(GrayImage map, float[] landmarks) {
    byte[] before = map.data().clone();
    paint(map, landmarks, FaceMesh.eyeLeft(), FaceRegion.EYES);
    paint(map, landmarks, FaceMesh.eyeRight(), FaceRegion.EYES);
    paint(map, landmarks, FaceMesh.lipsOuter(), FaceRegion.LIPS);
    paint(map, landmarks, FaceMesh.lipsInner(), FaceRegion.MOUTH_INTERIOR);
    for (int i = 0; i < before.length; i++) {
      if (!FaceRegion.of(before[i]).isHead()) {
        map.data()[i] = before[i];
      }
    }
  }

  private static void paint(GrayImage map, float[] landmarks, int[] outline, FaceRegion region) {
    Polygon.of(landmarks, outline, 1).fill(map.data(), map.width(), map.height(), region.code());
  }

  @Override
  public void close() {
    segmenters.close();
  }
}
