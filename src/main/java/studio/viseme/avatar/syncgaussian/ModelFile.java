package studio.viseme.avatar.syncgaussian;

import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

/**
 * The model as named arrays: what {@code weights.safetensors} holds, and, with what only training
 * needs, a checkpoint. Reading checks every shape before anything is built from it.
 */
final class ModelFile {
  static final String FORMAT = "syncgaussian 7";

  /** Absent in files of heads that the mesh moves. */
  private static final String DEFORMATION = "deformation";

  /** Span and lag; absent in files of mouths that heard but a fourth of their window. */
  private static final String LISTENING = "speech.listening";

  private static final String TRAINING = "training.";
  private static final String DEPTHS = ".gaussians.depths";
  private static final String OWN_COLOURS = "head.colours.own";
  private static final String TORSO = "torso.picture";
  private static final String TORSO_DEPTH = "torso.depth";
  private static final String POSES = "pose.corrections";

  private ModelFile() {}

  /** Collects an avatar's arrays. */
  static SafeTensors.Writer writer(Knowledge knowledge, HeadModel model, Hearing hearing) {
    Seeds nothing = new Seeds(knowledge.layout().headAttributes());
    return writer(knowledge, model, hearing, nothing);
  }

  /**
   * Collects an avatar's arrays.
   *
   * @param inside what joins the head's branch behind what was learnt
   */
  static SafeTensors.Writer writer(
      Knowledge knowledge, HeadModel model, Hearing hearing, Seeds inside) {
    SafeTensors.Writer out = SafeTensors.writer().metadata("format", FORMAT);
    FaceModel face = knowledge.face();
    PinholeCamera camera = knowledge.camera();
    SpeechWindow window = knowledge.taps().window();
    out.metadata(DEFORMATION, knowledge.layout().deformation().name());
    out.metadata("encoder", window.encoder());
    out.metadata("speech.rate", Double.toString(window.rate()));
    out.metadata("camera", Json.line(camera));
    out.floats("face.neutral", face.neutral(), FaceModel.VERTICES, 3);
    out.floats("face.lower", face.lowerBasis(), face.dims(), FaceModel.VERTICES, 3);
    out.floats("face.upper", face.upperBasis(), Layout.UPPER, FaceModel.VERTICES, 3);
    out.floats("face.upper.mean", face.upperMean());
    out.floats("face.upper.deviation", face.upperDeviation());
    out.floats("pose.rest", poseValues(knowledge.poses().rest()));
    out.floats("pose.mean", knowledge.poses().mean());
    out.floats("pose.deviation", knowledge.poses().deviation());
    out.ints("speech.window", new int[] {window.width(), window.before(), window.after()});
    out.floats("speech.mean", knowledge.taps().mean());
    out.floats("speech.deviation", knowledge.taps().deviation());
    out.floats(LISTENING, new float[] {knowledge.taps().span(), knowledge.taps().lag()});
    hearing.write(out);
    branch(out, "head", model.head, inside);
    if (model.hasOwnColours()) {
      float[] untaught = new float[3 * inside.count()];
      float[] own = joined(3, model.ownColours(), untaught);
      out.floats(OWN_COLOURS, own, 3, model.head.count() + inside.count());
    }
    branch(out, "mouth", model.mouth, new Seeds(model.mouth.attributes.channels()));
    model.vectors().forEach((name, values) -> out.floats(name, values.download()));
    return out;
  }

  private static void branch(SafeTensors.Writer out, String name, Branch branch, Seeds more) {
    int n = branch.count();
    int all = n + more.count();
    int channels = branch.attributes.channels();
    float[] gaussians =
        joined(Gaussians.CHANNELS, branch.parameters().download(), more.parameterRows());
    float[] attributes = joined(channels, branch.attributes().download(), more.attributeRows());
    out.floats(name + ".gaussians", gaussians, Gaussians.CHANNELS, all);
    out.floats(name + ".attributes", attributes, channels, all);
  }

  /** Rows of some items, each followed by the same channel's row of others. */
  private static float[] joined(int channels, float[] rows, float[] more) {
    float[] out = new float[rows.length + more.length];
    for (int c = 0; c < channels; c++) {
      int n = rows.length / channels;
      int others = more.length / channels;
      System.arraycopy(rows, c * n, out, c * (n + others), n);
      System.arraycopy(more, c * others, out, c * (n + others) + n, others);
    }
    return out;
  }

  /** Adds the corrections of the training frames' poses, if there are any. */
  static void addPoses(SafeTensors.Writer out, PoseCorrections corrections) {
    if (!corrections.isEmpty()) {
      out.floats(POSES, corrections.values(), corrections.frames(), PoseCorrections.SIZE);
    }
  }

  /** The corrections of the training frames' poses; none where they were not refined. */
  static PoseCorrections readPoses(SafeTensors in, Path file) {
    if (!in.has(POSES)) {
      return PoseCorrections.NONE;
    }
    long[] shape = in.shape(POSES);
    if (shape.length != 2 || shape[1] != PoseCorrections.SIZE) {
      throw misshapen(POSES, Arrays.toString(shape), file);
    }
    return new PoseCorrections(in.floats(POSES));
  }

  static void addTorso(SafeTensors.Writer out, TorsoCanvas torso) {
    out.bytes(TORSO, torso.rgba(), torso.height(), torso.width(), 4);
    out.floats(TORSO_DEPTH, new float[] {torso.depth()});
  }

  static TorsoCanvas readTorso(SafeTensors in, Path file) {
    long[] shape = in.has(TORSO) ? in.shape(TORSO) : new long[0];
    if (shape.length != 3 || shape[2] != 4) {
      throw misshapen(TORSO, Arrays.toString(shape), file);
    }
    float depth = floats(in, file, TORSO_DEPTH, 1)[0];
    return new TorsoCanvas((int) shape[1], (int) shape[0], depth, in.bytes(TORSO));
  }

  /** Adds what training needs to go on as if it had never stopped. */
  static void addTraining(SafeTensors.Writer out, HeadTraining training) {
    addBranch(out, "head", training.head);
    addBranch(out, "mouth", training.mouth);
    training
        .parameters()
        .forEach(
            (name, parameter) -> {
              out.floats(TRAINING + name + ".first", parameter.first.download());
              out.floats(TRAINING + name + ".second", parameter.second.download());
            });
  }

  /** Whether a file holds all that {@link #addTraining} writes; those of older programs don't. */
  static boolean holdsTraining(SafeTensors in) {
    return in.has(TRAINING + "head" + DEPTHS);
  }

  private static void addBranch(SafeTensors.Writer out, String name, BranchTraining training) {
    out.floats(TRAINING + name + ".gaussians.first", training.first().download());
    out.floats(TRAINING + name + ".gaussians.second", training.second().download());
    out.floats(TRAINING + name + ".gaussians.statistics", training.statistics().download());
    out.floats(TRAINING + name + DEPTHS, training.depths().download());
  }

  /** Whether a file is of the format that is written now. */
  static boolean isCurrent(SafeTensors in) {
    return FORMAT.equals(in.metadata().get("format"));
  }

  /** Whether a file's head is moved by an expression code, and so by an opening between lips. */
  static boolean showsCodes(SafeTensors in) {
    String name = in.metadata().getOrDefault(DEFORMATION, Deformation.ON_MESH.name());
    return name.equals(Deformation.ON_MESH.name());
  }

  static Knowledge readKnowledge(SafeTensors in, Path file) {
    if (!isCurrent(in)) {
      throw JobException.input(
          "The weights are of another kind, \""
              + in.metadata().get("format")
              + "\" instead of \""
              + FORMAT
              + "\"",
          file,
          "train the avatar anew, or use the program that made it");
    }
    PinholeCamera camera = Json.parse(metadata(in, file, "camera"), PinholeCamera.class, file);
    long[] lower = in.shape("face.lower");
    int dims = lower.length == 3 ? (int) lower[0] : 0;
    FaceModel face =
        new FaceModel(
            floats(in, file, "face.neutral", FaceModel.VERTICES, 3),
            dims,
            floats(in, file, "face.lower", dims, FaceModel.VERTICES, 3),
            floats(in, file, "face.upper", Layout.UPPER, FaceModel.VERTICES, 3),
            floats(in, file, "face.upper.mean", Layout.UPPER),
            floats(in, file, "face.upper.deviation", Layout.UPPER));
    PoseSpace poses =
        new PoseSpace(
            pose(floats(in, file, "pose.rest", 7)),
            floats(in, file, "pose.mean", PoseSpace.SIZE),
            floats(in, file, "pose.deviation", PoseSpace.SIZE));
    int[] window = in.ints("speech.window");
    if (window.length != 3) {
      throw misshapen("speech.window", window.length + " values", file);
    }
    double rate = Json.parse(metadata(in, file, "speech.rate"), Double.class, file);
    SpeechWindow speech =
        new SpeechWindow(metadata(in, file, "encoder"), window[0], rate, window[1], window[2]);
    float[] listening =
        in.has(LISTENING)
            ? floats(in, file, LISTENING, 2)
            : new float[] {SpeechTaps.SHORTEST_SPAN, 0};
    SpeechTaps taps =
        new SpeechTaps(
            speech,
            floats(in, file, "speech.mean", speech.width()),
            floats(in, file, "speech.deviation", speech.width()),
            listening[0],
            listening[1]);
    return new Knowledge(camera, face, poses, taps, layout(in, file, dims, speech.width()));
  }

  private static Layout layout(SafeTensors in, Path file, int codes, int features) {
    String name = in.metadata().getOrDefault(DEFORMATION, Deformation.ON_MESH.name());
    return switch (name) {
      case "ON_MESH" -> new Layout(codes, Deformation.ON_MESH);
      case "LEARNED" -> new Layout(features, Deformation.LEARNED);
      default -> throw misshapen(DEFORMATION, name, file);
    };
  }

  /** Builds the model of a file, without room to grow. */
  static HeadModel readModel(SafeTensors in, Path file, Engine engine, Knowledge knowledge) {
    return readModel(in, file, engine, knowledge, 0, 0);
  }

  /**
   * Builds the model of a file.
   *
   * @param headCapacity most Gaussians of the head branch
   * @param mouthCapacity most of the mouth branch
   */
  static HeadModel readModel(
      SafeTensors in,
      Path file,
      Engine engine,
      Knowledge knowledge,
      int headCapacity,
      int mouthCapacity) {
    Layout layout = knowledge.layout();
    Branch head = readBranch(in, file, engine, "head", layout.headAttributes(), headCapacity);
    Branch mouth = readBranch(in, file, engine, "mouth", layout.mouthAttributes(), mouthCapacity);
    HeadModel model = new HeadModel(engine, layout, knowledge.surface(), head, mouth);
    model.vectors().forEach((name, batch) -> batch.upload(floats(in, file, name, batch.count())));
    if (in.has(OWN_COLOURS)) {
      model.ownColours(floats(in, file, OWN_COLOURS, 3, head.count()));
    }
    return model;
  }

  private static Branch readBranch(
      SafeTensors in, Path file, Engine engine, String name, int attributes, int capacity) {
    long[] shape = in.shape(name + ".gaussians");
    int n = shape.length == 2 ? (int) shape[1] : 0;
    Branch branch = new Branch(engine, attributes, Math.max(1, Math.max(n, capacity)));
    branch.set(
        n,
        floats(in, file, name + ".gaussians", Gaussians.CHANNELS, n),
        floats(in, file, name + ".attributes", attributes, n));
    return branch;
  }

  static Hearing readHearing(SafeTensors in, Path file, Engine engine, Knowledge knowledge) {
    SpeechTaps taps = knowledge.taps();
    return switch (knowledge.layout().deformation()) {
      case ON_MESH -> {
        FaceModel face = knowledge.face();
        SpeechRegression speech = readSpeech(in, file, engine, taps, face.dims());
        yield new CodeHearing(face, speech, readCalibration(in, file, face.dims()));
      }
      case LEARNED ->
          new DirectHearing(taps, floats(in, file, "speech.silence", taps.window().width()));
    };
  }

  private static MouthCalibration readCalibration(SafeTensors in, Path file, int dims) {
    float[] gain = floats(in, file, "mouth.gain", 5);
    float[] predicted = in.floats("mouth.predicted");
    return new MouthCalibration(
        gain[0],
        gain[1],
        predicted,
        floats(in, file, "mouth.real", predicted.length),
        floats(in, file, "mouth.opening", dims),
        gain[2],
        gain[3],
        gain[4],
        floats(in, file, "mouth.rest", dims),
        ShownOpening.AS_MEANT);
  }

  private static SpeechRegression readSpeech(
      SafeTensors in, Path file, Engine engine, SpeechTaps taps, int dims) {
    int rows = dims + SpeechRegression.EXTRAS;
    long[] shape = in.shape("speech.examples");
    int count = shape.length == 2 ? (int) shape[0] : 0;
    return new SpeechRegression(
        engine,
        taps,
        dims,
        floats(in, file, "speech.examples", count, taps.size()),
        floats(in, file, "speech.coefficients", rows * count),
        floats(in, file, "speech.offsets", rows));
  }

  static void readTraining(SafeTensors in, Path file, HeadTraining training) {
    readBranch(in, file, "head", training.head);
    readBranch(in, file, "mouth", training.mouth);
    training
        .parameters()
        .forEach(
            (name, parameter) -> {
              int size = parameter.first.count();
              parameter.first.upload(floats(in, file, TRAINING + name + ".first", size));
              parameter.second.upload(floats(in, file, TRAINING + name + ".second", size));
            });
  }

  private static void readBranch(SafeTensors in, Path file, String name, BranchTraining training) {
    String prefix = TRAINING + name + ".gaussians.";
    read(in, file, prefix + "first", training.first());
    read(in, file, prefix + "second", training.second());
    read(in, file, prefix + "statistics", training.statistics());
    read(in, file, TRAINING + name + DEPTHS, training.depths());
  }

  private static void read(SafeTensors in, Path file, String name, Batch batch) {
    float[] values = in.floats(name);
    if (values.length != batch.size()) {
      throw misshapen(name, values.length + " values", file);
    }
    batch.upload(values);
  }

  private static float[] floats(SafeTensors in, Path file, String name, long... shape) {
    if (!Arrays.equals(in.shape(name), shape)) {
      throw misshapen(
          name, Arrays.toString(in.shape(name)) + " instead of " + Arrays.toString(shape), file);
    }
    return in.floats(name);
  }

  private static String metadata(SafeTensors in, Path file, String key) {
    String value = in.metadata().get(key);
    if (value == null) {
      throw misshapen(key, "nothing", file);
    }
    return value;
  }

  private static JobException misshapen(String name, String what, Path file) {
    return JobException.input(
        "The file is damaged, \"" + name + "\" has " + what,
        file,
        "restore it from a copy or train the avatar anew");
  }

  private static float[] poseValues(RigidTransform pose) {
    Quaternion q = pose.rotation();
    Vec3 t = pose.translation();
    return new float[] {
      (float) q.w(),
      (float) q.x(),
      (float) q.y(),
      (float) q.z(),
      (float) t.x(),
      (float) t.y(),
      (float) t.z()
    };
  }

  private static RigidTransform pose(float[] v) {
    return new RigidTransform(new Quaternion(v[0], v[1], v[2], v[3]), new Vec3(v[4], v[5], v[6]));
  }
}
