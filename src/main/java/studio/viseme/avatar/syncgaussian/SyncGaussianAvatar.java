package studio.viseme.avatar.syncgaussian;

import java.nio.file.Path;
import java.util.Optional;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.compute.Engine;
import studio.viseme.compute.SplatView;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.store.SafeTensors;

/** A trained head. It renders for the clip's own camera, whatever resolution it was trained at. */
final class SyncGaussianAvatar implements Avatar {
  private final String id;
  private final Knowledge knowledge;
  private final HeadModel model;
  private final Hearing hearing;
  private final View view;
  private final TorsoCanvas torso;
  private final PoseAlignment alignment;

  private SyncGaussianAvatar(
      String id,
      PoseAlignment alignment,
      Knowledge knowledge,
      HeadModel model,
      Hearing hearing,
      TorsoCanvas torso) {
    this.id = id;
    this.torso = torso;
    this.alignment = alignment;
    this.knowledge = knowledge;
    this.model = model;
    this.hearing = hearing;
    this.view = new View(knowledge, model, hearing);
  }

  static SyncGaussianAvatar read(
      SafeTensors in,
      Path file,
      PoseAlignment alignment,
      ShownOpening shown,
      String id,
      Engine engine) {
    Knowledge knowledge = ModelFile.readKnowledge(in, file);
    HeadModel model = ModelFile.readModel(in, file, engine, knowledge);
    model.freeze();
    return new SyncGaussianAvatar(
        id,
        alignment,
        knowledge,
        model,
        ModelFile.readHearing(in, file, engine, knowledge).showing(shown),
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
  public Layer renderCutOut(FrameState state) {
    return view.renderCutOut(state);
  }

  @Override
  public Optional<Layer> renderWhole(FrameState state) {
    Layer head = view.renderBeforeCanvas(state);
    TorsoCanvas.Stance stance = model.torso(state.pose());
    return Optional.of(torso.behind(head, knowledge.camera(), knowledge.poses().rest(), stance));
  }

  @Override
  public Layer render(FrameState state, Rectangle part) {
    return view.render(state, part);
  }

  /** The expression code that a state's mouth has. */
  float[] code(FrameState state) {
    return hearing.of(state);
  }

  /** Renders with a given code instead of what speech says. */
  Layer render(FrameState state, float[] code) {
    return view.render(state, code, true);
  }

  /** Renders a head that somebody else owns, finished or still learning. */
  static final class View {
    /** Of the splatter: a part begins and ends at whole ones. */
    private static final int TILE = 16;

    private final Knowledge knowledge;
    private final HeadModel model;
    private final Hearing hearing;

    View(Knowledge knowledge, HeadModel model, Hearing hearing) {
      this.knowledge = knowledge;
      this.model = model;
      this.hearing = hearing;
    }

    /**
     * @param deformed false for a head that hasn't learnt to move yet
     */
    Layer render(FrameState state, boolean deformed) {
      return render(state, hearing.of(state), deformed);
    }

    private Layer render(FrameState state, float[] code, boolean deformed) {
      PinholeCamera camera = knowledge.camera();
      return render(state, code, deformed, new Rectangle(0, 0, camera.width(), camera.height()));
    }

    /** Renders what is laid over another picture than the film. */
    Layer renderCutOut(FrameState state) {
      PinholeCamera camera = knowledge.camera();
      float[] values = values(state);
      float[] rgba = new float[4 * camera.width() * camera.height()];
      model.scale(1);
      model.paintInOwnColours(values, SplatView.whole(camera, state.pose()), rgba);
      return new Layer(camera.width(), camera.height(), rgba);
    }

    private float[] values(FrameState state) {
      return knowledge.states().of(state.pose(), hearing.of(state), state.upperFace());
    }

    /** Renders what stands before the canvas of neck and torso. */
    Layer renderBeforeCanvas(FrameState state) {
      PinholeCamera camera = knowledge.camera();
      float[] values = values(state);
      float[] rgba = new float[4 * camera.width() * camera.height()];
      double strangeness = knowledge.poses().strangeness(state.pose());
      model.scale(1);
      model.paintBeforeCanvas(values, SplatView.whole(camera, state.pose()), strangeness, rgba);
      return new Layer(camera.width(), camera.height(), rgba);
    }

    /** Renders the tiles that a part of the picture lies in: a tile's sums know of no other. */
    Layer render(FrameState state, Rectangle part) {
      PinholeCamera camera = knowledge.camera();
      Rectangle inside = part.clip(camera.width(), camera.height());
      int x = inside.x() / TILE * TILE;
      int y = inside.y() / TILE * TILE;
      int right = Math.min(camera.width(), (inside.right() + TILE - 1) / TILE * TILE);
      int bottom = Math.min(camera.height(), (inside.bottom() + TILE - 1) / TILE * TILE);
      return render(state, hearing.of(state), true, new Rectangle(x, y, right - x, bottom - y));
    }

    private Layer render(FrameState state, float[] code, boolean deformed, Rectangle region) {
      PinholeCamera camera = knowledge.camera();
      float[] values = knowledge.states().of(state.pose(), code, state.upperFace());
      float[] rgba = new float[4 * camera.width() * camera.height()];
      model.scale(1);
      model.paint(values, new SplatView(camera, state.pose(), region), deformed, rgba);
      return new Layer(camera.width(), camera.height(), rgba);
    }
  }

  Knowledge knowledge() {
    return knowledge;
  }

  @Override
  public void close() {
    model.close();
    hearing.close();
  }
}
