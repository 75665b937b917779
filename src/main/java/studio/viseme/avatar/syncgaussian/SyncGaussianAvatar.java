package studio.viseme.avatar.syncgaussian;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatView;
import studio.viseme.image.Layer;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.store.SafeTensors;

/** A trained head. It renders for the clip's own camera, whatever resolution it was trained at. */
final class SyncGaussianAvatar implements Avatar {
  private final String id;
  private final Knowledge knowledge;
  private final HeadModel model;
  private final SpeechRegression speech;
  private final View view;
  private final TorsoCanvas torso;
  private final PoseAlignment alignment;

  private SyncGaussianAvatar(
      String id,
      PoseAlignment alignment,
      Knowledge knowledge,
      HeadModel model,
      SpeechRegression speech,
      TorsoCanvas torso) {
    this.id = id;
    this.torso = torso;
    this.alignment = alignment;
    this.knowledge = knowledge;
    this.model = model;
    this.speech = speech;
    this.view = new View(knowledge, model, speech);
  }

  static SyncGaussianAvatar read(
      SafeTensors in, Path file, PoseAlignment alignment, String id, Engine engine) {
    Knowledge knowledge = ModelFile.readKnowledge(in, file);
    Layout layout = knowledge.layout();
    HeadModel model = ModelFile.readModel(in, file, engine, layout);
    model.freeze();
    return new SyncGaussianAvatar(
        id,
        alignment,
        knowledge,
        model,
        ModelFile.readSpeech(in, file, engine, knowledge.taps(), layout.dims()),
        ModelFile.readTorso(in, file));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public PinholeCamera camera() {
    return knowledge.camera();
  }

  @Override
  public RigidTransform restPose() {
    return knowledge.poses().rest();
  }

  @Override
  public SpeechWindow speechWindow() {
    return knowledge.taps().window();
  }

  @Override
  public PoseAlignment alignment() {
    return alignment;
  }

  @Override
  public Layer render(FrameState state) {
    return view.render(state, true);
  }

  @Override
  public Optional<Layer> renderWhole(FrameState state) {
    Layer head = view.render(state, true);
    TorsoCanvas.Stance stance = model.torso(state.pose());
    return Optional.of(torso.behind(head, knowledge.camera(), knowledge.poses().rest(), stance));
  }

  /** The expression code that a state's mouth has. */
  float[] code(FrameState state) {
    return view.code(state);
  }

  /** Renders with a given code instead of what speech says. */
  Layer render(FrameState state, float[] code) {
    return view.render(state, code, true);
  }

  /** Renders a head that somebody else owns, finished or still learning. */
  static final class View implements AutoCloseable {
    private final Knowledge knowledge;
    private final HeadModel model;
    private final SpeechRegression speech;
    private final Picture picture;
    private final float[] planes;

    View(Knowledge knowledge, HeadModel model, SpeechRegression speech) {
      this.knowledge = knowledge;
      this.model = model;
      this.speech = speech;
      PinholeCamera camera = knowledge.camera();
      this.picture = Picture.allocate(model.engine, 4, camera.width(), camera.height());
      this.planes = new float[4 * picture.pixels()];
    }

    /**
     * @param deformed false for a head that hasn't learnt to move yet
     */
    Layer render(FrameState state, boolean deformed) {
      return render(state, code(state), deformed);
    }

    private float[] code(FrameState state) {
      return switch (state.mouth()) {
        case SPEECH -> knowledge.calibration().apply(knowledge.face(), speech.hear(state.speech()));
        case MEAN -> new float[knowledge.face().dims()];
        case REST -> knowledge.calibration().rest().clone();
      };
    }

    private Layer render(FrameState state, float[] code, boolean deformed) {
      float[] values = knowledge.states().of(state.pose(), code, state.upperFace());
      SplatView whole = SplatView.whole(knowledge.camera(), state.pose());
      model.scale(1);
      model.forward(values, whole, deformed, picture);
      picture.buffer().download(0, MemorySegment.ofArray(planes));
      return interleave(planes, picture.width(), picture.height());
    }

    private static Layer interleave(float[] planes, int width, int height) {
      int pixels = width * height;
      float[] rgba = new float[4 * pixels];
      for (int i = 0; i < pixels; i++) {
        rgba[4 * i] = planes[i];
        rgba[4 * i + 1] = planes[pixels + i];
        rgba[4 * i + 2] = planes[2 * pixels + i];
        rgba[4 * i + 3] = planes[3 * pixels + i];
      }
      return new Layer(width, height, rgba);
    }

    @Override
    public void close() {
      picture.buffer().close();
    }
  }

  Knowledge knowledge() {
    return knowledge;
  }

  @Override
  public void close() {
    view.close();
    model.close();
    speech.close();
  }
}
