package studio.viseme.capture.check;

import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;

/**
 * A clip that was tracked, for the checks that need it.
 *
 * @param frames of the clip
 * @param fps frames a second of the clip
 * @param fitFrames the first held-out frame, or the number of frames: what is typical of the person
 *     is taken from the frames before
 * @param lids how far the eyes are open, the mean of both, 0 closed … 1, one a frame
 * @param speaks whether speech is heard, one flag a frame
 */
public record Tracking(
    FrameSource frames,
    double fps,
    int fitFrames,
    LandmarkTrack landmarks,
    HeadTrack head,
    float[] lids,
    boolean[] speaks) {}
