package studio.viseme.evaluation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.speech.SyncProtocol;

/**
 * Has a {@link SyncJudge} judge a film, if it can judge this person at all: on the real film it
 * must find lips and sound in time, within one frame, and more surely than with the sound turned
 * round by half its length. Otherwise its figures would mean nothing, and there are none.
 */
final class SyncMeter {
  private static final int TOLERANCE = 1;

  private final SyncJudge judge;
  private final float[] @Nullable [] heard;
  private final SyncJudge.Film real;
  private final SyncJudge.Film rendered;

  /**
   * @param speech from frame 0 of what is shown
   */
  SyncMeter(SyncJudge judge, HeadTrack head, float[] speech) {
    this.judge = judge;
    this.heard = judge.hear(speech);
    this.real = judge.film(head);
    this.rendered = judge.film(head);
  }

  /** The film that is judged, as the real one or as the rendered one. */
  SyncJudge.Film real() {
    return real;
  }

  SyncJudge.Film rendered() {
    return rendered;
  }

  /**
   * What was found.
   *
   * @param reason why the scores are null, or empty
   */
  record Verdict(
      SyncProtocol.@Nullable Score real, SyncProtocol.@Nullable Score rendered, String reason) {}

  Verdict verdict() {
    float[] @Nullable [] seen = real.seen();
    SyncProtocol.Score inTime = SyncProtocol.score(seen, heard, judge.beyond());
    SyncProtocol.Score turned = SyncProtocol.score(seen, halfTurn(heard), judge.beyond());
    if (inTime == null || turned == null) {
      return new Verdict(null, null, judge.name() + " saw no face");
    }
    if (Math.abs(inTime.offsetFrames()) > TOLERANCE) {
      return new Verdict(
          null,
          null,
          "%s finds the real film %d frames out of time, so it can't judge this person"
              .formatted(judge.name(), inTime.offsetFrames()));
    }
    if (inTime.confidence() <= turned.confidence()) {
      return new Verdict(
          null,
          null,
          String.format(
              Locale.ROOT,
              "%s is no surer of the real film (%.2f) than of the wrong sound (%.2f)",
              judge.name(),
              inTime.confidence(),
              turned.confidence()));
    }
    return new Verdict(inTime, SyncProtocol.score(rendered.seen(), heard, judge.beyond()), "");
  }

  private static float[] @Nullable [] halfTurn(float[] @Nullable [] vectors) {
    float[] @Nullable [] turned = vectors.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = vectors[(i + vectors.length / 2) % vectors.length];
    }
    return turned;
  }
}
