package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.VoiceActivity;
import studio.viseme.store.Json;
import studio.viseme.store.SafeTensors;

class SpeechStageTest {
  private static final int FRAMES = 300;
  private static final int HELD_OUT_FROM = 270;

  @TempDir Path folder;

  /** Writes what the stage reads: how long the clip is, and its sound. */
  private record Sound(float[] samples) implements Stage {
    @Override
    public String name() {
      return ImportStage.NAME;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public void run(StageRun run) {
      Rectangle all = new Rectangle(0, 0, 16, 16);
      Json.write(
          run.file(ImportStage.CLIP),
          new ClipInfo(16, 16, FRAMES, 16, 16, 25, all, samples.length));
      SafeTensors.writer()
          .floats(ImportStage.SAMPLES, samples)
          .ints(ImportStage.SEGMENTS, new int[FRAMES])
          .write(run.file(ImportStage.SOUND));
    }
  }

  private boolean[] flags(String name, float[] samples) throws IOException {
    Path video = Files.writeString(folder.resolve(name + ".mp4"), "pictures");
    try (ProjectFolder project =
        ProjectFolder.create(folder.resolve(name + ".viseme"), video, Map.of())) {
      List<Stage> stages = List.of(new Sound(samples), new SpeechStage());
      new StageRunner(project, stages, CaptureFolder::open).runAll(JobContext.silent());
      return CaptureFolder.open(project).voiceActivity();
    }
  }

  /** Syllables of a buzz from one frame to another. */
  private static void speak(float[] samples, int from, int to, double amplitude) {
    for (int i = from * 640; i < to * 640; i++) {
      double t = i / 16_000.0;
      double envelope = Math.max(0, Math.sin(2 * Math.PI * 2.5 * t));
      double voice = 0;
      for (int harmonic = 1; harmonic < 40; harmonic++) {
        voice += Math.sin(2 * Math.PI * 120 * harmonic * t + harmonic * harmonic) / 6;
      }
      samples[i] += (float) (amplitude * envelope * voice);
    }
  }

  @Test
  void speechIsFoundAndSilenceIsNot() throws IOException {
    float[] samples = new float[FRAMES * 640];
    speak(samples, 100, 200, .3);
    boolean[] flags = flags("voice", samples);
    assertThat(flags).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      if (i < 95 || i > 210) {
        assertThat(flags[i]).as("frame %d", i).isFalse();
      }
    }
    int spoken = 0;
    for (int i = 105; i < 195; i++) {
      spoken += flags[i] ? 1 : 0;
    }
    assertThat(spoken).isGreaterThan(45);
  }

  /**
   * Whispering is speech as long as nothing is much louder: a roar in the held-out part must not
   * change that for the frames before it.
   */
  @Test
  void whatIsHeldOutChangesNothingBefore() throws IOException {
    float[] whisper = new float[FRAMES * 640];
    speak(whisper, 50, FRAMES, .01);
    float[] roar = whisper.clone();
    Random random = new Random(1);
    for (int i = HELD_OUT_FROM * 640; i < roar.length; i++) {
      roar[i] = (float) (8 * random.nextGaussian());
    }
    boolean[] quiet = flags("quiet", whisper);
    boolean[] loud = flags("loud", roar);
    int spoken = 0;
    int heardWhole = 0;
    boolean[] whole = VoiceActivity.detect(roar, ClipInfo.FPS, FRAMES);
    for (int i = 0; i < HELD_OUT_FROM; i++) {
      assertThat(loud[i]).as("frame %d", i).isEqualTo(quiet[i]);
      spoken += quiet[i] ? 1 : 0;
      heardWhole += whole[i] ? 1 : 0;
    }
    assertThat(spoken).isGreaterThan(80);
    assertThat(heardWhole).as("the roar would have mattered").isLessThan(spoken - 40);
  }

  @Test
  void movedSoundIsHeardByEverything() throws IOException {
    float[] samples = new float[FRAMES * 640];
    speak(samples, 100, 200, .3);
    for (int i = 0; i < samples.length; i++) {
      samples[i] += 1e-6f * (i % 1000);
    }
    Path video = Files.writeString(folder.resolve("late.mp4"), "pictures");
    try (ProjectFolder project =
        ProjectFolder.create(folder.resolve("late.viseme"), video, Map.of())) {
      List<Stage> stages = List.of(new Sound(samples), new SpeechStage());
      StageRunner runner = new StageRunner(project, stages, CaptureFolder::open);
      runner.runAll(JobContext.silent());
      boolean[] before = CaptureFolder.open(project).voiceActivity();
      new SoundShift(20).write(project);
      assertThat(runner.isUpToDate(stages.getFirst())).as("nothing is imported anew").isTrue();
      assertThat(runner.isUpToDate(stages.getLast())).isFalse();
      runner.runAll(JobContext.silent());
      CaptureFolder moved = CaptureFolder.open(project);
      float[] heard = moved.speech();
      assertThat(heard).hasSize(samples.length);
      assertThat(heard[0]).isEqualTo(samples[20 * 640]);
      assertThat(heard[samples.length - 20 * 640 - 1]).isEqualTo(samples[samples.length - 1]);
      assertThat(heard[samples.length - 1]).isZero();
      assertThat(moved.speech(7000, 3)).containsExactly(heard[7000], heard[7001], heard[7002]);
      assertThat(first(before) - first(moved.voiceActivity())).isBetween(19, 21);
      new SoundShift(-3).write(project);
      float[] later = CaptureFolder.open(project).speech();
      assertThat(later[3 * 640 - 1]).isZero();
      assertThat(later[3 * 640 + 5]).isEqualTo(samples[5]);
      assertThat(CaptureFolder.open(project).speech(samples.length - 1, 1))
          .containsExactly(samples[samples.length - 1 - 3 * 640]);
    }
  }

  private static int first(boolean[] flags) {
    int at = 0;
    while (!flags[at]) {
      at++;
    }
    return at;
  }
}
