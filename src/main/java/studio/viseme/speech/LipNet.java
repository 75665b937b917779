package studio.viseme.speech;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.job.JobException;
import studio.viseme.store.Hashes;
import studio.viseme.store.SafeTensors;

/**
 * The weights of {@link LipEncoder}: a dense net from a window of normalised log-mel frames to an
 * embedding, and another one from the embedding to what the lips do and which phone it is.
 *
 * @param usual the mean log-mel spectrum that a voice begins with
 * @param trunk parameters of {@link Size#trunk}
 * @param head parameters of {@link #HEAD}
 */
public record LipNet(Size size, float[] usual, float[] trunk, float[] head) {
  /** Frames (10 ms) of the window, relative to the moment. */
  static final int[] TAPS = {
    -24, -20, -16, -13, -10, -8, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 24
  };

  /** Frames that the window reaches to either side. */
  public static final int REACH = 24;

  /** Frames after a frame that its mean has heard. */
  public static final int MEAN_AHEAD = 20;

  public static final int INPUTS = TAPS.length * LogMel.BANDS;

  /** Values of the embedding. */
  public static final int EMBEDDING = 48;

  /**
   * Values of a mouth: jaw and gap in centimetres, width, protrusion, lip tucked under teeth, lips
   * pressed, tongue raised.
   */
  public static final int SHAPES = 7;

  /** Where some of them stand. */
  static final int JAW = 0;

  static final int GAP = 1;
  static final int MOUTH_WIDTH = 2;
  static final int PROTRUSION = 3;
  static final int PRESS = 5;

  /** Phones told apart, silence the last. */
  public static final int PHONES = 40;

  /** Layers of the weights that come with the program. */
  public static final Size USUAL_SIZE = new Size(List.of(256, 256));

  public static final PerceptronSpec HEAD =
      new PerceptronSpec(EMBEDDING, 0, List.of(96), SHAPES + PHONES, true);

  private static final String RESOURCE = "/speech/lips.safetensors";

  /**
   * How large a net is.
   *
   * @param hidden widths of the trunk's hidden layers
   */
  public record Size(List<Integer> hidden) {
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(,\\d{1,3})*");

    public Size {
      hidden = List.copyOf(hidden);
    }

    /** From a window to the embedding. */
    public PerceptronSpec trunk() {
      return new PerceptronSpec(INPUTS, 0, hidden, EMBEDDING, true);
    }

    /** Widths with commas between them. */
    @Override
    public String toString() {
      return hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * Reads what {@link #toString} writes; widths are 1 … 256.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Size parse(String text) {
      if (!NUMBERS.matcher(text).matches()) {
        throw new IllegalArgumentException("no widths: " + text);
      }
      Size size = new Size(Stream.of(text.split(",")).map(Integer::valueOf).toList());
      size.trunk();
      return size;
    }
  }

  public LipNet {
    if (usual.length != LogMel.BANDS
        || trunk.length != size.trunk().parameters()
        || head.length != HEAD.parameters()) {
      throw new IllegalArgumentException("weights of another net");
    }
  }

  /** The net that comes with the program. */
  static LipNet bundled() {
    return bundled(RESOURCE);
  }

  /** A net that comes with the program. */
  static LipNet bundled(String resource) {
    try (InputStream in = LipNet.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " isn't on the class path");
      }
      return of(SafeTensors.of(in.readAllBytes(), Path.of(resource)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a net that {@code viseme train-speech} wrote.
   *
   * @throws JobException (input) when the file is damaged or holds something else
   */
  public static LipNet read(Path file) {
    SafeTensors in = SafeTensors.read(file);
    try {
      return of(in);
    } catch (IllegalArgumentException e) {
      throw JobException.input(
          "These aren't the weights of a lip encoder", file, "make some with viseme train-speech");
    }
  }

  private static LipNet of(SafeTensors in) {
    String hidden = in.metadata().getOrDefault("hidden", USUAL_SIZE.toString());
    return new LipNet(
        Size.parse(hidden), in.floats("usual"), in.floats("trunk"), in.floats("head"));
  }

  /** The SHA-256 of the weights. */
  String fingerprint() {
    ByteBuffer bytes =
        ByteBuffer.allocate((usual.length + trunk.length + head.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(usual).put(trunk).put(head);
    return Hashes.sha256(bytes.array());
  }

  /** Writes the net as safetensors. */
  public void write(Path file, String recipe) {
    SafeTensors.writer()
        .metadata("recipe", recipe)
        .metadata("hidden", size.toString())
        .floats("usual", usual, usual.length)
        .floats("trunk", trunk, trunk.length)
        .floats("head", head, head.length)
        .write(file);
  }

  /**
   * Cuts the window around a frame.
   *
   * @param frames normalised, {@link LogMel#BANDS} values each
   * @param center index of the frame; {@link #REACH} frames must lie on either side
   * @param out {@link #INPUTS} rows of {@code columns} values; column {@code column} is written
   */
  public static void window(float[] frames, int center, float[] out, int column, int columns) {
    for (int tap = 0; tap < TAPS.length; tap++) {
      int from = (center + TAPS[tap]) * LogMel.BANDS;
      for (int b = 0; b < LogMel.BANDS; b++) {
        out[(tap * LogMel.BANDS + b) * columns + column] = frames[from + b];
      }
    }
  }
}
