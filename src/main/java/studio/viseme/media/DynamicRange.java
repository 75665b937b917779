package studio.viseme.media;

/** What light the numbers of a video's pictures stand for. */
public enum DynamicRange {
  /** Up to a display's white, as nearly all video is. */
  STANDARD,
  /** Absolute light up to 10,000 cd/m², SMPTE ST 2084 (HDR10, Dolby Vision's base). */
  PQ,
  /** Hybrid log-gamma, ITU-R BT.2100 (broadcast, phones). */
  HLG
}
