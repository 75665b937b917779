package studio.viseme.app;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import studio.viseme.avatar.FrameState;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Stopwatch;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;

/**
 * How fast a finished avatar is drawn: its clip's own movement and speech, at the clip's size, over
 * its frames. Reading frames and hearing the sound come before and don't count; nor does the first
 * third of the time, in which the compilers work.
 */
public final class DrawingMeasure {
  private static final int MOMENTS = 50;

  private final OpenAvatar opened;
  private final List<Moment> moments;

  private record Moment(FrameState state, RgbImage frame, GrayImage mask) {}

  /**
   * One figure.
   *
   * @param pictures drawn while the time ran
   * @param perSecond by the clock
   * @param cpuMilliseconds of all threads, a picture
   */
  public record Figure(String key, int pictures, double perSecond, double cpuMilliseconds) {}

  public DrawingMeasure(OpenAvatar opened) {
    this.opened = opened;
    Capture capture = opened.capture();
    FeatureSequence speech = opened.encoder().encode(capture.speech());
    int frames = capture.clip().frames();
    this.moments =
        IntStream.range(0, MOMENTS)
            .map(i -> (int) ((long) i * frames / MOMENTS))
            .filter(capture::usable)
            .mapToObj(frame -> moment(frame, speech))
            .toList();
  }

  private Moment moment(int frame, FeatureSequence speech) {
    Capture capture = opened.capture();
    double seconds = frame / (double) ClipInfo.FPS;
    FrameState state =
        new FrameState(
            capture.head().poses().get(frame),
            capture.upperFace(frame),
            opened.avatar().speechWindow().cut(speech, seconds));
    return new Moment(state, capture.frames().frame(frame), HeadMask.of(capture.parsing(frame)));
  }

  /**
   * Draws heads alone, then heads over their frames.
   *
   * @param seconds how long each
   */
  public List<Figure> measure(double seconds, JobContext job) {
    return List.of(
        timed("head", seconds, job, this::draw),
        timed("composed", seconds, job, moment -> compose(moment, job.workers())));
  }

  private Layer draw(Moment moment) {
    return opened.avatar().render(moment.state);
  }

  private RgbImage compose(Moment moment, Workers workers) {
    return Compositor.overFrame(
        draw(moment), moment.frame, moment.mask, opened.capture().plate(), workers);
  }

  private Figure timed(String key, double seconds, JobContext job, Consumer<Moment> work) {
    repeat(seconds / 3, job, work);
    Stopwatch watch = Stopwatch.start();
    int pictures = repeat(seconds * 2 / 3, job, work);
    double taken = watch.seconds();
    return new Figure(key, pictures, pictures / taken, 1000 * watch.cpuSeconds() / pictures);
  }

  private int repeat(double seconds, JobContext job, Consumer<Moment> work) {
    Stopwatch watch = Stopwatch.start();
    int pictures = 0;
    while (watch.seconds() < seconds) {
      job.checkpoint();
      work.accept(moments.get(pictures++ % moments.size()));
    }
    return pictures;
  }
}
