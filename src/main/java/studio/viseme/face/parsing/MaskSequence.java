package studio.viseme.face.parsing;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.HeadFrame;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/**
 * Parses the frames of a clip in order and keeps their masks steady. What it remembers of the past
 * is the last frame's masks, as they were handed out: who has kept them can go on from there, and
 * gets the same bits as in one go.
 */
public final class MaskSequence {
  private final PortraitParser parser;
  private final FrameSource frames;
  private final LandmarkTrack track;
  private final HeadTrack head;
  private final int[] segments;

  /**
   * @param segments of each frame; where they change, the past doesn't count
   */
  public MaskSequence(
      PortraitParser parser,
      FrameSource frames,
      LandmarkTrack track,
      HeadTrack head,
      int[] segments) {
    this.parser = parser;
    this.frames = frames;
    this.track = track;
    this.head = head;
    this.segments = segments.clone();
  }

  /** What becomes of a frame's own masks before they are kept. */
  public interface Finish {
    Parsing of(Parsing own, int frame);
  }

  /**
   * Parses some frames.
   *
   * @param before the masks of frame {@code first − 1} as they were handed out; null for none
   */
  public Parsing[] parse(
      int first, int count, @Nullable Parsing before, Workers workers, Finish finish) {
    RgbImage[] pictures = new RgbImage[count];
    PortraitParser.Parsed[] own = new PortraitParser.Parsed[count];
    workers.forEach(
        count,
        i -> {
          pictures[i] = frames.frame(first + i);
          int nearest = PortraitParser.nearestFound(track, first + i);
          own[i] =
              parser.parseWithBand(pictures[i], track.frame(nearest), head.poses().get(nearest));
        });
    Parsing[] out = new Parsing[count];
    for (int i = 0; i < count; i++) {
      int t = first + i;
      Parsing last = i > 0 ? out[i - 1] : before;
      Parsing now = own[i].parsing();
      if (last != null && continues(t)) {
        RgbImage lastPicture = i > 0 ? pictures[i - 1] : frames.frame(t - 1);
        new SteadyMasks(last, lastPicture, headAt(t - 1), pictures[i], headAt(t))
            .steady(now, own[i].band(), workers);
      }
      out[i] = finish.of(now, t);
    }
    return out;
  }

  /** Whether a frame shows what happened right after the one before it. */
  private boolean continues(int frame) {
    return segments[frame] == segments[frame - 1]
        && IntStream.of(frame - 1, frame).allMatch(track::found);
  }

  private HeadFrame headAt(int frame) {
    return HeadFrame.of(head.poses().get(frame), head.camera(), 1);
  }
}
