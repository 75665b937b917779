package studio.viseme.sample.lessons;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.viseme.job.JobException;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;

/**
 * The synthesiser Flite as the system has it installed, run as a program. Its voices are made of
 * recordings of real speakers of English (CMU ARCTIC), and it prints when each phone ends.
 */
final class Flite implements AutoCloseable {
  static final List<String> VOICES = List.of("slt", "rms", "awb", "kal16");

  private static final int HEADER = 44;
  private static final Pattern ITEM = Pattern.compile("\\b([a-z]+):(\\d+\\.\\d+)");

  private final Path folder;

  Flite() throws IOException {
    folder = Files.createTempDirectory("viseme-flite-");
  }

  /**
   * @param stretch of all durations, 1 is the voice's own
   * @param pitch mean of the melody, hertz
   * @throws JobException (input) when the program isn't installed
   */
  Utterance speak(String voice, String text, double stretch, double pitch) throws IOException {
    Path sound = folder.resolve("speech.wav");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "flite",
                  "-voice",
                  voice,
                  "--setf",
                  "duration_stretch=%.3f".formatted(stretch),
                  "--setf",
                  "int_f0_target_mean=%.1f".formatted(pitch),
                  "-psdur",
                  "-o",
                  sound.toString(),
                  "-t",
                  text)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw JobException.input("Flite isn't installed", "flite", "install it (Debian: flite)");
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw JobException.input(
            "Flite can't speak", said.lines().findFirst().orElse("flite"), "install version 2.2");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    byte[] file = Files.readAllBytes(sound);
    ByteBuffer wav = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int rate = wav.getInt(24);
    float[] samples = new float[(file.length - HEADER) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = wav.getShort(HEADER + 2 * i) / 32768f;
    }
    return new Utterance(
        Resampler.to16k(samples, rate), phones(said, (double) samples.length / rate));
  }

  /** Reads {@code pau:0.184 dh:0.236 …}: each phone and the second it ends at. */
  static List<TimedPhone> phones(String printed, double end) {
    List<TimedPhone> phones = new ArrayList<>();
    double now = 0;
    Matcher item = ITEM.matcher(printed);
    while (item.find()) {
      double until = Math.min(end, Double.parseDouble(item.group(2)));
      if (until > now) {
        phones.add(new TimedPhone(phone(item.group(1)), 0, now, until, 0));
        now = until;
      }
    }
    phones.add(new TimedPhone(Phone.SIL, 0, now, Math.max(end, now + 0.01), 0));
    return phones;
  }

  private static Phone phone(String name) {
    return switch (name) {
      case "pau", "ssil" -> Phone.SIL;
      case "ax", "axr" -> name.equals("ax") ? Phone.IH : Phone.ER;
      case "dx" -> Phone.D;
      case "el" -> Phone.L;
      case "em" -> Phone.M;
      case "en" -> Phone.N;
      default -> Phone.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve("speech.wav"));
    Files.delete(folder);
  }
}
