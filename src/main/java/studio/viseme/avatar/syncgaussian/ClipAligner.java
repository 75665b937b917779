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
 * Finds where a finished head stands in each frame of its clip. Training frames are looked at
 * again, now that the head is sharp; held-out frames begin where a linear map, learnt on the
 * training frames, expects them. Pictures are compared at the size that the head learnt from: it
 * isn't sharper than that, and half of it finds a pose half as well.
 */
final class ClipAligner {
  /** Under which weights say how wide the pictures were that they learnt from, pixels. */
  static final String LEARNT_FROM = "training.width";

  /** Under which weights say about how many frames are looked at. */
  static final String LOOKS = "alignment.looks";

  /** Of weights from when they didn't say it. */
  private static final int OLD_WIDTH = 256;

  private static final int OLD_LOOKS = 300;

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
    int looks = told(in, LOOKS, OLD_LOOKS, weights);
    double scale = Math.min(1, (double) width(in, weights) / knowledge.camera().width());
    PinholeCamera camera = knowledge.camera().scaled(scale);
    PoseCorrections expected = expected(capture, trained, knowledge.poses());
    try (HeadModel model = ModelFile.readModel(in, weights, engine, knowledge);
        PoseObjectives fit = new PoseObjectives(model, knowledge, capture, camera, job.workers())) {
      PoseRefiner refiner = new PoseRefiner(capture, fit, job);
      float[] start = expected.values().clone();
      System.arraycopy(trained.values(), 0, start, 0, trained.values().length);
      PoseCorrections begun = new PoseCorrections(start);
      double[] curvature = refiner.curvature(begun, 0, trained.frames());
      int end = capture.clip().frames();
      return new PoseAlignment(refiner.refine(begun, 0, end, looks, curvature), expected);
    }
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
