package studio.viseme.media;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.viseme.job.JobException;
import studio.viseme.media.MediaTrack.Kind;

/**
 * What was found in a film after it was written. Reopened from the disk, walked over packet by
 * packet, and its first and last pictures decoded: none of it is taken from the writer's word.
 *
 * @param pictures how many
 * @param videoSeconds how long they last
 * @param audioSeconds how long the sound lasts, 0 without
 * @param offsetSeconds how much later the sound starts than the picture
 * @param fastStart whether the index stands before the data, so that a film plays while it loads
 */
public record MediaCheck(
    Path file,
    int width,
    int height,
    double fps,
    long pictures,
    double videoSeconds,
    double audioSeconds,
    double offsetSeconds,
    boolean fastStart) {
  private static final String REMEDY =
      "the file was written wrongly; free disk space and try again";

  /**
   * What a film should be.
   *
   * @param pictures how many were written
   * @param audioSeconds how long its sound should last, 0 for a film without
   */
  public record Expected(
      FilmFormat format, int width, int height, double fps, long pictures, double audioSeconds) {}

  /**
   * Reopens a film and compares. Sound may be one AAC block, and the start of sound and picture one
   * picture apart.
   *
   * @throws JobException (check, exit status 4) that names the first thing that is wrong
   */
  public static MediaCheck verify(Path file, Expected expected) {
    MediaCheck found = inspect(file);
    double picture = 1 / expected.fps();
    require(
        found.width == expected.width && found.height == expected.height,
        "the pictures are %dx%d instead of %dx%d"
            .formatted(found.width, found.height, expected.width, expected.height),
        file);
    require(
        found.pictures == expected.pictures,
        "it holds %d pictures instead of %d".formatted(found.pictures, expected.pictures),
        file);
    require(
        Math.abs(found.fps / expected.fps - 1) < 0.005,
        "it plays at %.3f pictures a second instead of %.3f".formatted(found.fps, expected.fps),
        file);
    require(
        Math.abs(found.audioSeconds - expected.audioSeconds) <= Math.max(picture, 0.15),
        "its sound lasts %.2f s instead of %.2f s"
            .formatted(found.audioSeconds, expected.audioSeconds),
        file);
    require(
        Math.abs(found.offsetSeconds) <= picture,
        "sound and picture start %.0f ms apart".formatted(found.offsetSeconds * 1000),
        file);
    require(found.fastStart, "its index is not at the front", file);
    decodeEnds(file, found, expected.format);
    return found;
  }

  /** What a file holds, whatever it should hold. */
  public static MediaCheck inspect(Path file) {
    VideoProbe probe = VideoProbe.of(file).requireVideo();
    MediaTrack video = probe.first(Kind.VIDEO).orElseThrow();
    double offset =
        probe
            .first(Kind.AUDIO)
            .map(audio -> audio.startSeconds() - video.startSeconds())
            .orElse(0.0);
    return new MediaCheck(
        file,
        probe.width(),
        probe.height(),
        probe.fps(),
        probe.frames(),
        probe.seconds(),
        probe.first(Kind.AUDIO).map(MediaTrack::seconds).orElse(0.0),
        offset,
        indexComesFirst(file));
  }

  private static void decodeEnds(Path file, MediaCheck found, FilmFormat format) {
    try (VideoReader reader = VideoReader.open(file)) {
      require(
          reader.hasAlpha() == format.hasAlpha(),
          reader.hasAlpha() ? "it can be seen through" : "it can't be seen through",
          file);
      boolean first = reader.sample(0) != null;
      boolean last = reader.sample(found.videoSeconds - 0.5 / found.fps) != null;
      require(first && last, "its first or last picture can't be decoded", file);
    }
  }

  private static void require(boolean holds, String what, Path file) {
    if (!holds) {
      throw JobException.check("The written video is wrong, " + what, file, REMEDY);
    }
  }

  /**
   * Walks over the top-level boxes of an MP4 (ISO/IEC 14496-12, section 4.2) or QuickTime film: is
   * {@code moov} before {@code mdat}?
   */
  private static boolean indexComesFirst(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(raw)) {
      long left = Files.size(file);
      while (left >= 8) {
        long size = in.readInt() & 0xffffffffL;
        int type = in.readInt();
        long header = 8;
        if (size == 1) {
          size = in.readLong();
          header = 16;
        }
        if (type == 0x6d6f6f76) {
          return true;
        }
        if (type == 0x6d646174 || size < header) {
          return false;
        }
        in.skipNBytes(size - header);
        left -= size;
      }
      return false;
    } catch (IOException e) {
      throw Containers.unreadable(file, e);
    }
  }
}
