package studio.viseme.avatar.syncgaussian;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * Says where a finished head stands in each frame of its clip. In training frames that is known: it
 * learnt from them. Held-out frames begin where a linear map, learnt on the training frames,
 * expects them, and are looked at above the nose; what that says of the whole head some training
 * frames tell, which are looked at alike ({@link PoseCalibration}). Pictures are compared at the
 * size that the head learnt from: it isn't sharper than that, and half of it finds a pose half as
 * well.
 */
final class ClipAligner {
  /** Under which weights say how wide the pictures were that they learnt from, pixels. */
  static final String LEARNT_FROM = "training.width";

  /** Under which weights say about how many held-out frames are looked at. */
  static final String LOOKS = "alignment.looks";

  /** Of weights from when they didn't say it. */
  private static final int OLD_WIDTH = 256;

  private static final int OLD_LOOKS = 200;

  /** Training frames that tell what is seen of a whole head above its nose. */
  private static final int EXAMPLES = 60;

  private ClipAligner() {}

  /**
   * @param weights of an avatar whose training refined poses
   * @return {@link PoseAlignment#NONE} for one whose training didn't
   */
  static PoseAlignment align(Capture capture, Path weights, Engine engine, JobContext job) {
    SafeTensors in = SafeTensors.read(weights);
    PoseCorrections trained = ModelFile.readPoses(in, weights);
    if (trained.isEmpty()) {
      return PoseAlignment.NONE;
    }
    Knowledge knowledge = ModelFile.readKnowledge(in, weights);
    PoseCorrections expected = expected(capture, trained, knowledge.poses());
    float[] refined = expected.values().clone();
    System.arraycopy(trained.values(), 0, refined, 0, trained.values().length);
    if (trained.frames() < capture.clip().frames()) {
      double scale = Math.min(1, (double) width(in, weights) / knowledge.camera().width());
      PinholeCamera camera = knowledge.camera().scaled(scale);
      try (HeadModel model = ModelFile.readModel(in, weights, engine, knowledge);
          PoseObjectives fit =
              new PoseObjectives(
                  model,
                  knowledge,
                  capture,
                  FilmedHead.Sight.ABOVE_NOSE,
                  frame -> new float[knowledge.layout().dims()],
                  camera,
                  job.workers())) {
        PoseRefiner refiner = new PoseRefiner(capture, fit, job);
        int looks = told(in, LOOKS, OLD_LOOKS, weights);
        refineHeldOut(capture, refiner, looks, trained, expected, refined);
      }
    }
    return new PoseAlignment(new PoseCorrections(refined), expected);
  }

  /**
   * @param out all frames' six numbers; those of held-out frames are overwritten
   */
  private static void refineHeldOut(
      Capture capture,
      PoseRefiner refiner,
      int looks,
      PoseCorrections trained,
      PoseCorrections expected,
      float[] out) {
    int first = trained.frames();
    int end = capture.clip().frames();
    double[] curvature = refiner.curvature(expected, 0, first);
    PoseCalibration calibration = calibrate(capture, refiner, curvature, trained, expected);
    PoseCorrections seen = refiner.refine(expected, first, end, looks, curvature);
    for (int frame = first; frame < end; frame++) {
      double[] usual = expected.six(frame);
      double[] whole = calibration.whole(PoseRefiner.minus(seen.six(frame), usual));
      for (int k = 0; k < PoseCorrections.SIZE; k++) {
        out[frame * PoseCorrections.SIZE + k] = (float) (usual[k] + whole[k]);
      }
    }
  }

  /** Looks at some training frames as if they were held out. */
  private static PoseCalibration calibrate(
      Capture capture,
      PoseRefiner refiner,
      double[] curvature,
      PoseCorrections trained,
      PoseCorrections expected) {
    int[] frames =
        TrainingSet.spread(
            IntStream.range(0, trained.frames()).filter(capture::usable).toArray(), EXAMPLES);
    double[][] seen = refiner.look(expected, frames, curvature);
    double[][] whole = new double[frames.length][];
    for (int i = 0; i < frames.length; i++) {
      double[] usual = expected.six(frames[i]);
      seen[i] = PoseRefiner.minus(seen[i], usual);
      whole[i] = PoseRefiner.minus(trained.six(frames[i]), usual);
    }
    return PoseCalibration.fit(seen, whole);
  }

  /** How wide pictures are compared, pixels. */
  static int width(SafeTensors in, Path weights) {
    return told(in, LEARNT_FROM, OLD_WIDTH, weights);
  }

  private static int told(SafeTensors in, String key, int otherwise, Path weights) {
    String told = in.metadata().get(key);
    return told == null ? otherwise : Json.parse(told, Integer.class, weights);
  }

  /** What the training frames' corrections let expect of all. */
  private static PoseCorrections expected(
      Capture capture, PoseCorrections trained, PoseSpace space) {
    List<RigidTransform> tracked = capture.head().poses();
    int[] usable = IntStream.range(0, trained.frames()).filter(capture::usable).toArray();
    int size = PoseCorrections.SIZE;
    float[] map =
        space.fitMap(
            IntStream.of(usable).mapToObj(tracked::get).toList(),
            i ->
                IntStream.range(0, size)
                    .mapToDouble(k -> trained.values()[usable[i] * size + k])
                    .toArray(),
            size);
    float[] values = new float[tracked.size() * size];
    for (int frame = 0; frame < tracked.size(); frame++) {
      System.arraycopy(space.mapped(map, tracked.get(frame)), 0, values, frame * size, size);
    }
    return new PoseCorrections(values);
  }
}
