package studio.viseme.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.Hashes;
import studio.viseme.store.SafeTensors;

/**
 * Keeps what slow encoders made of whole sounds, so that a clip is heard once. A file is named
 * after the encoder's fingerprint and the sound itself; the oldest go when all together grow beyond
 * {@link #MOST_BYTES}. What can't be kept or read is made again.
 */
final class SpeechCache {
  static final long MOST_BYTES = 2L << 30;

  private static final String VECTORS = "vectors";

  private final Path folder;

  SpeechCache(Path folder) {
    this.folder = folder;
  }

  /** The same encoder, with a memory. */
  SpeechEncoder remembering(SpeechEncoder encoder) {
    return new Remembering(encoder);
  }

  private final class Remembering implements SpeechEncoder {
    private final SpeechEncoder encoder;

    Remembering(SpeechEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public String name() {
      return encoder.name();
    }

    @Override
    public String fingerprint() {
      return encoder.fingerprint();
    }

    @Override
    public int width() {
      return encoder.width();
    }

    @Override
    public double rate() {
      return encoder.rate();
    }

    @Override
    public double lag() {
      return encoder.lag();
    }

    @Override
    public SpeechStream stream(Workers workers) {
      return encoder.stream(workers);
    }

    @Override
    public FeatureSequence encode(float[] samples, Workers workers) {
      Path file = folder.resolve(key(samples) + ".safetensors");
      float[] kept = read(file, samples.length);
      if (kept.length > 0) {
        return new FeatureSequence(width(), rate(), kept);
      }
      FeatureSequence made = encoder.encode(samples, workers);
      if (made.count() > 0) {
        keep(file, made);
      }
      return made;
    }

    private String key(float[] samples) {
      ByteBuffer bytes =
          ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(samples);
      return Hashes.sha256(encoder.fingerprint() + " " + Hashes.sha256(bytes.array()));
    }

    private float[] read(Path file, int samples) {
      if (!Files.isRegularFile(file)) {
        return new float[0];
      }
      try {
        float[] vectors = SafeTensors.read(file).floats(VECTORS);
        long count = (long) Math.ceil(samples * rate() / SAMPLE_RATE);
        return vectors.length == count * width() ? vectors : new float[0];
      } catch (JobException e) {
        return new float[0];
      }
    }

    private void keep(Path file, FeatureSequence made) {
      try {
        AtomicFiles.createFolder(folder);
        SafeTensors.writer().floats(VECTORS, made.data(), made.count(), made.width()).write(file);
        removeOldest();
      } catch (JobException | IOException e) {
        // The vectors are there all the same; the next time they are made again.
        return;
      }
    }
  }

  private void removeOldest() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.toString().endsWith(".safetensors")).forEach(files::add);
    }
    files.sort(Comparator.comparingLong((Path file) -> file.toFile().lastModified()).reversed());
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
      if (bytes > MOST_BYTES) {
        Files.deleteIfExists(file);
      }
    }
  }
}
