package studio.viseme.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.media.AudioSource;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.sample.voice.FormantSynthesizer;
import studio.viseme.sample.voice.MouthShape;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.sample.voice.TimedPhone;
import studio.viseme.sample.voice.WavFile;

/**
 * A talking head that is nobody: modelled, painted, lit, moved and voiced by rules, so that the
 * program can show what it does, and be measured against exact truth, without anybody's footage.
 * The face is the canonical face mesh that trackers know, grown into a head; what a tracker should
 * say about a frame is therefore known to the point.
 *
 * <p>A presenter is a pure function of script, seed and time: the same frame is the same bits on
 * any thread, in any order. Thread-safe.
 */
public final class SamplePresenter {
  public static final int SIZE = Stage.SIZE;
  public static final double FPS = 25;
  private static final long BIT_RATE = 12_000_000;

  /** Frames that are rendered side by side before they are written in order. */
  private static final int BATCH = 16;

  private final SampleScript script;
  private final long seed;
  private final List<TimedPhone> phones;
  private final Acting acting;
  private final Stage stage;
  private final ConcurrentLinkedQueue<StudioCamera> cameras = new ConcurrentLinkedQueue<>();

  public SamplePresenter(SampleScript script, long seed) {
    this(script, seed, Casting.PRESENTER);
  }

  /** Somebody else, or the same filmed otherwise. */
  public SamplePresenter(SampleScript script, long seed, Casting casting) {
    this.script = script;
    this.seed = seed;
    phones = script.timing();
    acting = new Acting(phones, seed, casting.shooting);
    stage = new Stage(seed, casting);
  }

  /** How long the script lasts, seconds. */
  public double duration() {
    return phones.getLast().end();
  }

  /** Frames of the whole film. */
  public int frames() {
    return (int) Math.floor(duration() * FPS);
  }

  public PinholeCamera camera() {
    return stage.camera;
  }

  /** The sounds and their times. */
  public List<TimedPhone> phones() {
    return phones;
  }

  /** Moments at which the eyes are shut, seconds. */
  public List<Double> blinks() {
    return acting.blinks();
  }

  /** The 468 points of the presenter's face at rest × 3, head space, centimetres. */
  public float[] restShape() {
    return stage.restShape();
  }

  /** From the tip of the nose to the back of the skull, centimetres. */
  public double headDepth() {
    return stage.headDepth();
  }

  /** The backdrop as the camera sees it when nobody is in the picture; without the film's grain. */
  public RgbImage plate() {
    return StudioCamera.plate(stage.backdrop, stage.casting.shooting.exposure());
  }

  /** Where the backdrop itself moves, 255, so that no plate can be right there. */
  public GrayImage movingBackdrop() {
    GrayImage moving = new GrayImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean moves = stage.casting.backdrop.movesAt((x + 0.5) / SIZE, (y + 0.5) / SIZE);
        moving.set(x, y, moves ? 255 : 0);
      }
    }
    return moving;
  }

  /** The voice: mono, 16 kHz, −1..1; sample 0 sounds with frame 0. */
  public float[] speech() {
    return FormantSynthesizer.speak(script, seed);
  }

  /** The frame at a moment, and all that is true of it. */
  public SampleFrame frame(double seconds) {
    return film(acting.at(seconds), seconds);
  }

  /** The same moment with the mouth in a shape of the caller's choice. */
  SampleFrame frame(double seconds, MouthShape mouth) {
    FaceState s = acting.at(seconds);
    return film(
        new FaceState(s.pose(), mouth, s.lids(), s.brow(), s.gazeX(), s.gazeY(), s.breath()),
        seconds);
  }

  /** What the presenter does at a moment. */
  FaceState acting(double seconds) {
    return acting.at(seconds);
  }

  private SampleFrame film(FaceState state, double seconds) {
    StudioCamera camera = cameras.poll();
    if (camera == null) {
      camera = new StudioCamera(stage);
    }
    StudioCamera.Shot shot = camera.film(state, seconds);
    cameras.add(camera);
    FrameTruth truth =
        new FrameTruth(
            seconds,
            state.pose(),
            landmarks(state),
            shot.labels(),
            shot.alpha(),
            shot.depth(),
            state.mouth(),
            state.lids(),
            state.brow(),
            state.gazeX(),
            state.gazeY(),
            phoneAt(seconds));
    return new SampleFrame(shot.picture(), truth);
  }

  private float[] landmarks(FaceState state) {
    float[] points = Vectors.project(stage.landmarks(state), state.pose(), stage.camera, 1);
    double middle = state.pose().translation().z();
    for (int i = 2; i < points.length; i += 3) {
      points[i] = (float) ((1 / points[i] - middle) * stage.camera.focal() / middle);
    }
    return points;
  }

  private Phone phoneAt(double seconds) {
    return phones.stream()
        .filter(p -> seconds < p.end())
        .findFirst()
        .orElse(phones.getLast())
        .phone();
  }

  /** The whole film as frames by number. */
  public FrameSource film() {
    return new FrameSource() {
      @Override
      public int width() {
        return SIZE;
      }

      @Override
      public int height() {
        return SIZE;
      }

      @Override
      public int count() {
        return frames();
      }

      @Override
      public RgbImage frame(int index) {
        return SamplePresenter.this.frame(Objects.checkIndex(index, frames()) / FPS).picture();
      }
    };
  }

  /**
   * Renders the film of a script and its truth.
   *
   * <p>Writes {@code presenter.mp4} (picture and voice), {@code dub.wav} (another text in the same
   * voice, to dub with), and {@code truth/}: {@code truth.safetensors} with what was measured a
   * frame, {@code truth.json} with camera, sounds and blinks.
   *
   * @throws JobException (input) when the folder can't be written
   */
  public static void render(SampleScript script, long seed, Path folder, JobContext job) {
    try {
      Files.createDirectories(folder.resolve("truth"));
    } catch (IOException e) {
      throw JobException.input("The folder can't be made", folder, "name another");
    }
    SamplePresenter presenter = new SamplePresenter(script, seed);
    TruthWriter truth = new TruthWriter(presenter);
    try (JobContext.Task task =
            job.task("rendering the sample presenter", presenter.frames(), "frames");
        VideoWriter writer =
            VideoWriter.withSound(
                folder.resolve("presenter.mp4"),
                VideoSettings.of(SIZE, SIZE, FPS)
                    .withVideoBitRate(BIT_RATE)
                    .with("title", script.title())
                    .with("comment", "Synthetic: a rendered person who doesn't exist"),
                AudioSource.of(presenter.speech(), FormantSynthesizer.RATE, 1))) {
      SampleFrame[] batch = new SampleFrame[BATCH];
      for (int first = 0; first < presenter.frames(); first += BATCH) {
        int from = first;
        int count = Math.min(BATCH, presenter.frames() - first);
        job.workers().forEach(count, i -> batch[i] = presenter.frame((from + i) / FPS));
        for (int i = 0; i < count; i++) {
          writer.write(batch[i].picture());
          truth.add(batch[i].truth());
          task.advance();
        }
      }
      writer.finish();
    }
    truth.write(folder.resolve("truth"));
    WavFile.write(
        folder.resolve("dub.wav"),
        FormantSynthesizer.speak(SampleScript.bundled("dub"), seed),
        FormantSynthesizer.RATE);
  }
}
