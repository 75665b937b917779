package studio.viseme.face;

/**
 * A face followed through a clip.
 *
 * @param segments a number for each frame, the same for frames without a cut between them
 */
public record FaceTrack(LandmarkTrack landmarks, SkinFlow flow, int[] segments) {
  public FaceTrack {
    if (flow.frames() != landmarks.frames() || segments.length != landmarks.frames()) {
      throw new IllegalArgumentException(
          "%d frames, flow of %d, segments of %d"
              .formatted(landmarks.frames(), flow.frames(), segments.length));
    }
  }

  /** Landmarks alone, of a clip without cuts. */
  public static FaceTrack of(LandmarkTrack landmarks) {
    int frames = landmarks.frames();
    return new FaceTrack(landmarks, SkinFlow.unknown(frames), new int[frames]);
  }

  public int frames() {
    return landmarks.frames();
  }

  /** True when a cut lies between a frame and the one before it. */
  public boolean cutBefore(int frame) {
    return segments[frame] != segments[frame - 1];
  }
}
