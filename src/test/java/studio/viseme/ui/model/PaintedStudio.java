package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.FaultLog;
import studio.viseme.app.Studio;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture.Capability;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.FakeCapture;
import studio.viseme.capture.StageStatus;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.FrameRange;
import studio.viseme.capture.check.Severity;
import studio.viseme.export.Rehearsal;
import studio.viseme.image.Layer;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.project.ProjectManifest.Consent;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.sample.voice.SampleScript;

/** A studio whose projects are painted: the same on every machine, and there at once. */
public final class PaintedStudio {
  /** Everything that can be done was done. */
  public static final Path FULL = Path.of("/films/Morning talk.viseme");

  /** Only imported. */
  public static final Path NEW = Path.of("/films/First take.viseme");

  private static final FakeCapture CAPTURE = FakeCapture.builder().size(256).frames(150).build();

  private static final FakeCapture UNKNOWN =
      FakeCapture.builder()
          .size(256)
          .frames(150)
          .capabilities(EnumSet.of(Capability.FRAMES, Capability.SPEECH, Capability.UPPER_FACE))
          .build();

  private PaintedStudio() {}

  /**
   * @param folder for what the window remembers and logs
   */
  public static StudioModel model(Path folder, PreferenceFile preferences) {
    return new StudioModel(
        new StudioModel.Parts(
            TaskExecutor.sameThread(),
            TaskExecutor.sameThread(),
            new FakeSound(),
            preferences,
            new FaultLog(folder.resolve("log")),
            Workers.sameThread(),
            Path.of("/home/ada/Viseme Studio"),
            SampleScript.bundled("dub")),
        new Studio(),
        PaintedStudio::look,
        PaintedStudio::rehearse);
  }

  private static ProjectSnapshot look(Path folder) {
    if (folder.endsWith(FULL.getFileName())) {
      return new ProjectSnapshot(
          folder,
          "Morning talk",
          new Consent("Ada is shown; agreed by herself", "ada", "00", "2026-01-01T00:00:00Z"),
          stages(StageStatus.State.UP_TO_DATE),
          List.of(avatar("syncgaussian-2", false), avatar("syncgaussian-1", true)),
          Map.of(),
          List.of(
              new ExportRecord("exports/greeting.mp4", "syncgaussian-1", "00", "2026"),
              new ExportRecord("exports/farewell.mp4", "syncgaussian-1", "00", "2026")),
          findings(),
          CAPTURE);
    }
    if (folder.endsWith(NEW.getFileName())) {
      return new ProjectSnapshot(
          folder,
          "First take",
          null,
          stages(StageStatus.State.MISSING),
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          UNKNOWN);
    }
    throw JobException.input("There is no such project", folder, "check the name");
  }

  private static List<StageStatus> stages(StageStatus.State state) {
    List<String> names = CaptureStages.names();
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                i < 2
                    ? new StageStatus(names.get(i), StageStatus.State.UP_TO_DATE, 12, 34_000_000)
                    : new StageStatus(names.get(i), state, 0, 0))
        .toList();
  }

  private static AvatarRecord avatar(String id, boolean finished) {
    return new AvatarRecord(
        id,
        "syncgaussian",
        Map.of("preset", "draft"),
        Map.of(),
        "2026-01-01T00:00:00Z",
        finished ? "2026-01-01T00:01:00Z" : null,
        finished ? Map.of("seconds", 61.0) : Map.of());
  }

  private static List<Finding> findings() {
    return List.of(
        new Finding(
            "speech",
            Severity.PROBLEM,
            "hardly any speech is heard: take the other audio track",
            null,
            List.of(),
            0.0,
            0.25,
            "share",
            new Fix.ChooseTrack(1)),
        new Finding(
            "occlusion",
            Severity.WARNING,
            "something covers the face from 2.0 to 3.0 s",
            null,
            List.of(new FrameRange(50, 75)),
            0.2,
            0.12,
            "share of the face",
            new Fix.Exclude(List.of(new FrameRange(50, 75)))));
  }

  /** A head that is the frame's own, a little brighter. */
  private static Rehearsed rehearse(ProjectSnapshot project, String avatar, @Nullable Path sound) {
    return new Rehearsed() {
      @Override
      public RgbImage render(Rehearsal.Direction direction) {
        return brighter(CAPTURE.frames().frame(clipFrame(direction.seconds())));
      }

      @Override
      public Raster still(Rehearsal.Direction direction) {
        return render(direction);
      }

      @Override
      public int clipFrame(double seconds) {
        return Math.clamp((long) (seconds * 25), 0, CAPTURE.clip().frames() - 1);
      }

      @Override
      public void close() {}
    };
  }

  private static RgbImage brighter(RgbImage frame) {
    RgbImage out = frame.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) Math.min(255, (out.data()[i] & 255) + 20);
    }
    return out;
  }

  /** An avatar has learnt for a while, and shows what it makes of a frame. */
  public static void learn(StudioModel model) {
    TrainingWatcher watcher = model.train().watcher(CAPTURE, () -> 12);
    for (int step = 10; step <= 600; step += 10) {
      watcher.told(
          step, 0.02 + 0.3 * Math.exp(-step / 120.0), 18 + 8 * (1 - Math.exp(-step / 150.0)));
    }
    RgbImage frame = brighter(CAPTURE.frames().frame(12));
    float[] rgba = new float[4 * frame.width() * frame.height()];
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      for (int c = 0; c < 3; c++) {
        rgba[4 * i + c] = (frame.data()[3 * i + c] & 255) / 255f;
      }
      rgba[4 * i + 3] = 1;
    }
    watcher.seen(12, 600, new Layer(frame.width(), frame.height(), rgba));
  }

  /** A film lies in the player. */
  public static void watch(StudioModel model, Path film) {
    model.dub().film().open(film);
  }

  /** A job of the open project ended without success. */
  public static void fail(StudioModel model) {
    model
        .desk()
        .start(
            "Dub Morning talk with greeting.wav",
            Page.DUB,
            job -> {
              throw JobException.input(
                  "There is no sound in the file", "greeting.wav", "record it again");
            },
            result -> {});
  }
}
