package studio.viseme.speech;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is needed of CMU Sphinx' English acoustic model, read from its own files: the phones without
 * context. Each phone has a codebook of its own (a "phonetically tied mixture"): three streams
 * (cepstra, their slope, their curvature) of 128 Gaussians with 13 values each; each of a phone's
 * three states mixes them by weights of its own.
 *
 * @param phones the names, {@code SIL}, {@code +NSN+} (noise) and {@code +SPN+} (other voices)
 *     among them
 * @param means by phone × stream × 13 × 128 Gaussians: a Gaussian is a column
 * @param precisions 1 / (2 variance), the same shape
 * @param constants of the Gaussians' log densities, phone × stream × 128
 * @param weights state × stream × 128, sum 1; the states of phone p are 3 p … 3 p + 2
 * @param stay the probability that a state goes on, by state; else the next state or, from the
 *     last, another phone follows
 */
record AcousticModel(
    List<String> phones,
    float[] means,
    float[] precisions,
    float[] constants,
    float[] weights,
    float[] stay) {
  static final int STATES = 3;
  static final int STREAMS = 3;
  static final int GAUSSIANS = 128;
  static final int CEPSTRA = 13;

  private static final String FOLDER = "/edu/cmu/sphinx/models/en-us/en-us/";
  private static final float LEAST_VARIANCE = 1e-4f;
  private static final float LEAST_WEIGHT = 1e-7f;

  /** The model that the program carries; read once. */
  static AcousticModel english() {
    return Holder.ENGLISH;
  }

  private static final class Holder {
    static final AcousticModel ENGLISH = read();
  }

  /**
   * The mean cepstrum of speech as the model knows it: over every phone but silence and noises,
   * each state as long as it lasts.
   */
  float[] meanSpeech() {
    double[] sum = new double[CEPSTRA];
    double total = 0;
    for (int state = 0; state < stay.length; state++) {
      int phone = state / STATES;
      if (silent(phone)) {
        continue;
      }
      double duration = 1 / (1 - stay[state]);
      total += duration;
      for (int k = 0; k < GAUSSIANS; k++) {
        double share = duration * weights[state * STREAMS * GAUSSIANS + k];
        for (int i = 0; i < CEPSTRA; i++) {
          sum[i] += share * means[(phone * STREAMS * CEPSTRA + i) * GAUSSIANS + k];
        }
      }
    }
    float[] mean = new float[CEPSTRA];
    for (int i = 0; i < CEPSTRA; i++) {
      mean[i] = (float) (sum[i] / total);
    }
    return mean;
  }

  /** Whether a phone isn't one: silence, noise, other voices. */
  boolean silent(int phone) {
    return phones.get(phone).equals("SIL") || phones.get(phone).startsWith("+");
  }

  private static AcousticModel read() {
    try {
      List<String> phones = readPhones();
      int codebooks = phones.size() * STREAMS;
      float[] means = readGaussians("means", phones.size());
      float[] precisions = readGaussians("variances", phones.size());
      float[] constants = new float[codebooks * GAUSSIANS];
      for (int c = 0; c < codebooks; c++) {
        for (int k = 0; k < GAUSSIANS; k++) {
          double constant = 0;
          for (int i = 0; i < CEPSTRA; i++) {
            int at = (c * CEPSTRA + i) * GAUSSIANS + k;
            float variance = Math.max(LEAST_VARIANCE, precisions[at]);
            constant -= 0.5 * Math.log(2 * Math.PI * variance);
            precisions[at] = 0.5f / variance;
          }
          constants[c * GAUSSIANS + k] = (float) constant;
        }
      }
      return new AcousticModel(
          phones,
          means,
          precisions,
          constants,
          readWeights(phones.size()),
          readStay(phones.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("the acoustic model can't be read", e);
    }
  }

  /** The phones without context come first in the list of models; those in context follow. */
  private static List<String> readPhones() throws IOException {
    List<String> phones = new ArrayList<>();
    try (InputStream in = open("mdef");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length < 10 || columns[0].startsWith("#")) {
          continue;
        }
        if (!columns[1].equals("-")) {
          break;
        }
        for (int state = 0; state < STATES; state++) {
          require(
              Integer.parseInt(columns[6 + state]) == phones.size() * STATES + state,
              "the states of " + columns[0]);
        }
        require(Integer.parseInt(columns[5]) == phones.size(), "the transitions of " + columns[0]);
        phones.add(columns[0]);
      }
    }
    require(phones.contains("SIL"), "silence");
    return List.copyOf(phones);
  }

  /** Means or variances, brought from Gaussian × value into value × Gaussian. */
  private static float[] readGaussians(String name, int phones) throws IOException {
    try (InputStream in = body(name)) {
      require(integer(in) == phones, name);
      require(integer(in) == STREAMS, name);
      require(integer(in) == GAUSSIANS, name);
      for (int s = 0; s < STREAMS; s++) {
        require(integer(in) == CEPSTRA, name);
      }
      int count = phones * STREAMS * GAUSSIANS * CEPSTRA;
      require(integer(in) == count, name);
      float[] read = floats(in, count);
      float[] columns = new float[count];
      for (int c = 0; c < phones * STREAMS; c++) {
        for (int k = 0; k < GAUSSIANS; k++) {
          for (int i = 0; i < CEPSTRA; i++) {
            columns[(c * CEPSTRA + i) * GAUSSIANS + k] = read[(c * GAUSSIANS + k) * CEPSTRA + i];
          }
        }
      }
      return columns;
    }
  }

  /** The first states are those of the phones without context. */
  private static float[] readWeights(int phones) throws IOException {
    try (InputStream in = body("mixture_weights")) {
      require(integer(in) >= phones * STATES, "mixture_weights");
      require(integer(in) == STREAMS, "mixture_weights");
      require(integer(in) == GAUSSIANS, "mixture_weights");
      integer(in);
      float[] weights = floats(in, phones * STATES * STREAMS * GAUSSIANS);
      for (int at = 0; at < weights.length; at += GAUSSIANS) {
        normalise(weights, at, GAUSSIANS);
        for (int k = at; k < at + GAUSSIANS; k++) {
          weights[k] = Math.max(LEAST_WEIGHT, weights[k]);
        }
        normalise(weights, at, GAUSSIANS);
      }
      return weights;
    }
  }

  private static void normalise(float[] values, int from, int count) {
    float sum = 0;
    for (int k = from; k < from + count; k++) {
      sum += values[k];
    }
    for (int k = from; k < from + count; k++) {
      values[k] /= sum;
    }
  }

  private static float[] readStay(int phones) throws IOException {
    try (InputStream in = body("transition_matrices")) {
      require(integer(in) == phones, "transition_matrices");
      require(integer(in) == STATES, "transition_matrices");
      require(integer(in) == STATES + 1, "transition_matrices");
      integer(in);
      float[] counts = floats(in, phones * STATES * (STATES + 1));
      float[] stay = new float[phones * STATES];
      for (int state = 0; state < stay.length; state++) {
        int row = state * (STATES + 1);
        float own = counts[row + state % STATES];
        stay[state] = own / (own + counts[row + state % STATES + 1]);
      }
      return stay;
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = AcousticModel.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new IOException(FOLDER + name + " isn't in the program");
    }
    return new BufferedInputStream(in, 1 << 16);
  }

  /** A binary file from behind its text header and the mark of the order of bytes. */
  private static InputStream body(String name) throws IOException {
    InputStream in = open(name);
    StringBuilder line = new StringBuilder();
    while (!line.toString().endsWith("endhdr\n")) {
      int c = in.read();
      require(c >= 0 && line.length() < 1000, name);
      line.append((char) c);
    }
    require(integer(in) == 0x11223344, name);
    return in;
  }

  private static int integer(InputStream in) throws IOException {
    return numbers(in, 1).getInt();
  }

  private static float[] floats(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    numbers(in, count).asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer numbers(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(4 * count);
    if (bytes.length < 4 * count) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void require(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException("the acoustic model isn't the expected one: " + what);
    }
  }
}
