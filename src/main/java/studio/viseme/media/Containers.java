package studio.viseme.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.job.JobException;

/** Opens media files, and says in one line why one can't be opened. */
final class Containers {
  /**
   * The containers that people record into. Play lists and concatenation scripts are left out on
   * purpose: they make a reader open other files and addresses.
   */
  private static final String FORMATS =
      "mov,matroska,avi,mpeg,mpegts,flv,ogg,asf,wav,w64,aiff,caf,mp3,aac,flac,amr";

  private static final String PLAYABLE =
      "use a file that plays: an MP4 with H.264 and AAC for films, a WAV for sound alone";

  private Containers() {}

  /** Opens a local file and finds its streams; the caller closes it. */
  static AVFormatContext open(Path file) {
    FFmpeg.load();
    requireReadable(file);
    AVFormatContext container = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    FFmpeg.set(options, "protocol_whitelist", "file");
    FFmpeg.set(options, "format_whitelist", FORMATS);
    int code =
        avformat.avformat_open_input(
            container, file.toAbsolutePath().toString(), (AVInputFormat) null, options);
    avutil.av_dict_free(options);
    if (code < 0) {
      throw undecodable(file, code);
    }
    code = avformat.avformat_find_stream_info(container, (AVDictionary) null);
    if (code < 0) {
      avformat.avformat_close_input(container);
      throw undecodable(file, code);
    }
    return container;
  }

  private static void requireReadable(Path file) {
    if (!Files.exists(file)) {
      throw JobException.input("There is no such file", file, "check the name");
    }
    if (Files.isDirectory(file)) {
      throw JobException.input("This is a folder, not a media file", file, "name the file itself");
    }
    if (!Files.isReadable(file)) {
      throw JobException.input(
          "The file may not be read", file, "change its permissions or copy it");
    }
    try {
      if (Files.size(file) == 0) {
        throw JobException.input("The file is empty", file, "copy or record it again");
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The {@code number}-th stream of a type, cover pictures left out; null when there is none. */
  static AVStream stream(AVFormatContext container, int type, int number) {
    for (int i = 0, seen = 0; i < container.nb_streams(); i++) {
      AVStream stream = container.streams(i);
      boolean cover = (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
      if (stream.codecpar().codec_type() == type && !cover && seen++ == number) {
        return stream;
      }
    }
    return null;
  }

  static JobException noTrack(Path file, int type, int track) {
    if (type == avutil.AVMEDIA_TYPE_VIDEO) {
      return JobException.input(
          "The file has no video track", file, "use a video, not a sound recording");
    }
    return track == 0
        ? JobException.input("The file has no audio track", file, "use a recording with sound")
        : JobException.input(
            "The file has no audio track number " + track,
            file,
            "tracks count from 0; leave the option out for the first");
  }

  static JobException noPictures(Path file) {
    return JobException.input(
        "The video holds no pictures that can be decoded", file, "record it again");
  }

  static JobException undecodable(Path file, int code) {
    return isIsoMedia(file)
        ? JobException.input(
            "The video is cut off or damaged, it can't be decoded", file, "copy or record it again")
        : JobException.input(
            "This is no video or audio that can be decoded, \"" + FFmpeg.text(code) + "\"",
            file,
            PLAYABLE);
  }

  static JobException unreadable(Path file, IOException cause) {
    return new JobException(
        JobException.Kind.INPUT,
        "The file can't be read",
        file.toString(),
        "check the disk",
        cause);
  }

  /** Whether the file at least begins like an MP4 or QuickTime file. */
  private static boolean isIsoMedia(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(8);
      return head.length == 8
          && new String(head, 4, 4, StandardCharsets.ISO_8859_1)
              .matches("ftyp|moov|mdat|free|wide|skip");
    } catch (IOException e) {
      return false;
    }
  }
}
