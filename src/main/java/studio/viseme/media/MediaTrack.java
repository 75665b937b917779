package studio.viseme.media;

/**
 * One track of a file.
 *
 * @param codec FFmpeg's short name, such as {@code h264}
 * @param language as the file tags it, such as {@code eng}; empty when it doesn't
 * @param title as the file tags it; empty when it doesn't
 * @param standard whether the file says to play this one when nobody chooses
 * @param channels of sound; 0 for other tracks
 * @param sampleRate of sound, Hz; 0 for other tracks
 * @param startSeconds of its first packet in the container's time
 * @param seconds from its start to its end
 * @param packets how many the file really holds
 * @param declaredPackets how many its index promises, 0 when it has none
 */
public record MediaTrack(
    Kind kind,
    String codec,
    String language,
    String title,
    boolean standard,
    int channels,
    int sampleRate,
    double startSeconds,
    double seconds,
    long packets,
    long declaredPackets) {
  /** What a track carries. */
  public enum Kind {
    VIDEO,
    AUDIO,
    OTHER
  }
}
