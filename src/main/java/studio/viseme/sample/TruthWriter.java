package studio.viseme.sample;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.math.PinholeCamera;
import studio.viseme.sample.voice.MouthShape;
import studio.viseme.sample.voice.TimedPhone;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * Gathers the truth of a film frame by frame and writes it beside it. Pictures of regions and
 * depths are kept at half the film's size: a whole film of them stays below 200 MB.
 */
final class TruthWriter {
  private static final int SHRINK = 2;
  private static final int SIDE = SamplePresenter.SIZE / SHRINK;

  private final SamplePresenter presenter;
  private final float[] landmarks;
  private final float[] poses;
  private final float[] mouths;
  private final float[] upperFaces;
  private final byte[] labels;
  private final byte[] depths;
  private int frames;

  /** What is true of the whole film. */
  private record Film(
      int schema,
      double fps,
      int frames,
      PinholeCamera camera,
      List<TimedPhone> phones,
      List<Double> blinks,
      String poses,
      String depths) {}

  TruthWriter(SamplePresenter presenter) {
    this.presenter = presenter;
    int n = presenter.frames();
    landmarks = new float[n * 478 * 3];
    poses = new float[n * 7];
    mouths = new float[n * MouthShape.SIZE];
    upperFaces = new float[n * 4];
    labels = new byte[n * SIDE * SIDE];
    depths = new byte[n * SIDE * SIDE];
  }

  void add(FrameTruth truth) {
    System.arraycopy(truth.landmarks(), 0, landmarks, frames * 478 * 3, 478 * 3);
    var q = truth.pose().rotation();
    var t = truth.pose().translation();
    put(poses, 7, q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z());
    put(mouths, MouthShape.SIZE, truth.mouth().toArray());
    put(upperFaces, 4, truth.lids(), truth.brow(), truth.gazeX(), truth.gazeY());
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int at = (frames * SIDE + y) * SIDE + x;
        labels[at] = (byte) truth.labels().get(SHRINK * x, SHRINK * y);
        float z = truth.depth().get(SHRINK * x, SHRINK * y);
        depths[at] =
            (byte) (Float.isInfinite(z) ? 0 : Math.clamp(Math.round((z - 60) * 5), 1, 255));
      }
    }
    frames++;
  }

  private void put(float[] track, int width, double... values) {
    for (int k = 0; k < width; k++) {
      track[frames * width + k] = (float) values[k];
    }
  }

  void write(Path folder) {
    SafeTensors.writer()
        .floats("landmarks", landmarks, frames, 478, 3)
        .floats("poses", poses, frames, 7)
        .floats("mouths", mouths, frames, MouthShape.SIZE)
        .floats("upper_faces", upperFaces, frames, 4)
        .floats("rest_shape", presenter.restShape(), 468, 3)
        .bytes("labels", labels, frames, SIDE, SIDE)
        .bytes("depths", depths, frames, SIDE, SIDE)
        .write(folder.resolve("truth.safetensors"));
    Json.write(
        folder.resolve("truth.json"),
        new Film(
            1,
            SamplePresenter.FPS,
            frames,
            presenter.camera(),
            presenter.phones(),
            presenter.blinks(),
            "quaternion w x y z, then translation in centimetres; head space to camera space",
            "0 = nothing, else 60 cm + value / 5"));
  }
}
