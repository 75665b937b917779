package studio.viseme.evaluation;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/** The measures of one film that need nets, as far as there are any. */
final class NetMeters {
  private final @Nullable IdentityMeter identity;
  private final @Nullable SyncMeter sync;
  private final int firstFrame;

  /**
   * @param firstFrame where the sound begins
   * @param frames how many will be shown
   */
  NetMeters(Instruments instruments, float[] sound, int firstFrame, int frames) {
    FaceIdentity net = instruments.identity();
    SyncJudge judge = instruments.sync();
    this.identity = net == null ? null : new IdentityMeter(net, frames);
    this.sync = judge == null ? null : new SyncMeter(judge, sound);
    this.firstFrame = firstFrame;
  }

  void show(RealFrame filmed, RgbImage shown, float @Nullable [] landmarks) {
    if (identity != null) {
      identity.offer(filmed, shown);
    }
    if (sync != null) {
      sync.showReal(filmed.index() - firstFrame, filmed.picture(), filmed.landmarks());
      sync.showRendered(filmed.index() - firstFrame, shown, landmarks);
    }
  }

  /**
   * What the nets say.
   *
   * @param missing why a measure is missing, where there is more to say than that its net is
   */
  record Readings(MetricSet rendered, MetricSet real, Map<Metric, String> missing) {}

  Readings read(Workers workers) {
    MetricSet.Builder rendered = MetricSet.builder();
    MetricSet.Builder real = MetricSet.builder();
    Map<Metric, String> missing = new EnumMap<>(Metric.class);
    if (identity != null) {
      IdentityMeter.Similarity similarity = identity.measure(workers);
      rendered.put(Metric.CSIM, similarity.rendered());
      real.put(Metric.CSIM, similarity.real());
    }
    if (sync != null) {
      SyncMeter.Verdict verdict = sync.verdict();
      put(rendered, verdict.rendered());
      put(real, verdict.real());
      if (!verdict.reason().isEmpty()) {
        missing.put(Metric.SYNC_CONFIDENCE, verdict.reason());
        missing.put(Metric.SYNC_DISTANCE, verdict.reason());
      }
    }
    return new Readings(rendered.build(), real.build(), missing);
  }

  private static void put(MetricSet.Builder set, SyncProtocol.@Nullable Score score) {
    if (score != null) {
      set.put(Metric.SYNC_CONFIDENCE, score.confidence());
      set.put(Metric.SYNC_DISTANCE, score.distance());
    }
  }
}
