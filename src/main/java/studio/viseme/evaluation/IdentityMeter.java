package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/**
 * Identity similarity (CSIM): the cosine between the identity embeddings ({@link FaceIdentity}) of
 * the real and the rendered face of a frame, averaged over frames; papers take ArcFace's
 * embeddings, whose cosines are smaller. Both faces are cut out by the real frame's landmarks: a
 * head that stands elsewhere looks less like the person.
 *
 * <p>The real film is compared with itself half its length later: how alike two frames of one
 * person are. At most {@value #MOST_FRAMES} frames are looked at, evenly spread.
 */
final class IdentityMeter {
  static final int MOST_FRAMES = 50;

  private static final int BATCH = 5;

  private final FaceIdentity identity;
  private final int step;
  private final List<float[]> real = new ArrayList<>();
  private final List<float[]> shown = new ArrayList<>();
  private int offered;

  /**
   * @param frames how many will be offered
   */
  IdentityMeter(FaceIdentity identity, int frames) {
    this.identity = identity;
    this.step = Math.max(1, Math.ceilDiv(frames, MOST_FRAMES));
  }

  void offer(RealFrame filmed, RgbImage rendered) {
    float @Nullable [] landmarks = filmed.landmarks();
    if (landmarks != null && offered++ % step == 0) {
      real.add(FaceIdentity.crop(filmed.picture(), landmarks));
      shown.add(FaceIdentity.crop(rendered, landmarks));
    }
  }

  /**
   * Cosines, −1..1.
   *
   * @param rendered NaN when no frame had a face
   * @param real the same person half the film later
   */
  record Similarity(double rendered, double real) {}

  Similarity measure(Workers workers) {
    float[][] people;
    float[][] avatars;
    try (Engine engine = Engines.cpu(workers)) {
      people = embed(real, engine);
      avatars = embed(shown, engine);
    }
    int count = people.length;
    double[] rendered = new double[count];
    double[] later = new double[count];
    for (int i = 0; i < count; i++) {
      rendered[i] = FaceIdentity.similarity(people[i], avatars[i]);
      later[i] = FaceIdentity.similarity(people[i], people[(i + count / 2) % count]);
    }
    return new Similarity(Series.mean(rendered), count < 2 ? Double.NaN : Series.mean(later));
  }

  private float[][] embed(List<float[]> faces, Engine engine) {
    float[][] out = new float[faces.size()][];
    for (int from = 0; from < out.length; from += BATCH) {
      int to = Math.min(out.length, from + BATCH);
      float[][] some = identity.embed(engine, faces.subList(from, to));
      System.arraycopy(some, 0, out, from, some.length);
    }
    return out;
  }
}
