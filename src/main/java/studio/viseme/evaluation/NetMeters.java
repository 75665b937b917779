package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;
import studio.viseme.speech.SyncProtocol;

/** The measures of one film that need nets, as far as there are any. */
final class NetMeters {
  private final @Nullable IdentityMeter identity;
  private final @Nullable SyncMeter sync;
  private final @Nullable SyncMeter syncNet;
  private final @Nullable LpipsNet lpips;
  private final List<Double> distances = new ArrayList<>();
  private final Map<Metric, String> refused;
  private final int firstFrame;

  /**
   * @param firstFrame where the sound begins
   * @param frames how many will be shown
   */
  NetMeters(Instruments instruments, HeadTrack head, float[] sound, int firstFrame, int frames) {
    FaceIdentity net = instruments.identity();
    this.identity = net == null ? null : new IdentityMeter(net, frames);
    this.sync = meter(instruments.sync(), head, sound);
    this.syncNet = meter(instruments.syncNet(), head, sound);
    this.lpips = instruments.lpips();
    this.refused = instruments.refused();
    this.firstFrame = firstFrame;
  }

  void show(RealFrame filmed, RgbImage shown, FrameFigures figures) {
    if (identity != null) {
      identity.offer(filmed, shown);
    }
    show(sync, filmed, shown, figures);
    show(syncNet, filmed, shown, figures);
    if (lpips != null) {
      distances.add(lpips.between(filmed.picture(), shown));
    }
  }

  private static @Nullable SyncMeter meter(
      @Nullable SyncJudge judge, HeadTrack head, float[] sound) {
    return judge == null ? null : new SyncMeter(judge, head, sound);
  }

  private void show(
      @Nullable SyncMeter meter, RealFrame filmed, RgbImage shown, FrameFigures figures) {
    if (meter != null) {
      int frame = filmed.index() - firstFrame;
      meter.real().show(frame, filmed.picture(), filmed.landmarks(), filmed.pose());
      meter.rendered().show(frame, shown, figures.landmarks, figures.pose);
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
    missing.putAll(refused);
    if (identity != null) {
      IdentityMeter.Similarity similarity = identity.measure(workers);
      rendered.put(Metric.CSIM, similarity.rendered());
      real.put(Metric.CSIM, similarity.real());
    }
    judge(sync, Metric.SYNC_CONFIDENCE, Metric.SYNC_DISTANCE, rendered, real, missing);
    judge(syncNet, Metric.LSE_C, Metric.LSE_D, rendered, real, missing);
    rendered.put(
        Metric.LPIPS, Series.mean(distances.stream().mapToDouble(Double::doubleValue).toArray()));
    return new Readings(rendered.build(), real.build(), missing);
  }

  private static void judge(
      @Nullable SyncMeter meter,
      Metric confidence,
      Metric distance,
      MetricSet.Builder rendered,
      MetricSet.Builder real,
      Map<Metric, String> missing) {
    if (meter == null) {
      return;
    }
    SyncMeter.Verdict verdict = meter.verdict();
    SyncProtocol.Score ofRendered = verdict.rendered();
    if (ofRendered != null) {
      rendered.put(confidence, ofRendered.confidence()).put(distance, ofRendered.distance());
    }
    SyncProtocol.Score ofReal = verdict.real();
    if (ofReal != null) {
      real.put(confidence, ofReal.confidence()).put(distance, ofReal.distance());
    }
    if (!verdict.reason().isEmpty()) {
      missing.put(confidence, verdict.reason());
      missing.put(distance, verdict.reason());
    }
  }
}
