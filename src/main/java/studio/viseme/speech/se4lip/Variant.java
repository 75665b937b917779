package studio.viseme.speech.se4lip;

import java.util.Arrays;
import java.util.Optional;
import studio.viseme.speech.Mel80;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.Stft;

/** The four of the paper's ablation (Table 6): what is listened to, and by which kind of net. */
public enum Variant {
  /** The paper's own: STFT spectrogram, gated recurrent units. */
  STFT_GRU("se4lip", new Stft(), 25, (float) Math.log(Stft.FLOOR), 0.230259f, true),
  MEL_GRU("se4lip-mel", new Mel80(), 16, -4, 0.08f, true),
  STFT_CNN("se4lip-cnn", new Stft(), 25, (float) Math.log(Stft.FLOOR), 0.230259f, false),
  MEL_CNN("se4lip-mel-cnn", new Mel80(), 16, -4, 0.08f, false);

  private final String encoderName;
  private final SpeechEncoder spectrogram;
  private final int moments;
  private final float silence;
  private final float perDecibel;
  private final boolean recurrent;

  Variant(
      String encoderName,
      SpeechEncoder spectrogram,
      int moments,
      float silence,
      float perDecibel,
      boolean recurrent) {
    this.encoderName = encoderName;
    this.spectrogram = spectrogram;
    this.moments = moments;
    this.silence = silence;
    this.perDecibel = perDecibel;
    this.recurrent = recurrent;
  }

  /** The variant of an encoder's name, such as {@code se4lip-mel}. */
  public static Optional<Variant> of(String encoderName) {
    return Arrays.stream(values()).filter(v -> v.encoderName.equals(encoderName)).findFirst();
  }

  /** The name on the command line and in avatars. */
  public String encoderName() {
    return encoderName;
  }

  /** What it listens to. */
  SpeechEncoder spectrogram() {
    return spectrogram;
  }

  /** Vectors of the spectrogram in a window of five frames. */
  int moments() {
    return moments;
  }

  /** What every value of the spectrogram is where there is no sound. */
  float silence() {
    return silence;
  }

  /** By how much all its values rise when the sound gets a decibel louder. */
  float perDecibel() {
    return perDecibel;
  }

  boolean isRecurrent() {
    return recurrent;
  }

  /** The first vector of the window of a frame: where the second frame before it begins. */
  long firstVector(long frame) {
    double frames = spectrogram.rate() / LipPictures.FPS;
    return (long) Math.floor((frame - LipPictures.WINDOW / 2) * frames + 1e-9);
  }
}
