package studio.viseme.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import studio.viseme.capture.check.Finding;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.face.depth.MeshDepth;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * A project's capture, read from its folder. Each part is read when it is first asked for; frames
 * and masks are read block by block through memory maps and bounded caches, so that opening is
 * immediate and memory does not grow with the clip's pictures.
 */
public final class CaptureFolder implements Capture {
  /** The stage whose files hold a part. */
  private static final Map<Capability, String> STAGE_OF =
      new EnumMap<>(
          Map.of(
              Capability.FRAMES, ImportStage.NAME,
              Capability.SPEECH, SpeechStage.NAME,
              Capability.LANDMARKS, LandmarkStage.NAME,
              Capability.POSE, PoseStage.NAME,
              Capability.UPPER_FACE, ExpressionStage.NAME,
              Capability.EXPRESSION, ExpressionStage.NAME,
              Capability.MASKS, ParsingStage.NAME,
              Capability.PLATE, ParsingStage.NAME,
              Capability.DEPTH, DepthStage.NAME));

  private final ProjectFolder project;
  private final Set<Capability> capabilities;
  private final Lazy<ClipInfo> clip =
      new Lazy<>(() -> Json.read(file(ImportStage.NAME, ImportStage.CLIP), ClipInfo.class));
  private final Lazy<SourceFacts> source =
      new Lazy<>(() -> Json.read(file(ImportStage.NAME, ImportStage.SOURCE), SourceFacts.class));
  private final Lazy<FrameStore> frames;
  private final Lazy<float[]> speech = new Lazy<>(() -> speech(0, (int) clip().speechSamples()));
  private final Lazy<int[]> segments = new Lazy<>(this::readSegments);
  private final Lazy<boolean[]> voice =
      new Lazy<>(() -> SpeechStage.read(folder(SpeechStage.NAME)));
  private final Lazy<LandmarkTrack> landmarks =
      new Lazy<>(() -> LandmarkStage.read(folder(LandmarkStage.NAME)));
  private final Lazy<HeadTrack> head = new Lazy<>(() -> PoseStage.read(folder(PoseStage.NAME)));
  private final Lazy<float[]> upper =
      new Lazy<>(() -> ExpressionStage.readUpper(folder(ExpressionStage.NAME)));
  private final Lazy<ExpressionTrack> lower =
      new Lazy<>(() -> ExpressionStage.readLower(folder(ExpressionStage.NAME)));
  private final Lazy<MaskStore> masks = new Lazy<>(this::openMasks);
  private final Lazy<RgbImage> plate =
      new Lazy<>(() -> Png.read(file(ParsingStage.NAME, ParsingStage.PLATE)));
  private final Lazy<GrayImage> reliability =
      new Lazy<>(() -> Png.readGray(file(ParsingStage.NAME, ParsingStage.RELIABILITY)));
  private final Lazy<MeshDepth> depths =
      new Lazy<>(() -> new MeshDepth(head(), DepthStage.readSurface(folder(DepthStage.NAME))));
  private final Lazy<HeadMesh> headMesh =
      new Lazy<>(() -> DepthStage.readMesh(folder(DepthStage.NAME)));
  private final Lazy<Exclusions> exclusions;
  private final Lazy<SoundShift> shift;

  private CaptureFolder(ProjectFolder project, long cacheBytes) {
    this.project = project;
    this.capabilities = EnumSet.noneOf(Capability.class);
    STAGE_OF.forEach(
        (part, stage) -> {
          if (project.stage(stage).isPresent() && Files.isDirectory(folder(stage))) {
            capabilities.add(part);
          }
        });
    this.frames = new Lazy<>(() -> openFrames(cacheBytes));
    this.exclusions = new Lazy<>(() -> Exclusions.read(project));
    this.shift = new Lazy<>(() -> SoundShift.read(project));
  }

  /** What the project's finished stages wrote. */
  public static CaptureFolder open(ProjectFolder project) {
    return open(project, FrameStore.DEFAULT_CACHE_BYTES);
  }

  /**
   * @param cacheBytes how much the cache of decoded frames may hold, at most 1 GB
   */
  public static CaptureFolder open(ProjectFolder project, long cacheBytes) {
    return new CaptureFolder(project, cacheBytes);
  }

  private Path folder(String stage) {
    return project.captureFolder().resolve(stage);
  }

  private Path file(String stage, String name) {
    return folder(stage).resolve(name);
  }

  private SafeTensors sound() {
    return SafeTensors.read(file(ImportStage.NAME, ImportStage.SOUND));
  }

  private int[] readSegments() {
    int[] read = sound().ints(ImportStage.SEGMENTS);
    requireAll(read.length, ImportStage.NAME);
    return read;
  }

  private FrameStore openFrames(long cacheBytes) {
    ClipInfo info = clip();
    return FrameStore.open(
        file(ImportStage.NAME, ImportStage.FRAMES),
        info.width(),
        info.height(),
        info.frames(),
        cacheBytes);
  }

  private MaskStore openMasks() {
    ClipInfo info = clip();
    return MaskStore.open(
        file(ParsingStage.NAME, ParsingStage.MASKS), info.width(), info.height(), info.frames());
  }

  private void require(Capability part) {
    if (!capabilities.contains(part)) {
      throw JobException.input(
          "The project isn't analysed far enough, the stage \""
              + STAGE_OF.get(part)
              + "\" is missing",
          project.folder(),
          "run \"viseme analyze\"");
    }
  }

  private void requireAll(int frames, String stage) {
    if (frames != clip().frames()) {
      throw JobException.input(
          "The stage \"%s\" holds %d frames instead of %d"
              .formatted(stage, frames, clip().frames()),
          project.folder(),
          "run \"viseme analyze\"");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return Collections.unmodifiableSet(capabilities);
  }

  @Override
  public ClipInfo clip() {
    require(Capability.FRAMES);
    return clip.get();
  }

  /** By how much the sound is moved. */
  SoundShift soundShift() {
    return shift.get();
  }

  /** What the import learned about the source video. */
  public SourceFacts source() {
    require(Capability.FRAMES);
    return source.get();
  }

  @Override
  public FrameSource frames() {
    require(Capability.FRAMES);
    return frames.get();
  }

  /** There from the import on: the stage {@code speech} itself listens to it. */
  @Override
  public float[] speech() {
    require(Capability.FRAMES);
    return speech.get().clone();
  }

  /** A part of the speech; the rest stays on the disk. Beyond what was recorded is silence. */
  float[] speech(long first, int count) {
    require(Capability.FRAMES);
    long from = first + shift.get().samples();
    long known = Math.max(0, from);
    long end = Math.min(clip().speechSamples(), from + count);
    float[] heard = new float[count];
    if (known < end) {
      float[] recorded = sound().floats(ImportStage.SAMPLES, known, (int) (end - known));
      System.arraycopy(recorded, 0, heard, (int) (known - from), recorded.length);
    }
    return heard;
  }

  @Override
  public boolean[] voiceActivity() {
    require(Capability.SPEECH);
    requireAll(voice.get().length, SpeechStage.NAME);
    return voice.get().clone();
  }

  @Override
  public LandmarkTrack landmarks() {
    require(Capability.LANDMARKS);
    requireAll(landmarks.get().frames(), LandmarkStage.NAME);
    return landmarks.get();
  }

  /** The landmarks with what the pose is told from besides. */
  FaceTrack face() {
    return new FaceTrack(
        landmarks(), LandmarkStage.readFlow(folder(LandmarkStage.NAME)), segments());
  }

  @Override
  public HeadTrack head() {
    require(Capability.POSE);
    requireAll(head.get().poses().size(), PoseStage.NAME);
    return head.get();
  }

  @Override
  public UpperFace upperFace(int frame) {
    require(Capability.UPPER_FACE);
    Objects.checkIndex(frame, clip().frames());
    return UpperFace.of(upper.get(), frame * UpperFace.SIZE);
  }

  @Override
  public ExpressionTrack expression() {
    require(Capability.EXPRESSION);
    return lower.get();
  }

  @Override
  public boolean showable(int frame) {
    return landmarks().found(frame) && !exclusions.get().cover(frame);
  }

  @Override
  public boolean usable(int frame) {
    return showable(frame) && !besideCut(frame);
  }

  /** The frames on both sides of a cut; but no held-out frame decides about one before it. */
  private boolean besideCut(int frame) {
    int last = clip().frames() - 1;
    boolean after = frame > 0 && segment(frame) != segment(frame - 1);
    boolean before =
        frame < last
            && frame + 1 != clip().firstHeldOutFrame()
            && segment(frame) != segment(frame + 1);
    return after || before;
  }

  /** The segment of each frame. */
  int[] segments() {
    return segments.get().clone();
  }

  @Override
  public int segment(int frame) {
    return segments.get()[frame];
  }

  @Override
  public Parsing parsing(int frame) {
    require(Capability.MASKS);
    return masks.get().parsing(frame);
  }

  @Override
  public RgbImage plate() {
    require(Capability.PLATE);
    return plate.get().copy();
  }

  @Override
  public GrayImage plateReliability() {
    require(Capability.PLATE);
    return reliability.get().copy();
  }

  @Override
  public List<Finding> findings() {
    return Checks.read(project);
  }

  @Override
  public FloatPlane depth(int frame) {
    require(Capability.DEPTH);
    LandmarkTrack track = landmarks();
    return depths.get().depth(track.frame(frame), head().poses().get(frame), parsing(frame));
  }

  @Override
  public HeadMesh headMesh() {
    require(Capability.DEPTH);
    return headMesh.get();
  }
}
