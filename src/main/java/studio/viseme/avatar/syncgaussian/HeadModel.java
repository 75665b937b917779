package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.math.RigidTransform;

/**
 * The whole model of a head on an engine, and how it becomes a picture.
 *
 * <ol>
 *   <li>Linear maps of the frame's {@link Layout state} give the correction of the head's pose and
 *       the motion of the torso.
 *   <li>Head branch: canonical Gaussians of face, hair and neck are moved, and changed, as the
 *       layout's {@link Deformation} says, and grow with the {@link Surface} they lie on. Mouth
 *       branch: the Gaussians behind the lips are only moved.
 *   <li>Both are splatted as one, sorted so that the mouth lies behind the face and before what an
 *       open mouth would be seen against: neck, torso and the head's inside. Where these don't
 *       exist this is the published C = C_head + (1 − A_head) · C_mouth (equation 6, with
 *       premultiplied C); with them it is C_face + (1 − A_face) · (C_mouth + (1 − A_mouth) ·
 *       C_inside), for the price of one picture.
 * </ol>
 *
 * {@link HeadTraining} takes the gradient and owns what only training needs.
 */
final class HeadModel implements AutoCloseable {
  static final String HEAD = "head.";
  static final String MOUTH = "mouth.";
  static final String POSE_MAP = "pose.map";
  static final String TORSO_MAP = "torso.map";

  /** The logit of an opacity that is never drawn. */
  private static final double UNSEEN = -30;

  final Engine engine;
  final Layout layout;
  final Surface surface;
  final Branch head;
  final Branch mouth;
  final DeformationField headField;
  final DeformationField mouthField;

  /** 6 × {@link Layout#poseInputs()}, row-major. */
  final Batch poseMap;

  /** 12 × {@link Layout#torsoInputs()}, row-major. */
  final Batch torsoMap;

  // What the latest forward left behind, for the gradient.
  final Batch state;
  final Batch shapes;
  final Batch poseShift;

  /** Of the surface, see {@link Surface#strains}. */
  final Batch strains;

  /** The moved Gaussians, 14 × room for both branches: those of the head, then the mouth's. */
  private final Batch placed;

  /** How far each is set back, in the same order. */
  private final Batch setBack;

  private final BatchOperations ops;

  /** One for each size of pictures that was asked for. */
  private final Map<Double, Optics> lenses = new HashMap<>();

  private Optics optics;

  /** See {@link #ownColours()}; empty where nobody said. */
  private float[] ownColours = new float[0];

  /** How many head Gaussians, from the first, the field must answer for in each frame. */
  private int driven = -1;

  /** What draws pictures of one size. */
  private record Optics(Splatter both, Splatter head, Splatter mouth) {}

  /**
   * Takes the branches over; pictures are of the clip's size until {@link #scale} says others.
   *
   * @param surface that the head's Gaussians lie on
   */
  HeadModel(Engine engine, Layout layout, Surface surface, Branch head, Branch mouth) {
    this.engine = engine;
    this.layout = layout;
    this.surface = surface;
    this.head = head;
    this.mouth = mouth;
    this.ops = engine.batches();
    this.headField = layout.deformation().head(engine, layout, head.capacity);
    this.mouthField = layout.deformation().mouth(engine, layout, mouth.capacity);
    this.poseMap = Batch.vector(engine.floats((long) PoseSpace.SIZE * layout.poseInputs()));
    this.torsoMap = Batch.vector(engine.floats((long) PoseSpace.AFFINE * layout.torsoInputs()));
    this.state = Batch.vector(engine.floats(layout.state()));
    this.shapes = Batch.vector(engine.floats(layout.headShapes()));
    this.poseShift = Batch.vector(engine.floats(PoseSpace.SIZE));
    this.strains = Batch.allocate(engine, Surface.STRAIN, surface.patches());
    int room = head.capacity + mouth.capacity;
    this.placed = Batch.allocate(engine, Gaussians.CHANNELS, room);
    this.setBack = Batch.allocate(engine, 1, room);
    scale(1);
  }

  /**
   * Says of what size the next pictures are. A Gaussian is blurred as it would be in a picture of
   * the clip's size that was then reduced as the filmed one is, each pixel the mean of those it
   * covers: so Gaussians that learned from small pictures are right in large ones, and both can be
   * learned from by turns.
   *
   * @param scale width of the pictures over the clip's, at most 1
   */
  void scale(double scale) {
    optics = lenses.computeIfAbsent(scale, this::optics);
  }

  private Optics optics(double scale) {
    SplatSettings settings = blurred(SplatSettings.standard(), scale);
    return new Optics(
        engine.splatter(settings), engine.splatter(settings), engine.splatter(settings));
  }

  /**
   * The variance of the blur, in pixels² of the small picture: that of the large picture, and that
   * of a box of 1 / scale of its pixels, (1 / scale² − 1) / 12.
   */
  static SplatSettings blurred(SplatSettings s, double scale) {
    double squared = scale * scale;
    return new SplatSettings(
        s.nearPlane(),
        (float) (s.dilation() * squared + (1 - squared) / 12),
        s.minAlpha(),
        s.maxAlpha(),
        s.minTransmittance());
  }

  /** Draws both branches at the latest {@link #scale}. */
  Splatter splatter() {
    return optics.both;
  }

  /** Draws the head branch alone. */
  Splatter headSplatter() {
    return optics.head;
  }

  /** Draws the mouth branch alone. */
  Splatter mouthSplatter() {
    return optics.mouth;
  }

  /**
   * The trained vectors under names that stay: what a file of weights holds besides the branches.
   */
  Map<String, Batch> vectors() {
    Map<String, Batch> vectors = new LinkedHashMap<>();
    headField.vectors().forEach((name, values) -> vectors.put(HEAD + name, values));
    mouthField.vectors().forEach((name, values) -> vectors.put(MOUTH + name, values));
    vectors.put(POSE_MAP, poseMap);
    vectors.put(TORSO_MAP, torsoMap);
    return vectors;
  }

  /**
   * What to add to the logits of the colours of the head's Gaussians where it isn't laid over the
   * film, 3 × these, see {@link OwnColours}; zeros where nobody said.
   */
  float[] ownColours() {
    return hasOwnColours() ? ownColours : new float[3 * head.count()];
  }

  boolean hasOwnColours() {
    return ownColours.length > 0;
  }

  /**
   * @param more 3 × the head's Gaussians
   */
  void ownColours(float[] more) {
    ownColours = more;
  }

  /** A model of its own with the same values, and no room to grow. */
  HeadModel copy() {
    HeadModel copy = new HeadModel(engine, layout, surface, head.copy(engine), mouth.copy(engine));
    Map<String, Batch> to = copy.vectors();
    vectors().forEach((name, values) -> ops.copy(values, to.get(name)));
    return copy;
  }

  /** Random fields, no pose correction, and a torso that rests. */
  void initialize(RandomGenerator random) {
    headField.initialize(random);
    mouthField.initialize(random);
  }

  /**
   * Renders.
   *
   * @param frameState see {@link Layout}
   * @param deformed false shows the canonical Gaussians, moved by the pose alone
   * @param rgba of the size of the view's region
   */
  void forward(float[] frameState, SplatView view, boolean deformed, Picture rgba) {
    deform(frameState, deformed);
    draw(view, rgba);
  }

  /** Renders the head branch alone. */
  void forwardHead(float[] frameState, SplatView view, boolean deformed, Picture rgba) {
    take(frameState);
    deformHead(deformed);
    optics.head.forward(deformedHead(), view, poseShift, rgba);
  }

  /** Renders the mouth branch alone. */
  void forwardMouth(float[] frameState, SplatView view, boolean deformed, Picture rgba) {
    take(frameState);
    deformMouth(deformed);
    optics.mouth.forward(deformedMouth(), view, poseShift, rgba);
  }

  /** Renders what {@link #deform} left behind, from any view. */
  void draw(SplatView view, Picture rgba) {
    Batch depths = setBack();
    optics.both.forward(Gaussians.of(placed.first(count())), view, poseShift, depths, rgba);
  }

  /**
   * Renders for the eye: nothing is kept for a gradient.
   *
   * @param rgba the camera's frame, interleaved, zeros; see {@link Splatter#draw}
   */
  void paint(float[] frameState, SplatView view, boolean deformed, float[] rgba) {
    deform(frameState, deformed);
    paint(view, rgba);
  }

  /** Renders for the eye what isn't laid over the film: in the person's own colours. */
  void paintInOwnColours(float[] frameState, SplatView view, float[] rgba) {
    deform(frameState, true);
    wearOwnColours();
    paint(view, rgba);
  }

  private void wearOwnColours() {
    if (!hasOwnColours()) {
      return;
    }
    Batch logits = deformedHead().colorLogits();
    float[] values = logits.download();
    for (int i = 0; i < values.length; i++) {
      values[i] += ownColours[i];
    }
    logits.upload(values);
  }

  /**
   * Renders for the eye what stands before a {@link TorsoCanvas}, in the person's own colours.
   *
   * @param receded how far what gives way to it has done so, 0..1
   */
  void paintBeforeCanvas(float[] frameState, SplatView view, double receded, float[] rgba) {
    deform(frameState, true);
    wearOwnColours();
    if (receded > 0 && layout.deformation().masks() > 0) {
      recede(receded);
    }
    paint(view, rgba);
  }

  private void recede(double share) {
    Batch logits = deformedHead().opacityLogits();
    float[] recedes = head.attributes().channels(layout.recedes(), layout.recedes() + 1).download();
    float[] values = logits.download();
    for (int i = 0; i < values.length; i++) {
      if (recedes[i] != 0) {
        double opacity = (1 - share) / (1 + Math.exp(-values[i]));
        values[i] = (float) Math.max(UNSEEN, Math.log(opacity / (1 - opacity)));
      }
    }
    logits.upload(values);
  }

  private void paint(SplatView view, float[] rgba) {
    Batch depths = setBack();
    optics.both.draw(Gaussians.of(placed.first(count())), view, poseShift, depths, rgba);
  }

  /** How far each of both branches is set back. */
  private Batch setBack() {
    int inFront = head.count();
    int all = count();
    if (layout.deformation().masks() > 0) {
      int row = layout.setBack();
      ops.copy(head.attributes().channels(row, row + 1), setBack.items(0, inFront));
    }
    ops.fill(setBack.items(inFront, all), layout.deformation().mouthSetBack());
    return setBack.first(all);
  }

  /** Gaussians of both branches. */
  int count() {
    return head.count() + mouth.count();
  }

  /**
   * Lays a premultiplied picture over what is behind it.
   *
   * @param front 4 channels
   * @param behind 3 or 4 channels
   * @param through overwritten with what the front lets through, 1 channel
   * @param out overwritten, as many channels as {@code behind}
   */
  static void layOver(BatchOperations ops, Batch front, Batch behind, Batch through, Batch out) {
    ops.fill(through, 1);
    ops.accumulate(-1, front.channels(3, 4), through);
    ops.copy(front.channels(0, out.channels()), out);
    ops.multiplyAccumulate(behind, through, out);
  }

  /**
   * From now on nothing is trained, and what is the same for all frames is worked out once: how
   * positions are encoded, and what the field answers where neither speech nor the upper face is
   * heard. For that, Gaussians that hear either come first.
   */
  void freeze() {
    boolean[] hears = headField.attention.hears(head.attributes());
    int n = head.count();
    int[] order = new int[n];
    int placed = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < n; i++) {
        if (hears[i] == (pass == 0)) {
          order[placed++] = i;
        }
      }
      driven = pass == 0 ? placed : driven;
    }
    head.reorder(order);
    ownColours = Branch.reordered(ownColours, order);
    headField.fix(head.gaussians().means());
    mouthField.fix(mouth.gaussians().means());
    int all = driven;
    driven = n;
    deform(new float[layout.state()], true);
    driven = all;
    leaveUntaughtAlone();
  }

  /** The field was never asked about the head's inside: what it answers there means nothing. */
  private void leaveUntaughtAlone() {
    if (layout.deformation().masks() == 0) {
      return;
    }
    int row = layout.setBack();
    int n = head.count();
    float[] setBacks = head.attributes().channels(row, row + 1).download();
    Batch answers = headField.output.first(n);
    float[] rows = answers.download();
    for (int at = 0; at < rows.length; at++) {
      if (setBacks[at % n] == Deformation.CORE_SET_BACK) {
        rows[at] = 0;
      }
    }
    answers.upload(rows);
  }

  /** Moves the Gaussians as a frame's state wants them. */
  void deform(float[] frameState, boolean deformed) {
    take(frameState);
    deformHead(deformed);
    deformMouth(deformed);
  }

  /** Takes up a frame's state: what follows from it for the whole head. */
  private void take(float[] frameState) {
    state.upload(frameState);
    if (stretches()) {
      int from = 1 + PoseSpace.SIZE;
      strains.upload(surface.strains(Arrays.copyOfRange(frameState, from, layout.restingTorso())));
    }
    if (layout.faceShapes() > 0) {
      ops.copy(drive(), shapes.items(0, layout.faceShapes()));
    }
    ops.matrixVector(torsoMap, torsoInput(), torsoShapes());
    ops.accumulate(1, state.items(layout.restingTorso(), layout.state()), torsoShapes());
    ops.matrixVector(poseMap, poseInput(), poseShift);
  }

  private void deformHead(boolean deformed) {
    Batch moved = placed.items(0, head.count());
    ops.copy(head.parameters(), moved);
    if (!deformed) {
      return;
    }
    Batch means = head.gaussians().means();
    Batch attributes = head.attributes();
    Batch basis = attributes.channels(0, 3 * layout.headShapes());
    ops.blend(means, basis, shapes, Gaussians.of(moved).means());
    int answered = driven < 0 ? head.count() : driven;
    if (stretches()) {
      Gaussians lying = Gaussians.of(moved).first(answered);
      ops.stretch(strains, patches().first(answered), lying.rotations(), lying.logScales());
    }
    headField.forward(means.first(answered), attributes.first(answered), drive());
    headField.offsets.addTo(ops, headField.output.first(head.count()), moved);
  }

  /** Whether anything lies on the surface. */
  boolean stretches() {
    return surface.patches() > 1;
  }

  /** Of each Gaussian of the head. */
  Batch patches() {
    return head.attributes().channels(layout.patch(), layout.patch() + 1);
  }

  private void deformMouth(boolean deformed) {
    Batch moved = placed.items(head.count(), count());
    ops.copy(mouth.parameters(), moved);
    if (!deformed) {
      return;
    }
    Batch means = mouth.gaussians().means();
    if (layout.mouthAttributes() > 0) {
      ops.blend(means, mouth.attributes(), speech(), Gaussians.of(moved).means());
    }
    mouthField.forward(means, mouth.attributes(), speech());
    mouthField.offsets.addTo(ops, mouthField.output.first(mouth.count()), moved);
  }

  /** How the torso stands after the latest {@link #deform}, when the head has a pose. */
  TorsoCanvas.Stance torso(RigidTransform pose) {
    float[] entries = torsoShapes().download();
    double[] affine = new double[entries.length];
    for (int k = 0; k < affine.length; k++) {
      affine[k] = entries[k];
    }
    return new TorsoCanvas.Stance(PoseCorrections.moved(pose, poseShift.download(), 0), affine);
  }

  Gaussians deformedHead() {
    return Gaussians.of(placed.items(0, head.count()));
  }

  Gaussians deformedMouth() {
    return Gaussians.of(placed.items(head.count(), count()));
  }

  Batch torsoInput() {
    return state.items(0, layout.torsoInputs());
  }

  Batch poseInput() {
    return state.items(1, 1 + layout.poseInputs());
  }

  /** The condition. */
  Batch drive() {
    return state.items(1 + PoseSpace.SIZE, layout.restingTorso());
  }

  /** The part of the condition that the mouth hears. */
  Batch speech() {
    return state.items(1 + PoseSpace.SIZE, 1 + PoseSpace.SIZE + layout.dims());
  }

  Batch torsoShapes() {
    return shapes.items(layout.faceShapes(), layout.headShapes());
  }

  @Override
  public void close() {
    head.close();
    mouth.close();
    headField.close();
    mouthField.close();
    for (Optics each : lenses.values()) {
      each.both.close();
      each.head.close();
      each.mouth.close();
    }
    for (Batch batch :
        List.of(poseMap, torsoMap, state, shapes, poseShift, strains, placed, setBack)) {
      batch.buffer().close();
    }
  }
}
