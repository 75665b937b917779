package studio.viseme.evaluation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.MouthState;
import studio.viseme.face.expression.MouthTrack;
import studio.viseme.image.RgbImage;
import studio.viseme.math.RigidTransform;
import studio.viseme.speech.SyncProtocol;

/**
 * Our own judge of lips and sound: an expert that knows mouths by three tracks, which are read off
 * each picture by itself ({@link MouthState}), the same on real and on rendered frames. Beyond the
 * ends of the sound nothing is compared.
 */
public final class MouthJudge implements SyncJudge {
  private final String name;
  private final Expert expert;

  /**
   * Brings a mouth's tracks and a sound into one space, a vector for each of 25 frames a second.
   */
  public interface Expert {
    /** What the mouth of a voice should do; null where that isn't known. */
    float[] @Nullable [] hear(float[] speech);

    /**
     * What a mouth does; NaN where a frame shows no face.
     *
     * @param gap between the inner borders of the lips, centimetres
     * @param width between the corners, centimetres
     * @param jaw how far the chin has dropped, centimetres
     */
    float[] @Nullable [] see(float[] gap, float[] width, float[] jaw);
  }

  public MouthJudge(String name, Expert expert) {
    this.name = name;
    this.expert = expert;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public float[] @Nullable [] hear(float[] speech) {
    return expert.hear(speech);
  }

  @Override
  public SyncProtocol.Beyond beyond() {
    return SyncProtocol.Beyond.LEFT_OUT;
  }

  @Override
  public Film film(HeadTrack head) {
    return new Mouths(head);
  }

  private final class Mouths implements Film {
    private final HeadTrack head;
    private final Map<Integer, MouthState> mouths = new TreeMap<>();

    Mouths(HeadTrack head) {
      this.head = head;
    }

    @Override
    public void show(
        int frame, RgbImage picture, float @Nullable [] landmarks, @Nullable RigidTransform pose) {
      if (landmarks != null && pose != null) {
        LandmarkTrack alone = new LandmarkTrack(1, landmarks, new float[] {1});
        HeadTrack posed =
            new HeadTrack(head.camera(), List.of(pose), head.shape(), head.reprojectionRmse());
        mouths.put(frame, MouthState.of(alone, posed, 0));
      }
    }

    @Override
    public float[] @Nullable [] seen() {
      int frames = mouths.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
      MouthTrack track = MouthTrack.unknown(frames);
      mouths.forEach(track::set);
      return expert.see(track.gap(), track.width(), track.jaw());
    }
  }
}
