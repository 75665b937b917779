package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.VoiceActivity;
import studio.viseme.store.SafeTensors;

/**
 * Tells in which frames somebody speaks. Features of the speech are not kept: every encoder makes
 * its own from the samples, by the same code that it uses for new audio, faster than a disk's worth
 * of them would pay.
 *
 * <p>What is said of a frame before the held-out ones is known from the sound before them.
 */
final class SpeechStage implements Stage {
  static final String NAME = "speech";

  private static final String FILE = "voice.safetensors";
  private static final String VOICE = "voice";

  /** Samples that are in memory at once. */
  private static final int PIECE = 60 * SpeechEncoder.SAMPLE_RATE;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME);
  }

  @Override
  public Map<String, String> parameters(ProjectFolder project) {
    int frames = SoundShift.read(project).frames();
    return frames == 0 ? Map.of() : Map.of("shift", Integer.toString(frames));
  }

  @Override
  public void run(StageRun run) {
    ClipInfo clip = run.capture().clip();
    byte[] flags = new byte[clip.frames()];
    listen(run, clip.frames(), flags);
    listen(run, clip.firstHeldOutFrame(), flags);
    SafeTensors.writer().bytes(VOICE, flags).write(run.file(FILE));
  }

  /** Writes the flags of the first {@code frames} frames, hearing nothing after them. */
  private static void listen(StageRun run, int frames, byte[] flags) {
    long samples = Math.min(run.capture().clip().speechSamples(), ClipInfo.samples(frames));
    VoiceActivity.Stream voice = VoiceActivity.stream(ClipInfo.FPS);
    int known = 0;
    for (long at = 0; at < samples; at += PIECE) {
      run.job().checkpoint();
      float[] piece = run.capture().speech(at, (int) Math.min(PIECE, samples - at));
      known = write(voice.append(piece, 0, piece.length), flags, known, frames);
    }
    write(voice.finish(), flags, known, frames);
  }

  private static int write(boolean[] voice, byte[] flags, int from, int end) {
    int at = from;
    for (int i = 0; i < voice.length && at < end; i++) {
      flags[at++] = (byte) (voice[i] ? 1 : 0);
    }
    return at;
  }

  static boolean[] read(Path folder) {
    byte[] flags = SafeTensors.read(folder.resolve(FILE)).bytes(VOICE);
    boolean[] voice = new boolean[flags.length];
    for (int i = 0; i < voice.length; i++) {
      voice[i] = flags[i] != 0;
    }
    return voice;
  }
}
