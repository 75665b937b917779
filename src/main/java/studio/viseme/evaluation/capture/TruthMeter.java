package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.job.JobContext;

/**
 * Compares a capture with the truth. The clip must show the whole film, pixel for pixel, as it does
 * when the film is a head crop already.
 */
final class TruthMeter {
  private final Capture capture;
  private final ClipTruth truth;
  private final JobContext job;
  private final int[] frames;
  private final CaptureFigures.Builder figures = CaptureFigures.builder();

  private TruthMeter(Capture capture, ClipTruth truth, JobContext job) {
    this.capture = capture;
    this.truth = truth;
    this.job = job;
    int count = Math.min(truth.frames(), capture.clip().frames());
    frames = IntStream.range(0, count).filter(capture.landmarks()::found).toArray();
  }

  /** What one frame's pixels add. */
  private record Pixels(
      Map<MeasuredRegion, RegionError.Frame> regions,
      AlphaError alpha,
      FlickerError flicker,
      DepthError depth) {}

  static CaptureFigures.Builder measure(Capture capture, ClipTruth truth, JobContext job) {
    TruthMeter meter = new TruthMeter(capture, truth, job);
    if (meter.frames.length > 0) {
      meter.pose();
      meter.landmarks();
      meter.upperFace();
      meter.pixels();
    }
    meter.plate();
    meter.voice();
    meter.cuts();
    return meter.figures;
  }

  private void pose() {
    PoseError error = PoseError.of(truth.head(), capture.head(), frames);
    figures
        .put(CaptureFigure.ROTATION, error.rotation())
        .put(CaptureFigure.ROTATION_RAW, error.rotationRaw())
        .put(CaptureFigure.GAUGE, error.gauge())
        .put(CaptureFigure.LATERAL, error.lateral())
        .put(CaptureFigure.DEPTH_WAY, error.depth())
        .put(CaptureFigure.TRANSLATION_RAW, error.translationRaw())
        .put(CaptureFigure.FOCAL, error.focal());
  }

  private void landmarks() {
    LandmarkError error = LandmarkError.of(truth, capture.landmarks(), frames);
    figures
        .put(CaptureFigure.LANDMARKS, error.free().all())
        .put(CaptureFigure.LANDMARKS_RIGID, error.free().rigid())
        .put(CaptureFigure.LANDMARKS_LIPS, error.free().lips())
        .put(CaptureFigure.LANDMARKS_LIDS, error.free().lids())
        .put(CaptureFigure.LANDMARKS_IRISES, error.free().irises())
        .put(CaptureFigure.LANDMARKS_RAW, error.raw().all())
        .put(CaptureFigure.LANDMARKS_RAW_RIGID, error.raw().rigid())
        .put(CaptureFigure.LANDMARKS_RAW_LIPS, error.raw().lips())
        .put(CaptureFigure.LANDMARKS_RAW_LIDS, error.raw().lids())
        .put(CaptureFigure.LANDMARKS_RAW_IRISES, error.raw().irises());
  }

  private void upperFace() {
    List<UpperFace> found =
        IntStream.range(0, capture.clip().frames()).mapToObj(capture::upperFace).toList();
    UpperFaceError error =
        UpperFaceError.of(truth, found, frames, capture.clip().firstHeldOutFrame());
    figures
        .put(CaptureFigure.LIDS, error.lids())
        .put(CaptureFigure.BROW, error.brow())
        .put(CaptureFigure.GAZE, error.gaze());
  }

  private void pixels() {
    List<ClipTruth.Pixels> pictures =
        truth.pictures().stream()
            .filter(picture -> picture.frame() < capture.clip().frames())
            .filter(picture -> capture.landmarks().found(picture.frame()))
            .toList();
    Pixels[] compared = new Pixels[pictures.size()];
    job.workers().forEach(compared.length, i -> compared[i] = compare(pictures.get(i)));
    AlphaError alpha = new AlphaError(0, 0);
    FlickerError flicker = FlickerError.NONE;
    DepthError depth = DepthError.NONE;
    for (Pixels one : compared) {
      alpha = alpha.plus(one.alpha);
      flicker = flicker.plus(one.flicker);
      depth = depth.plus(one.depth);
    }
    for (MeasuredRegion region : MeasuredRegion.values()) {
      List<RegionError.Frame> parts = new ArrayList<>();
      for (Pixels one : compared) {
        parts.add(one.regions.get(region));
      }
      RegionError error = RegionError.of(parts);
      figures.put(CaptureFigure.iou(region), error.iou());
      figures.put(CaptureFigure.boundary(region), error.boundary());
    }
    double percent = 100 / truth.headDepth();
    figures
        .put(CaptureFigure.ALPHA, alpha.mean())
        .put(CaptureFigure.FLICKER, flicker.mean())
        .put(CaptureFigure.DEPTH_HEAD, percent * depth.head())
        .put(CaptureFigure.DEPTH_FACE, percent * depth.face())
        .put(CaptureFigure.DEPTH_COVERED, depth.covered());
  }

  private Pixels compare(ClipTruth.Pixels picture) {
    job.checkpoint();
    Parsing found = capture.parsing(picture.frame());
    Map<MeasuredRegion, RegionError.Frame> regions = new EnumMap<>(MeasuredRegion.class);
    for (MeasuredRegion region : MeasuredRegion.values()) {
      regions.put(region, RegionError.compare(picture.labels(), found.labels(), region));
    }
    return new Pixels(
        regions,
        AlphaError.of(picture, found.person()),
        flicker(picture, found),
        DepthError.of(
            picture, truth.landmarks().frame(picture.frame()), capture.depth(picture.frame())));
  }

  private FlickerError flicker(ClipTruth.Pixels picture, Parsing found) {
    int t = picture.frame();
    if (t == 0 || t + 1 >= capture.clip().frames()) {
      return FlickerError.NONE;
    }
    return FlickerError.of(
        picture, capture.parsing(t - 1).person(), found.person(), capture.parsing(t + 1).person());
  }

  private void plate() {
    PlateError error =
        PlateError.of(
            truth.plate(),
            capture.plate(),
            capture.plateReliability(),
            truth.moving(),
            truth.hidden(),
            truth.frames());
    figures
        .put(CaptureFigure.PLATE_PSNR, error.psnr())
        .put(CaptureFigure.PLATE_MEAN, error.mean())
        .put(CaptureFigure.PLATE_ALL, error.psnrAll())
        .put(CaptureFigure.PLATE_KNOWN, error.known())
        .put(CaptureFigure.PLATE_VAIN, error.vain());
  }

  private void voice() {
    VoiceError error = VoiceError.of(truth.speaking(), capture.voiceActivity());
    figures
        .put(CaptureFigure.VOICE_MISSED, error.missed())
        .put(CaptureFigure.VOICE_INVENTED, error.invented());
  }

  private void cuts() {
    int missed = 0;
    int invented = 0;
    for (int t = 1; t < Math.min(truth.frames(), capture.clip().frames()); t++) {
      boolean found = capture.segment(t) != capture.segment(t - 1);
      missed += truth.cuts().contains(t) && !found ? 1 : 0;
      invented += !truth.cuts().contains(t) && found ? 1 : 0;
    }
    figures.put(CaptureFigure.CUTS_MISSED, missed).put(CaptureFigure.CUTS_INVENTED, invented);
  }
}
