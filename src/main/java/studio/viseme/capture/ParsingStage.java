package studio.viseme.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.BackgroundPlate;
import studio.viseme.face.parsing.MaskSequence;
import studio.viseme.face.parsing.PortraitParser;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Png;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;

/**
 * Takes every frame apart into hair, skin, neck, clothes and background, and gathers the background
 * that the person hides. Both come from what is learned of the clip once. Cut off, it goes on after
 * the last segment of masks that is there.
 */
final class ParsingStage implements Stage {
  static final String NAME = "parsing";
  static final String MASKS = "masks";
  static final String PLATE = "plate.png";
  static final String RELIABILITY = "plate-reliability.png";

  /** Frames parsed side by side before their blocks are kept, in order. */
  private static final int BATCH = 25;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 12;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME, LandmarkStage.NAME, PoseStage.NAME);
  }

  @Override
  public Map<String, String> parameters(ProjectFolder project) {
    return MaskFolder.of(project)
        .map(masks -> Map.of("masks", masks.fingerprint()))
        .orElse(Map.of());
  }

  @Override
  public void run(StageRun run) {
    Optional<MaskFolder> imported = MaskFolder.of(run.project());
    imported.ifPresent(
        masks -> {
          masks.check(run.capture().clip());
          run.job().note("masks made elsewhere for " + masks.frames() + " frames");
        });
    FrameSource frames = run.capture().frames();
    LandmarkTrack landmarks = run.capture().landmarks();
    HeadTrack head = run.capture().head();
    int fitFrames = run.capture().clip().firstHeldOutFrame();
    try (PortraitParser parser =
        PortraitParser.fit(frames, landmarks, head, fitFrames, run.job())) {
      BackgroundPlate plate = parser.plate();
      AtomicFiles.write(run.file(PLATE), Png.encode(plate.image()));
      AtomicFiles.write(run.file(RELIABILITY), Png.encode(plate.reliability()));
      parse(run, parser, frames, landmarks, head, imported);
    }
  }

  private static void parse(
      StageRun run,
      PortraitParser parser,
      FrameSource frames,
      LandmarkTrack landmarks,
      HeadTrack head,
      Optional<MaskFolder> imported) {
    ClipInfo clip = run.capture().clip();
    Path folder = createFolder(run.file(MASKS));
    int segment = BlockStore.Writer.resumeAt(folder);
    BlockStore.Writer writer = new BlockStore.Writer(folder, segment);
    int start = Math.min(frames.count(), segment * BlockStore.PER_SEGMENT);
    MaskSequence sequence =
        new MaskSequence(parser, frames, landmarks, head, run.capture().segments());
    Parsing last =
        start == 0
            ? null
            : MaskStore.open(folder, frames.width(), frames.height(), start).parsing(start - 1);
    try (JobContext.Task task = run.job().task("masks", frames.count(), "frames")) {
      task.advance(start, "");
      for (int first = start; first < frames.count(); first += BATCH) {
        byte[][] packed = new byte[Math.min(BATCH, frames.count() - first)][];
        Workers workers = run.job().workers();
        Parsing[] masks =
            sequence.parse(
                first,
                packed.length,
                last,
                workers,
                (own, t) -> imported.map(m -> m.over(own, t, clip)).orElse(own));
        int from = first;
        workers.forEach(
            packed.length,
            i -> {
              packed[i] = MaskStore.pack(masks[i]);
              run.watcher().parsed(from + i, masks[i]);
            });
        last = masks[packed.length - 1];
        for (byte[] block : packed) {
          writer.add(block);
        }
        task.advance(packed.length, "");
      }
    }
    writer.finish();
  }

  private static Path createFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    }
  }
}
