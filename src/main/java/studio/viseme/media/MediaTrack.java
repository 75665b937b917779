package studio.viseme.media;

/**
 * One track of a file.
 *
 * @param codec FFmpeg's short name, such as {@code h264}
 * @param startSeconds of its first packet in the container's time
 * @param seconds from its start to its end
 * @param packets how many the file really holds
 * @param declaredPackets how many its index promises, 0 when it has none
 */
public record MediaTrack(
    Kind kind,
    String codec,
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
