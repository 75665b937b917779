package studio.viseme.speech;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.speech.onnx.OnnxNet;
import studio.viseme.speech.onnx.Tensor;
import studio.viseme.store.Hashes;

/**
 * A speech encoder that a user added: HuBERT, wav2vec 2.0, DeepSpeech or Whisper as an ONNX file.
 * What kind it is shows in the shape of its input ({@link NetEar}). The sound is heard in stretches
 * that lie on a fixed grid, each with some sound on both sides, so that the vectors are the same
 * bits whatever pieces the sound arrives in.
 */
public final class ImportedEncoder implements SpeechEncoder {
  private final String name;
  private final String sha256;
  private final OnnxNet net;
  private final NetEar ear;
  private final int width;

  private ImportedEncoder(String name, String sha256, OnnxNet net, NetEar ear) {
    this.name = name;
    this.sha256 = sha256;
    this.net = net;
    this.ear = ear;
    this.width = hear(new float[ear.samples()]).length / ear.vectors();
  }

  /**
   * Reads a net and tries it on silence.
   *
   * @param name what the encoder is called
   * @throws JobException (input) when the file isn't a net of one of the known kinds
   */
  public static ImportedEncoder open(String name, Path file) {
    OnnxNet net = OnnxNet.open(file);
    try {
      return new ImportedEncoder(name, Hashes.sha256(file), net, ear(net));
    } catch (JobException e) {
      net.close();
      throw e;
    }
  }

  private static NetEar ear(OnnxNet net) {
    if (net.inputs().size() != 1) {
      throw wrong(net, "The net has %d inputs instead of one".formatted(net.inputs().size()));
    }
    long[] shape = net.inputs().getFirst().shape();
    Optional<NetEar> ear = Arrays.stream(NetEar.values()).filter(e -> e.takes(shape)).findFirst();
    return ear.orElseThrow(
        () ->
            wrong(
                net,
                "The net takes %s, which no known speech encoder does"
                    .formatted(Tensor.text(shape))));
  }

  private static JobException wrong(OnnxNet net, String what) {
    return JobException.input(what, net.file(), "take one of: " + NetEar.allWords());
  }

  /** What the net is given, for people. */
  public String input() {
    return ear.words();
  }

  /** SHA-256 of the file, hexadecimal. */
  @Override
  public String fingerprint() {
    return sha256;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public double rate() {
    return NetEar.RATE;
  }

  @Override
  public double lag() {
    return ear.lag();
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(workers);
  }

  /**
   * The vectors of a stretch.
   *
   * @param samples as many as the ear wants
   */
  private float[] hear(float[] samples) {
    List<Tensor> outputs = net.run(ear.input(samples, net.inputs().getFirst().shape()));
    for (Tensor output : outputs) {
      long[] shape = output.shape();
      // 1 × vectors × width, or as DeepSpeech has it, vectors × 1 × width.
      if (shape.length == 3 && (shape[0] == 1 || shape[1] == 1)) {
        long vectors = shape[0] * shape[1];
        if (vectors != ear.vectors()) {
          throw wrong(
              net,
              "The net gives %d vectors for %.2f s of sound instead of %d (50 a second)"
                  .formatted(
                      vectors, (double) ear.samples() / SpeechEncoder.SAMPLE_RATE, ear.vectors()));
        }
        return output.values();
      }
    }
    String shapes =
        outputs.isEmpty()
            ? "nothing"
            : String.join(" and ", outputs.stream().map(o -> Tensor.text(o.shape())).toList());
    throw wrong(net, "The net gives %s instead of 1 × vectors × width".formatted(shapes));
  }

  private final class Stream implements SpeechStream {
    private final Workers workers;
    private final FloatList pending = new FloatList();
    private long heard;
    private long given;
    private boolean finished;

    Stream(Workers workers) {
      this.workers = workers;
      pending.add(new float[ear.headStart()]);
    }

    @Override
    public FeatureSequence append(float[] samples, int from, int to) {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      pending.add(samples, from, to - from);
      heard += to - from;
      int step = ear.kept() * NetEar.HOP;
      int ready = pending.size() < ear.samples() ? 0 : (pending.size() - ear.samples()) / step + 1;
      return drain(ready);
    }

    @Override
    public FeatureSequence finish() {
      if (finished) {
        throw new IllegalStateException("the stream is finished");
      }
      finished = true;
      long left = Math.ceilDiv(heard, NetEar.HOP) - given;
      int stretches = (int) Math.ceilDiv(left, ear.kept());
      if (stretches > 0) {
        int needed = (stretches - 1) * ear.kept() * NetEar.HOP + ear.samples();
        pending.add(new float[Math.max(0, needed - pending.size())]);
      }
      FeatureSequence rest = drain(stretches);
      return new FeatureSequence(
          width, NetEar.RATE, Arrays.copyOf(rest.data(), (int) Math.max(0, left) * width));
    }

    private FeatureSequence drain(int stretches) {
      int step = ear.kept() * NetEar.HOP;
      float[] out = new float[stretches * ear.kept() * width];
      workers.forEach(
          stretches,
          stretch -> {
            float[] samples = new float[ear.samples()];
            pending.copy(stretch * step, samples, 0, samples.length);
            float[] vectors = hear(samples);
            System.arraycopy(
                vectors,
                ear.before() * width,
                out,
                stretch * ear.kept() * width,
                ear.kept() * width);
          });
      pending.drop(stretches * step);
      given += (long) stretches * ear.kept();
      return new FeatureSequence(width, NetEar.RATE, out);
    }
  }
}
