package studio.viseme.sample.lessons;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import studio.viseme.sample.voice.Articulator;
import studio.viseme.sample.voice.MouthShape;
import studio.viseme.sample.voice.TimedPhone;
import studio.viseme.speech.LipNet;
import studio.viseme.speech.LogMel;

/**
 * An utterance as the net hears it, and what it should say of it, 100 frames a second.
 *
 * @param mel frames × bands
 * @param shapes frames × {@link LipNet#SHAPES}
 * @param phones of each frame, an index of {@link studio.viseme.sample.voice.Phone}
 */
record Lesson(float[] mel, float[] shapes, byte[] phones) {
  int frames() {
    return phones.length;
  }

  static Lesson of(Utterance utterance, LogMel encoder) {
    float[] mel = encoder.encode(utterance.samples()).data();
    int count = mel.length / LogMel.BANDS;
    float[] shapes = new float[count * LipNet.SHAPES];
    byte[] phones = new byte[count];
    List<TimedPhone> timed = utterance.phones();
    Articulator articulator = new Articulator(timed);
    int at = 0;
    for (int t = 0; t < count; t++) {
      double seconds = t / encoder.rate();
      while (at < timed.size() - 1 && timed.get(at).end() <= seconds) {
        at++;
      }
      phones[t] = (byte) timed.get(at).phone().ordinal();
      double[] shape = articulator.at(seconds).toArray();
      for (int k = 0; k < LipNet.SHAPES; k++) {
        shapes[t * LipNet.SHAPES + k] = (float) shape[k];
      }
    }
    return new Lesson(mel, shapes, phones);
  }

  /** The same, said faster or slower by somebody else elsewhere. */
  Lesson disguised(RandomGenerator random, Set<Augmentation> augmentations) {
    double drawn = Math.pow(1.25, random.nextDouble(-1, 1));
    double speed = augmentations.contains(Augmentation.SPEED) ? drawn : 1;
    int count = Math.max(2, (int) (frames() / speed));
    float[] said = new float[count * LogMel.BANDS];
    float[] mouth = new float[count * LipNet.SHAPES];
    byte[] sounds = new byte[count];
    for (int t = 0; t < count; t++) {
      double from = Math.min(t * speed, frames() - 1.001);
      int low = (int) from;
      float along = (float) (from - low);
      mix(mel, low, along, LogMel.BANDS, said, t);
      mix(shapes, low, along, LipNet.SHAPES, mouth, t);
      sounds[t] = phones[low];
    }
    return new Lesson(Disguise.apply(said, random, augmentations), mouth, sounds);
  }

  private static void mix(float[] in, int low, float along, int width, float[] out, int t) {
    for (int k = 0; k < width; k++) {
      float a = in[low * width + k];
      out[t * width + k] = a + along * (in[(low + 1) * width + k] - a);
    }
  }

  /** Several lessons in a row: one speaker goes on after a pause. */
  static Lesson join(List<Lesson> lessons) {
    int count = lessons.stream().mapToInt(Lesson::frames).sum();
    float[] mel = new float[count * LogMel.BANDS];
    float[] shapes = new float[count * LipNet.SHAPES];
    byte[] phones = new byte[count];
    int at = 0;
    for (Lesson lesson : lessons) {
      System.arraycopy(lesson.mel, 0, mel, at * LogMel.BANDS, lesson.mel.length);
      System.arraycopy(lesson.shapes, 0, shapes, at * LipNet.SHAPES, lesson.shapes.length);
      System.arraycopy(lesson.phones, 0, phones, at, lesson.frames());
      at += lesson.frames();
    }
    return new Lesson(mel, shapes, phones);
  }

  /** Rest and silence: a lesson in itself. */
  static Lesson silence(int frames) {
    float[] mel = new float[frames * LogMel.BANDS];
    Arrays.fill(mel, (float) Math.log(LogMel.FLOOR));
    float[] shapes = new float[frames * LipNet.SHAPES];
    for (int t = 0; t < frames; t++) {
      double[] rest = MouthShape.REST.toArray();
      for (int k = 0; k < LipNet.SHAPES; k++) {
        shapes[t * LipNet.SHAPES + k] = (float) rest[k];
      }
    }
    byte[] phones = new byte[frames];
    Arrays.fill(phones, (byte) studio.viseme.sample.voice.Phone.SIL.ordinal());
    return new Lesson(mel, shapes, phones);
  }
}
