package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import studio.viseme.face.FaceBox;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioReader;
import studio.viseme.media.VideoProbe;
import studio.viseme.media.VideoReader;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * Makes the clip: checks that the video can be used, finds the head, and unpacks the head's square
 * at 25 frames a second beside the speech at 16 kHz. The full-size source is never unpacked.
 */
final class ImportStage implements Stage {
  static final String NAME = "import";
  static final String CLIP = "clip.json";
  static final String SOURCE = "source.json";
  static final String FRAMES = "frames";
  static final String SOUND = "speech.safetensors";
  static final String SAMPLES = "samples";
  static final String SEGMENTS = "segments";

  private static final int SAMPLES_PER_FRAME = AudioFile.SPEECH_RATE / ClipInfo.FPS;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public Map<String, String> parameters(ProjectFolder project) {
    Map<String, String> relevant = new TreeMap<>(ImportOptions.of(project).toMap());
    relevant.remove("fov");
    if (relevant.containsKey("face")) {
      // Which face is which is told in another way since; what is chosen among one is as it was.
      relevant.put("faces", "2");
    }
    return relevant;
  }

  @Override
  public void run(StageRun run) {
    Path source = run.project().source();
    ImportOptions options = ImportOptions.of(run.project());
    VideoProbe probe =
        VideoProbe.of(source).requireTalkingVideo().requireAudioTrack(options.audioTrack());
    double from = options.range().map(ImportOptions.Range::from).orElse(0.0);
    double to =
        Math.min(
            probe.seconds(), options.range().map(ImportOptions.Range::to).orElse(probe.seconds()));
    requireLong(to - from);
    double learned = learnedPart(to - from);
    Optional<HeadCrop> asked =
        options.crop().map(box -> HeadCrop.asked(box, probe.width(), probe.height()));
    // Who chose a face has seen them all, and counted those outside the crop as well.
    Optional<Rectangle> within = options.face().isEmpty() ? options.crop() : Optional.empty();
    FaceSurvey survey = FaceSurvey.of(source, from, from + learned, to, within, run.job());
    Optional<Refusal> refusal = survey.refusal(options.face(), Refusal.album(run.project()));
    if (refusal.isPresent()) {
      throw refusal.get().keep(run.project());
    }
    Refusal.clear(run.project());
    List<FaceBox> faces = survey.faces(options.face());
    HeadCrop crop =
        asked.orElseGet(
            () -> HeadCrop.around(faces, options.face().isEmpty(), probe.width(), probe.height()));
    unpack(run, probe, crop, from, to);
  }

  private static void requireLong(double seconds) {
    if (seconds < VideoProbe.MIN_SECONDS) {
      throw JobException.usage(
          "The range lasts only %.1f seconds".formatted(Math.max(0, seconds)),
          "--range",
          "choose at least 3 seconds");
    }
  }

  /** How many seconds come before the first held-out frame of a clip of this length. */
  private static double learnedPart(double seconds) {
    int frames = Math.max(1, (int) (seconds * ClipInfo.FPS) - 1);
    ClipInfo clip =
        new ClipInfo(16, 16, frames, 16, 16, ClipInfo.FPS, new Rectangle(0, 0, 16, 16), 0);
    return clip.firstHeldOutFrame() / (double) ClipInfo.FPS;
  }

  private static void unpack(
      StageRun run, VideoProbe probe, HeadCrop crop, double from, double to) {
    JobContext job = run.job();
    CutDetector cuts = new CutDetector();
    int frames = 0;
    long expected = Math.round((to - from) * ClipInfo.FPS);
    double start;
    long damaged;
    long sizeChanges;
    try (VideoReader reader = VideoReader.open(probe.file());
        HeadFeed feed = new HeadFeed(reader, crop, from, expected);
        FrameStore.Writer writer =
            new FrameStore.Writer(
                AtomicFiles.createFolder(run.file(FRAMES)),
                crop.width(),
                crop.height(),
                job.workers());
        JobContext.Task task = job.task("unpack", expected, "frames")) {
      start = reader.startSeconds();
      for (RgbImage head = feed.next(); head != null; head = feed.next()) {
        cuts.add(head);
        writer.add(head);
        run.watcher().imported(frames, head);
        frames++;
        task.advance();
      }
      writer.finish();
      damaged = reader.damagedPictures();
      sizeChanges = reader.sizeChanges();
    }
    long samples = (long) frames * SAMPLES_PER_FRAME;
    ClipInfo clip =
        new ClipInfo(
            crop.width(),
            crop.height(),
            frames,
            probe.width(),
            probe.height(),
            probe.fps(),
            crop.box(),
            samples);
    int track = ImportOptions.of(run.project()).audioTrack();
    double silence;
    double drift;
    try (AudioReader sound = AudioReader.open(probe.file(), track, AudioFile.SPEECH_RATE, 1)) {
      sound.startAt(start + from);
      SafeTensors.writer()
          .floats(SAMPLES, samples, (block, count) -> sound.readPadded(block, count))
          .ints(SEGMENTS, cuts.segments(clip.firstHeldOutFrame()))
          .write(run.file(SOUND));
      silence = sound.silenceSeconds();
      drift = sound.driftSeconds();
    }
    Json.write(
        run.file(SOURCE),
        new SourceFacts(
            probe.picture().orElseThrow(),
            probe.fps(),
            probe.variableFrameRate(),
            probe.longestInterval(),
            damaged,
            sizeChanges,
            from,
            track,
            silence,
            drift,
            probe.tracks()));
    Json.write(run.file(CLIP), clip);
  }
}
