package studio.viseme.avatar.syncgaussian;

import studio.viseme.avatar.FrameState;
import studio.viseme.store.SafeTensors;

/** Turns what is said at a moment into the speech part of a head's condition. */
interface Hearing extends AutoCloseable {
  /** The speech part for a moment, or what stands for it when the mouth is held still. */
  float[] of(FrameState state);

  /** Writes what {@link ModelFile#readHearing} reads. */
  void write(SafeTensors.Writer out);

  /** The same for a head whose pictures show openings between lips in a way of their own. */
  default Hearing showing(ShownOpening shown) {
    return this;
  }

  @Override
  default void close() {}
}
