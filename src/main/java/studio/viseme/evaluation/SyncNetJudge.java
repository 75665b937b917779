package studio.viseme.evaluation;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.image.AffineMap;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.Mfcc;
import studio.viseme.speech.onnx.OnnxNet;
import studio.viseme.speech.onnx.Tensor;

/**
 * SyncNet itself (Chung, Zisserman 2016), from two files that the user added: one that sees five
 * frames of a face, {@code 1 × 3 × 5 × 224 × 224} in BGR, 0..255, and one that hears 0.2 s, {@code
 * 1 × 1 × 13 × 20} cepstral coefficients ({@link Mfcc}) of samples as 16-bit numbers. Both give a
 * vector of one length, 1,024 as published. What comes of it is LSE-C and LSE-D.
 *
 * <p>The crop follows the authors' pipeline, with the box of our tracker's mesh in place of their
 * face detector's: a square of 2.8 half sides of the box, whose middle lies 0.4 half sides below
 * the box's.
 */
public final class SyncNetJudge implements SyncJudge {
  private static final int SIDE = 224;
  private static final int FRAMES = 5;
  private static final int COEFFICIENTS = 13;
  private static final int HEARD = 20;
  private static final int HEARD_PER_FRAME = 4;
  private static final double MARGIN = .4;
  private static final float FULL_SCALE = 32_768;

  private final OnnxNet lips;
  private final OnnxNet audio;

  private SyncNetJudge(OnnxNet lips, OnnxNet audio) {
    this.lips = lips;
    this.audio = audio;
  }

  /**
   * Reads both nets and tries them on nothing.
   *
   * @throws JobException (input) when one of them is something else
   */
  public static SyncNetJudge open(Path lipsFile, Path audioFile) {
    SyncNetJudge judge = new SyncNetJudge(OnnxNet.open(lipsFile), OnnxNet.open(audioFile));
    require(judge.lips, "1 × 3 × 5 × 224 × 224", -1, 3, FRAMES, SIDE, SIDE);
    require(judge.audio, "1 × 1 × 13 × 20", -1, 1, COEFFICIENTS, HEARD);
    int seen = judge.see(new float[3 * FRAMES * SIDE * SIDE]).length;
    int heard = judge.listen(new float[COEFFICIENTS * HEARD]).length;
    if (seen != heard) {
      throw wrong(
          judge.lips,
          "It gives %d numbers and %s gives %d".formatted(seen, audioFile.getFileName(), heard));
    }
    return judge;
  }

  private static void require(OnnxNet net, String words, long... shape) {
    long[] found = net.inputs().getFirst().shape();
    boolean fits = net.inputs().size() == 1 && found.length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || found[i] < 0 || found[i] == shape[i];
    }
    if (!fits) {
      throw wrong(net, "The net takes %s instead of %s".formatted(Tensor.text(found), words));
    }
  }

  private static JobException wrong(OnnxNet net, String what) {
    return JobException.input(what, net.file(), "export SyncNet's two halves as the table says");
  }

  @Override
  public String name() {
    return "SyncNet";
  }

  @Override
  public float[] @Nullable [] hear(float[] speech) {
    float[] loud = new float[speech.length];
    for (int i = 0; i < loud.length; i++) {
      loud[i] = Math.round(speech[i] * FULL_SCALE);
    }
    float[][] cepstra = new Mfcc(COEFFICIENTS).of(loud);
    int count = Math.max(0, (cepstra.length - HEARD) / HEARD_PER_FRAME + 1);
    float[] @Nullable [] out = new float[cepstra.length < HEARD ? 0 : count][];
    for (int t = 0; t < out.length; t++) {
      float[] piece = new float[COEFFICIENTS * HEARD];
      for (int i = 0; i < piece.length; i++) {
        piece[i] = cepstra[t * HEARD_PER_FRAME + i % HEARD][i / HEARD];
      }
      out[t] = listen(piece);
    }
    return out;
  }

  private float[] listen(float[] cepstra) {
    return audio
        .run(new Tensor(new long[] {1, 1, COEFFICIENTS, HEARD}, cepstra))
        .getFirst()
        .values();
  }

  private float[] see(float[] faces) {
    return lips.run(new Tensor(new long[] {1, 3, FRAMES, SIDE, SIDE}, faces)).getFirst().values();
  }

  @Override
  public Film film(HeadTrack head) {
    return new Faces();
  }

  /** The faces of a film, cut out; seen five at a time at the end. */
  private final class Faces implements Film {
    private final Map<Integer, byte[]> faces = new TreeMap<>();

    @Override
    public void show(
        int frame, RgbImage picture, float @Nullable [] landmarks, @Nullable RigidTransform pose) {
      if (landmarks != null) {
        faces.put(
            frame,
            Resampling.warp(picture, toPicture(landmarks), SIDE, SIDE, Resampling.Border.ZERO)
                .data());
      }
    }

    @Override
    public float[] @Nullable [] seen() {
      int last = faces.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
      float[] @Nullable [] out = new float[last + 1][];
      for (int t = 0; t + FRAMES <= out.length; t++) {
        float[] five = fiveFrom(t);
        if (five.length > 0) {
          out[t] = see(five);
        }
      }
      return out;
    }

    /** Channel × frame × row × column; empty where a frame is missing. */
    private float[] fiveFrom(int first) {
      float[] out = new float[3 * FRAMES * SIDE * SIDE];
      for (int f = 0; f < FRAMES; f++) {
        byte[] face = faces.get(first + f);
        if (face == null) {
          return new float[0];
        }
        for (int i = 0; i < face.length; i++) {
          int blueFirst = 2 - i % 3;
          out[(blueFirst * FRAMES + f) * SIDE * SIDE + i / 3] = face[i] & 0xff;
        }
      }
      return out;
    }
  }

  /** Maps the crop's pixels to the picture's. */
  static AffineMap toPicture(float[] landmarks) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      left = Math.min(left, landmarks[p * 3]);
      right = Math.max(right, landmarks[p * 3]);
      top = Math.min(top, landmarks[p * 3 + 1]);
      bottom = Math.max(bottom, landmarks[p * 3 + 1]);
    }
    double half = Math.max(right - left, bottom - top) / 2;
    double scale = 2 * half * (1 + MARGIN) / SIDE;
    return AffineMap.translation(
            (left + right) / 2 - half * (1 + MARGIN), (top + bottom) / 2 - half)
        .times(AffineMap.scaling(scale, scale));
  }
}
