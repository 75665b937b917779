package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.SampleScript;

/**
 * A short film of one presenter to measure a capture on.
 *
 * @param name of the clip in reports
 * @param presenter who is seen
 * @param frames how many are filmed
 * @param bitRate of the encoded picture, bits a second
 */
record PresenterClip(String name, SamplePresenter presenter, int frames, long bitRate) {
  /** What a phone or a webcam's recording of this size has. */
  private static final long USUAL_BIT_RATE = 2_500_000;

  /** Clips of presenters drawn from a seed, each at most {@code seconds} long. */
  static List<PresenterClip> drawn(long seed, int count, double seconds) {
    List<PresenterClip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long own = seed + i;
      SamplePresenter presenter = new SamplePresenter(script(own, seconds), own);
      int frames = Math.min(presenter.frames(), (int) (seconds * SamplePresenter.FPS));
      clips.add(new PresenterClip("presenter-" + own, presenter, frames, USUAL_BIT_RATE));
    }
    return List.copyOf(clips);
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
