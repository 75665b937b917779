package studio.viseme.sample.lessons;

/** What may differ from one hearing of an utterance to the next, or from voice to voice. */
public enum Augmentation {
  /** The height and range of the voice's melody. */
  PITCH,
  /** The length of the vocal tract. */
  FORMANTS,
  /** How fast it is said. */
  SPEED,
  /** Its echoes. */
  ROOM,
  /** Other sounds meanwhile. */
  NOISE,
  /** How strongly the microphone hears each frequency. */
  MICROPHONE,
  /** Bands that a codec or a telephone leaves out. */
  CODEC
}
