package studio.viseme.speech;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.store.SafeTensors;

/**
 * The weights of {@link LipEncoder}: a dense net from a window of normalised log-mel frames to an
 * embedding, and another one from the embedding to what the lips do and which phone it is.
 *
 * @param usual the mean log-mel spectrum that a voice begins with
 * @param trunk parameters of {@link #TRUNK}
 * @param head parameters of {@link #HEAD}
 */
public record LipNet(float[] usual, float[] trunk, float[] head) {
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

  public static final PerceptronSpec TRUNK =
      new PerceptronSpec(INPUTS, 0, List.of(256, 256), EMBEDDING, true);

  public static final PerceptronSpec HEAD =
      new PerceptronSpec(EMBEDDING, 0, List.of(96), SHAPES + PHONES, true);

  private static final String RESOURCE = "/speech/lips.safetensors";

  public LipNet {
    if (usual.length != LogMel.BANDS
        || trunk.length != TRUNK.parameters()
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
   * @throws studio.viseme.job.JobException (input) when the file is damaged
   */
  public static LipNet read(Path file) {
    return of(SafeTensors.read(file));
  }

  private static LipNet of(SafeTensors in) {
    return new LipNet(in.floats("usual"), in.floats("trunk"), in.floats("head"));
  }

  /** Writes the net as safetensors. */
  public void write(Path file, String recipe) {
    SafeTensors.writer()
        .metadata("recipe", recipe)
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
