package studio.viseme.sample.voice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import studio.viseme.store.AtomicFiles;

/** Writes mono 16-bit PCM as a WAVE file. */
public final class WavFile {
  private WavFile() {}

  public static void write(Path file, float[] samples, int rate) {
    int bytes = samples.length * 2;
    ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1);
    out.putInt(rate).putInt(rate * 2).putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (float sample : samples) {
      out.putShort((short) Math.clamp(Math.round(sample * 32767), -32768, 32767));
    }
    AtomicFiles.write(file, out.array());
  }
}
