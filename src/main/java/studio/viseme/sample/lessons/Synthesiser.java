package studio.viseme.sample.lessons;

/** Who speaks in the lessons. */
public enum Synthesiser {
  /** The sample presenter's formant voice: syllables that mean nothing. */
  OWN(0.08),
  /** Flite: English voices made of recordings. */
  FLITE(0.42),
  /** eSpeak NG: formant voices in all languages. */
  ESPEAK(0.5);

  /** Of the utterances, where all of them speak. */
  final double share;

  Synthesiser(double share) {
    this.share = share;
  }
}
