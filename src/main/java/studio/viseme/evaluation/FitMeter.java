package studio.viseme.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.capture.LearningPart;
import studio.viseme.compositing.Compositor;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * How near an avatar is to frames that it has learnt from, and to the validation frames behind
 * them: what presets are chosen by. It knows a clip's {@link LearningPart} alone, so no held-out
 * frame can be looked at.
 *
 * <p>The avatar is driven by the sound, laid over each frame inside the mask of parsed head and
 * neck, and compared at the clip's own size, as the {@link Evaluator} does it. The sound is encoded
 * in two pieces, so that neither hears the other.
 */
public final class FitMeter {
  private final LearningPart part;
  private final Avatar avatar;
  private final SpeechEncoder encoder;
  private final RawTracking tracking;

  /** Parts of a head that are told apart. The rim belongs to none of the others. */
  public enum Region {
    HAIR("hair"),
    RIM("rim"),
    SKIN("skin"),
    EYES("eyes"),
    MOUTH("mouth"),
    NECK("neck");

    private final String key;

    Region(String key) {
      this.key = key;
    }

    /** The key in the JSON. */
    public String key() {
      return key;
    }
  }

  /**
   * Frames' figures.
   *
   * @param frames how many were measured
   * @param metrics as in a report, as far as single frames tell them
   * @param regions PSNR of the squared error over all frames' pixels of a region, dB; absent where
   *     there is none
   */
  public record Fit(int frames, MetricSet metrics, Map<Region, Double> regions) {}

  public FitMeter(LearningPart part, Avatar avatar, SpeechEncoder encoder, RawTracking tracking) {
    this.part = part;
    this.avatar = avatar;
    this.encoder = encoder;
    this.tracking = tracking;
  }

  /** Frames that were learnt from, every so many. */
  public Fit learnt(int every, JobContext job) {
    return measure(0, part.clip().firstHeldOutFrame(), every, job);
  }

  /** The validation part, every so many frames. */
  public Fit validation(int every, JobContext job) {
    return measure(part.clip().firstHeldOutFrame(), part.clip().frames(), every, job);
  }

  private Fit measure(int from, int to, int every, JobContext job) {
    FeatureSequence speech = encoder.encode(sound(from, to));
    PoseCorrections poses = avatar.alignment().refined();
    RgbImage plate = part.plate();
    FilmMeter meter = new FilmMeter(tracking, FilmMeter.Pictures.ALL);
    RegionErrors errors = new RegionErrors();
    try (JobContext.Task task = job.task("measure", (to - from + every - 1) / every, "frames")) {
      for (int frame = from; frame < to; frame += every) {
        RealFrame real = part.usable(frame) ? RealFrame.of(part, frame, tracking) : null;
        if (real != null) {
          FrameState state =
              new FrameState(
                  poses.apply(frame, part.head().poses().get(frame)),
                  part.upperFace(frame),
                  avatar.speechWindow().cut(speech, frame - from, ClipInfo.FPS));
          RgbImage shown =
              Compositor.overFrame(avatar.render(state), real.picture(), real.mask(), plate);
          meter.add(real, shown);
          errors.add(part, real, shown);
        }
        task.advance();
      }
    }
    return new Fit(meter.frames().size(), meter.summary(), errors.decibels());
  }

  private float[] sound(int from, int to) {
    float[] all = part.speech();
    int begin = (int) Math.min(all.length, ClipInfo.samples(from));
    return Arrays.copyOfRange(all, begin, (int) Math.min(all.length, ClipInfo.samples(to)));
  }

  /** Squared errors by region. */
  private static final class RegionErrors {
    private final long[] errors = new long[Region.values().length];
    private final long[] values = new long[Region.values().length];

    void add(Capture capture, RealFrame real, RgbImage shown) {
      byte[] labels = capture.parsing(real.index()).labels().data();
      byte[] mask = real.mask().data();
      byte[] rim = real.withoutNeck() == null ? mask : real.withoutNeck().rim().data();
      byte[] a = real.picture().data();
      byte[] b = shown.data();
      for (int i = 0; i < labels.length; i++) {
        if (mask[i] >= 0) {
          continue;
        }
        Region region = region(FaceRegion.of(labels[i] & 0xff), rim[i] < 0);
        if (region != null) {
          for (int k = 3 * i; k < 3 * i + 3; k++) {
            int d = (a[k] & 0xff) - (b[k] & 0xff);
            errors[region.ordinal()] += (long) d * d;
          }
          values[region.ordinal()] += 3;
        }
      }
    }

    private static @Nullable Region region(FaceRegion parsed, boolean rim) {
      if (rim) {
        return Region.RIM;
      }
      return switch (parsed) {
        case HAIR -> Region.HAIR;
        case HEAD_SKIN -> Region.SKIN;
        case EYES -> Region.EYES;
        case LIPS, MOUTH_INTERIOR -> Region.MOUTH;
        case NECK -> Region.NECK;
        case BACKGROUND, TORSO -> null;
      };
    }

    Map<Region, Double> decibels() {
      Map<Region, Double> all = new EnumMap<>(Region.class);
      for (Region region : List.of(Region.values())) {
        int i = region.ordinal();
        if (values[i] > 0) {
          all.put(region, Psnr.decibels(errors[i], values[i]));
        }
      }
      return Collections.unmodifiableMap(all);
    }
  }
}
