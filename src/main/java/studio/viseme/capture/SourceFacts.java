package studio.viseme.capture;

import java.util.List;
import studio.viseme.media.MediaTrack;
import studio.viseme.media.PictureFormat;

/**
 * What the import learned about the source video, beside the clip as {@code source.json}: the
 * material of the import checks.
 *
 * @param picture how the source's pictures are stored
 * @param fps the source's mean frame rate
 * @param variableFrameRate whether its pictures follow each other at changing intervals
 * @param longestInterval how long one picture stands at most, seconds
 * @param damagedPictures how many pictures of the imported part couldn't be decoded whole; each was
 *     concealed by the one before it
 * @param sizeChanges how often the pictures changed their size on the way; later sizes were fitted
 *     into the first
 * @param startSeconds when the clip's first frame is shown, seconds after the source's first
 *     picture
 * @param audioTrack which audio track the speech is from, counted from 0
 * @param silenceSeconds how much silence stands where that track has gaps, or ends before the clip
 * @param driftSeconds by how much the sound's clock was brought back to the pictures' in all
 * @param tracks every track of the file
 */
public record SourceFacts(
    PictureFormat picture,
    double fps,
    boolean variableFrameRate,
    double longestInterval,
    long damagedPictures,
    long sizeChanges,
    double startSeconds,
    int audioTrack,
    double silenceSeconds,
    double driftSeconds,
    List<MediaTrack> tracks) {
  public SourceFacts {
    tracks = List.copyOf(tracks);
  }
}
