package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.speech.VoiceActivity;
import studio.viseme.store.SafeTensors;

/**
 * Tells in which frames somebody speaks. Features of the speech are not kept: every encoder makes
 * its own from the samples, by the same code that it uses for new audio.
 */
final class SpeechStage implements Stage {
  static final String NAME = "speech";

  private static final String FILE = "voice.safetensors";
  private static final String VOICE = "voice";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    ClipInfo clip = run.capture().clip();
    boolean[] voice = VoiceActivity.detect(run.capture().speech(), ClipInfo.FPS, clip.frames());
    byte[] flags = new byte[voice.length];
    int spoken = 0;
    for (int i = 0; i < voice.length; i++) {
      flags[i] = (byte) (voice[i] ? 1 : 0);
      spoken += flags[i];
    }
    if (spoken < ClipInfo.FPS) {
      run.job().warn("hardly any speech is heard; lips can't be learned from silence");
    }
    SafeTensors.writer().bytes(VOICE, flags).write(run.file(FILE));
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
