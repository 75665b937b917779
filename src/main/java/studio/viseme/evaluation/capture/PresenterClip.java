package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import studio.viseme.sample.Casting;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.voice.SampleScript;
import studio.viseme.speech.SpeechEncoder;

/**
 * A short film of one presenter to measure a capture on.
 *
 * @param name of the clip in reports
 * @param about who is seen and how, in a few words
 * @param presenter who is seen
 * @param frames how many are filmed
 * @param cut the frame before which the film was cut: from there on it shows what happens {@value
 *     #JUMP} seconds later; {@code frames} for none
 * @param bitRate of the encoded picture, bits a second
 */
record PresenterClip(
    String name, String about, SamplePresenter presenter, int frames, int cut, long bitRate) {
  private static final double JUMP = 1.6;

  /** Every so manyth clip has a cut. */
  private static final int CUT_EVERY = 3;

  /** Clips of presenters drawn from a seed, each at most {@code seconds} long. */
  static List<PresenterClip> drawn(long seed, int count, double seconds) {
    List<PresenterClip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long own = seed + i;
      Casting casting = Casting.drawn(own);
      SamplePresenter presenter = new SamplePresenter(script(own, seconds + JUMP), own, casting);
      int frames = (int) (seconds * SamplePresenter.FPS);
      int cut = i % CUT_EVERY == CUT_EVERY - 1 ? frames / 2 : frames;
      clips.add(
          new PresenterClip(
              "seed " + own,
              casting.description() + (cut < frames ? ", a cut" : ""),
              presenter,
              frames,
              cut,
              casting.bitRate()));
    }
    return List.copyOf(clips);
  }

  /** The moment that a frame shows, seconds. */
  double seconds(int frame) {
    return frame / SamplePresenter.FPS + (frame < cut ? 0 : JUMP);
  }

  /** The sound that belongs to the frames, cut where they are. */
  float[] speech() {
    float[] all = presenter.speech();
    float[] sound = new float[samples(frames)];
    int before = samples(Math.min(cut, frames));
    System.arraycopy(all, 0, sound, 0, before);
    int skipped = (int) (JUMP * SpeechEncoder.SAMPLE_RATE);
    int after = Math.max(0, Math.min(sound.length - before, all.length - before - skipped));
    System.arraycopy(all, before + skipped, sound, before, after);
    return sound;
  }

  private static int samples(int frames) {
    return (int) (frames * SpeechEncoder.SAMPLE_RATE / SamplePresenter.FPS);
  }

  /** Some sentences of the bundled script, enough for {@code seconds}. */
  private static SampleScript script(long seed, double seconds) {
    SampleScript all = SampleScript.bundled("presenter");
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int first = random.nextInt(all.sentences().size());
    List<SampleScript.Sentence> said = new ArrayList<>();
    SampleScript script;
    do {
      said.add(all.sentences().get((first + said.size()) % all.sentences().size()));
      script = new SampleScript(all.title(), all.pitch(), all.tempo(), List.copyOf(said));
    } while (script.timing().getLast().end() < seconds);
    return script;
  }
}
