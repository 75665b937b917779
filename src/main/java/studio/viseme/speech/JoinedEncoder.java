package studio.viseme.speech;

import java.util.List;
import java.util.stream.Collectors;
import studio.viseme.job.Workers;

/** Several encoders of one rate, side by side: a vector is their vectors one after another. */
final class JoinedEncoder implements SpeechEncoder {
  private final List<SpeechEncoder> parts;

  /**
   * @param parts at least one
   * @throws IllegalArgumentException when their rates differ
   */
  JoinedEncoder(List<SpeechEncoder> parts) {
    this.parts = List.copyOf(parts);
    if (parts.stream().mapToDouble(SpeechEncoder::rate).distinct().count() != 1) {
      throw new IllegalArgumentException("encoders of different rates");
    }
  }

  @Override
  public String name() {
    return parts.stream().map(SpeechEncoder::name).collect(Collectors.joining("+"));
  }

  @Override
  public String fingerprint() {
    return parts.stream()
        .map(SpeechEncoder::fingerprint)
        .filter(print -> !print.isEmpty())
        .collect(Collectors.joining("+"));
  }

  @Override
  public int width() {
    return parts.stream().mapToInt(SpeechEncoder::width).sum();
  }

  @Override
  public double rate() {
    return parts.getFirst().rate();
  }

  @Override
  public double lag() {
    return parts.stream().mapToDouble(SpeechEncoder::lag).max().orElseThrow();
  }

  @Override
  public SpeechStream stream(Workers workers) {
    return new Stream(parts.stream().map(part -> new Part(part, workers)).toList());
  }

  /** An encoder's stream and what it gave that others haven't yet. */
  private static final class Part {
    final int width;
    final SpeechStream stream;
    final FloatList waiting = new FloatList();

    Part(SpeechEncoder encoder, Workers workers) {
      this.width = encoder.width();
      this.stream = encoder.stream(workers);
    }
  }

  private final class Stream implements SpeechStream {
    private final List<Part> streams;

    private Stream(List<Part> streams) {
      this.streams = streams;
    }

    @Override
    public FeatureSequence append(float[] samples, int from, int to) {
      streams.forEach(part -> part.waiting.add(part.stream.append(samples, from, to).data()));
      return joined();
    }

    @Override
    public FeatureSequence finish() {
      streams.forEach(part -> part.waiting.add(part.stream.finish().data()));
      return joined();
    }

    private FeatureSequence joined() {
      int count =
          streams.stream().mapToInt(part -> part.waiting.size() / part.width).min().orElseThrow();
      int width = width();
      float[] vectors = new float[count * width];
      int column = 0;
      for (Part part : streams) {
        for (int i = 0; i < count; i++) {
          part.waiting.copy(i * part.width, vectors, i * width + column, part.width);
        }
        part.waiting.drop(count * part.width);
        column += part.width;
      }
      return new FeatureSequence(width, rate(), vectors);
    }
  }
}
