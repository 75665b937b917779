package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.evaluation.Evaluation.Baseline;
import studio.viseme.evaluation.Evaluation.Curves;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;

/**
 * Measures an avatar on the part of the clip that nothing was fitted on.
 *
 * <p>The avatar is driven by the held-out sound, head pose and upper face ({@link HeldOutScript}),
 * laid over the held-out frame's own torso and background inside the mask of parsed head and neck,
 * and compared with the frame as 8-bit RGB at the clip's resolution. Beside it run three baselines,
 * the same avatar with a mouth that doesn't listen, and the real film, read by the same tracker.
 * All films are measured in one pass; only numbers and the few pictures of the report are kept.
 */
public final class Evaluator {
  private static final int STRIPS = 6;
  private static final int TIMED_FRAMES = 60;
  private static final int TIMINGS = 3;

  private final Subject subject;
  private final JobContext job;

  public Evaluator(Subject subject, JobContext job) {
    this.subject = subject;
    this.job = job;
  }

  /** Runs the protocol. A clip too short to hold anything out gives a report without metrics. */
  public Evaluation evaluate() {
    ClipInfo clip = subject.capture().clip();
    int heldOut = clip.frames() - clip.firstHeldOutFrame();
    if (heldOut == 0) {
      job.warn("the clip is too short to hold frames out: nothing is measured");
      return unmeasured(0);
    }
    if (subject.facts().trainedOnAll()) {
      job.warn("the avatar was trained on the whole clip: nothing is measured");
      return unmeasured(heldOut);
    }
    subject.instruments().refused().values().stream().distinct().forEach(job::warn);
    PoseAlignment alignment = subject.avatar().alignment();
    HeldOutScript script = script(alignment.refined());
    if (script.frames().isEmpty()) {
      job.warn("no held-out frame can be measured");
      return unmeasured(heldOut);
    }
    MetricSet trackedPose =
        alignment.isRefined() ? withoutLooking(script(alignment.expected())) : MetricSet.NONE;
    return measured(script, heldOut, trackedPose);
  }

  /**
   * Pictures of chosen frames, so that several runs can be seen at one moment.
   *
   * @param frames held-out ones; what can't be measured is left out
   */
  public List<Evaluation.Strip> pictures(Collection<Integer> frames) {
    RgbImage plate = subject.plate();
    HeldOutScript script = script(subject.avatar().alignment().refined());
    FilmMeter meter = new FilmMeter(subject.tracking(), FilmMeter.Pictures.MOUTH);
    List<Evaluation.Strip> strips = new ArrayList<>();
    for (int frame : frames) {
      job.checkpoint();
      RealFrame filmed =
          script.frames().contains(frame)
              ? RealFrame.of(subject.capture(), frame, subject.tracking())
              : null;
      if (filmed != null) {
        RgbImage shown = show(script.at(frame), filmed, plate);
        double distance = meter.add(filmed, shown).lmdPx;
        strips.add(
            new Evaluation.Strip(
                frame, Evaluation.Choice.COMPARED, distance, StripPainter.jpeg(filmed, shown)));
      }
    }
    return strips;
  }

  private HeldOutScript script(PoseCorrections poses) {
    return new HeldOutScript(
        subject.capture(), subject.encoder(), subject.avatar().speechWindow(), poses);
  }

  /** The avatar's metrics under another script, without baselines, curves and pictures. */
  private MetricSet withoutLooking(HeldOutScript script) {
    RgbImage plate = subject.plate();
    FilmMeter meter =
        new FilmMeter(subject.tracking(), FilmMeter.Pictures.ALL, expressionError(true));
    NetMeters nets = nets(script);
    try (JobContext.Task task = job.task("tracked pose", script.frames().size(), "frames")) {
      for (int frame : script.frames()) {
        RealFrame filmed = RealFrame.of(subject.capture(), frame, subject.tracking());
        if (filmed != null) {
          RgbImage shown = show(script.at(frame), filmed, plate);
          nets.show(filmed, shown, meter.add(filmed, shown));
        }
        task.advance();
      }
    }
    return meter
        .summary()
        .and(beats(meter, SpeechBeats.of(script.sound()), script))
        .and(nets.read(job.workers()).rendered());
  }

  private @Nullable ExpressionError expressionError(boolean withUpperFace) {
    boolean known = subject.capture().capabilities().contains(Capture.Capability.EXPRESSION);
    return known ? new ExpressionError(subject.capture(), withUpperFace) : null;
  }

  private FilmMeter baseline() {
    return new FilmMeter(subject.tracking(), FilmMeter.Pictures.MOUTH, expressionError(false));
  }

  private NetMeters nets(HeldOutScript script) {
    return new NetMeters(
        subject.instruments(),
        subject.capture().head(),
        script.sound(),
        script.first(),
        script.frames().size());
  }

  private static MetricSet beats(FilmMeter film, double[] ofSound, HeldOutScript script) {
    double[] moments = new double[ofSound.length];
    for (int i = 0; i < moments.length; i++) {
      moments[i] = ofSound[i] + script.first();
    }
    return MetricSet.builder().put(Metric.BEAT_ALIGN, film.beatAlignment(moments)).build();
  }

  private Evaluation unmeasured(int heldOut) {
    return new Evaluation(
        subject.project(),
        subject.source(),
        subject.facts(),
        subject.capture().clip(),
        heldOut,
        0,
        MetricSet.NONE,
        MetricSet.NONE,
        MetricSet.NONE,
        Map.of(),
        MetricSet.NONE,
        Map.of(),
        OptionalDouble.empty(),
        Curves.NONE,
        List.of());
  }

  private Evaluation measured(HeldOutScript script, int heldOut, MetricSet trackedPose) {
    RgbImage plate = subject.plate();
    RawTracking tracking = subject.tracking();
    FilmMeter real = new FilmMeter(tracking, FilmMeter.Pictures.REAL);
    FilmMeter rendered = new FilmMeter(tracking, FilmMeter.Pictures.ALL, expressionError(true));
    FilmMeter frozen = baseline();
    FilmMeter mean = baseline();
    FilmMeter shuffled = baseline();
    FilmMeter whole = new FilmMeter(tracking, FilmMeter.Pictures.ALL, expressionError(true));
    NetMeters nets = nets(script);
    StripPicker strips = new StripPicker(script.frames(), STRIPS);
    try (JobContext.Task task = job.task("evaluate", script.frames().size(), "frames")) {
      for (int frame : script.frames()) {
        measureFrame(
            frame,
            script,
            plate,
            real,
            List.of(rendered, frozen, mean, shuffled),
            whole,
            nets,
            strips);
        task.advance();
      }
    }
    Map<Baseline, MetricSet> baselines = new EnumMap<>(Baseline.class);
    baselines.put(Baseline.FROZEN_MOUTH, frozen.summary());
    baselines.put(Baseline.MEAN_MOUTH, mean.summary());
    baselines.put(Baseline.SHUFFLED_AUDIO, shuffled.summary());
    double[] beats = SpeechBeats.of(script.sound());
    NetMeters.Readings read = nets.read(job.workers());
    return new Evaluation(
        subject.project(),
        subject.source(),
        subject.facts(),
        subject.capture().clip(),
        heldOut,
        rendered.frames().size(),
        rendered.summary().and(beats(rendered, beats, script)).and(read.rendered()),
        whole.frames().isEmpty()
            ? MetricSet.NONE
            : whole.summary().and(beats(whole, beats, script)),
        trackedPose,
        baselines,
        real.summary().and(beats(real, beats, script)).and(read.real()),
        read.missing(),
        timeRendering(script, plate),
        curves(rendered.frames(), frozen.frames()),
        strips.strips());
  }

  private void measureFrame(
      int frame,
      HeldOutScript script,
      RgbImage plate,
      FilmMeter real,
      List<FilmMeter> films,
      FilmMeter whole,
      NetMeters nets,
      StripPicker strips) {
    RealFrame filmed = RealFrame.of(subject.capture(), frame, subject.tracking());
    if (filmed == null) {
      return;
    }
    real.addReal(filmed);
    FrameState state = script.at(frame);
    List<FrameState> states =
        List.of(
            state,
            state.withMouth(MouthDrive.REST),
            state.withMouth(MouthDrive.MEAN),
            script.withShuffledSound(frame));
    List<RgbImage> shown = new ArrayList<>();
    for (FrameState each : states) {
      shown.add(show(each, filmed, plate));
    }
    FrameFigures[] figures = new FrameFigures[films.size()];
    job.workers().forEach(films.size(), i -> figures[i] = films.get(i).add(filmed, shown.get(i)));
    Optional<Layer> person = subject.avatar().renderWhole(state);
    if (person.isPresent()) {
      whole.add(filmed, Compositor.over(person.get(), plate));
    }
    nets.show(filmed, shown.getFirst(), figures[0]);
    strips.offer(filmed, shown.getFirst(), figures[0]);
  }

  private RgbImage show(FrameState state, RealFrame filmed, RgbImage plate) {
    return Compositor.overFrame(
        subject.avatar().render(state), filmed.picture(), filmed.mask(), plate);
  }

  /**
   * From performance to composited RGB, without reading or writing pictures: the median of three
   * runs.
   */
  private OptionalDouble timeRendering(HeldOutScript script, RgbImage plate) {
    Avatar avatar = subject.avatar();
    List<Integer> frames =
        script.frames().subList(0, Math.min(TIMED_FRAMES, script.frames().size()));
    double[] rates = new double[TIMINGS];
    for (int run = 0; run < TIMINGS; run++) {
      long start = System.nanoTime();
      for (int frame : frames) {
        Compositor.over(avatar.render(script.at(frame)), plate);
      }
      rates[run] = frames.size() / ((System.nanoTime() - start) * 1e-9);
      job.checkpoint();
    }
    return OptionalDouble.of(Series.quantile(rates, .5));
  }

  private static Curves curves(List<FrameFigures> rendered, List<FrameFigures> frozen) {
    return new Curves(
        rendered.stream().mapToInt(f -> f.frame).toArray(),
        rendered.stream().mapToDouble(f -> f.lmdPx).toArray(),
        frozen.stream().mapToDouble(f -> f.lmdPx).toArray(),
        rendered.stream().mapToDouble(f -> f.realGap).toArray(),
        rendered.stream().mapToDouble(f -> f.gap).toArray(),
        rendered.stream().mapToDouble(f -> f.psnrHead).toArray());
  }
}
