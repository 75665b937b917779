package studio.viseme.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.identity.FaceIdentity;
import studio.viseme.job.JobException;

/**
 * The nets that some measures need; a measure without its net is missing from the report.
 *
 * @param identity tells who a face belongs to
 * @param sync our own judge of lips and sound
 * @param syncNet the published one, if the user added it
 * @param lpips the perceptual distance, if the user added it
 * @param refused why a file that the user added isn't used, by the measures it is for
 */
public record Instruments(
    @Nullable FaceIdentity identity,
    @Nullable SyncJudge sync,
    @Nullable SyncJudge syncNet,
    @Nullable LpipsNet lpips,
    Map<Metric, String> refused) {
  /** Names of the files that a user can add. */
  public static final String LPIPS_FILE = "lpips.onnx";

  public static final String SYNCNET_LIPS_FILE = "syncnet-lips.onnx";
  public static final String SYNCNET_AUDIO_FILE = "syncnet-audio.onnx";

  /** No net at all. */
  public static final Instruments NONE = new Instruments(null, null, null, null, Map.of());

  /**
   * The program's own, and what the user added.
   *
   * @param folder of the user's files; need not be there
   */
  public static Instruments load(FaceIdentity identity, @Nullable SyncJudge sync, Path folder) {
    Map<Metric, String> refused = new EnumMap<>(Metric.class);
    Path seeing = folder.resolve(SYNCNET_LIPS_FILE);
    Path hearing = folder.resolve(SYNCNET_AUDIO_FILE);
    SyncJudge syncNet =
        Files.exists(seeing) || Files.exists(hearing)
            ? opened(() -> SyncNetJudge.open(seeing, hearing), refused, Metric.LSE_C, Metric.LSE_D)
            : null;
    Path distance = folder.resolve(LPIPS_FILE);
    LpipsNet lpips =
        Files.exists(distance)
            ? opened(() -> LpipsNet.open(distance), refused, Metric.LPIPS)
            : null;
    return new Instruments(identity, sync, syncNet, lpips, Map.copyOf(refused));
  }

  private static <T> @Nullable T opened(
      Supplier<T> net, Map<Metric, String> refused, Metric... measures) {
    try {
      return net.get();
    } catch (JobException e) {
      for (Metric measure : measures) {
        refused.put(measure, String.valueOf(e.getMessage()));
      }
      return null;
    }
  }
}
