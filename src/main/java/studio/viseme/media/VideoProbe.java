package studio.viseme.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.job.JobException;
import studio.viseme.media.MediaTrack.Kind;

/**
 * What a media file holds, found by walking over its packets without decoding them: counts and
 * durations are what is there, not what a header claims.
 *
 * @param width of the upright pictures with square pixels; 0 without a video track
 * @param height the same
 * @param picture how the pictures are stored; empty when none can be decoded
 * @param fps mean frame rate
 * @param variableFrameRate whether pictures follow each other at changing intervals
 * @param longestInterval how long one picture stands at most, seconds
 * @param frames pictures of the first video track
 * @param seconds of the first video track, or of the first audio track where there is no video
 * @param audioRate sampling rate of the first audio track, Hz; 0 without one
 * @param audioChannels of it
 * @param privateColours whether the pictures' colours are Dolby Vision's own, without a base that
 *     other players understand (profile 5)
 * @param cutOff whether the file ends in the middle of what its index promises
 */
public record VideoProbe(
    Path file,
    int width,
    int height,
    Optional<PictureFormat> picture,
    double fps,
    boolean variableFrameRate,
    double longestInterval,
    long frames,
    double seconds,
    int audioRate,
    int audioChannels,
    boolean privateColours,
    boolean cutOff,
    List<MediaTrack> tracks) {
  /** The shortest clip that an avatar can be made of, seconds. */
  public static final double MIN_SECONDS = 3;

  /** The smallest face that can be followed, pixels; a picture can't be smaller. */
  private static final int MIN_SIDE = 64;

  /** Where FFmpeg's AVDOVIDecoderConfigurationRecord says what the base is; 0 is nothing. */
  private static final int DOLBY_COMPATIBILITY = 7;

  /**
   * @throws JobException (input) when the file can't be opened as a media file
   */
  public static VideoProbe of(Path file) {
    AVFormatContext container = Containers.open(file);
    try {
      return read(file, container);
    } finally {
      avformat.avformat_close_input(container);
    }
  }

  /** The first track of a kind. */
  public Optional<MediaTrack> first(Kind kind) {
    return tracks.stream().filter(track -> track.kind() == kind).findFirst();
  }

  public boolean has(Kind kind) {
    return first(kind).isPresent();
  }

  /**
   * Returns this when an avatar can be made of the file.
   *
   * @throws JobException (input) without a video track, without an audio track, without a picture,
   *     cut off, smaller than a face must be, or shorter than {@link #MIN_SECONDS}
   */
  public VideoProbe requireTalkingVideo() {
    requireVideo();
    if (!has(Kind.AUDIO)) {
      throw Containers.noTrack(file, avutil.AVMEDIA_TYPE_AUDIO, 0);
    }
    if (Math.min(width, height) < MIN_SIDE) {
      throw JobException.input(
          "The pictures are only %dx%d pixels large".formatted(width, height),
          file,
          "use a video in which the face alone has at least 64, better 300 pixels");
    }
    if (seconds < MIN_SECONDS - 0.5 / Math.max(1, fps)) {
      throw JobException.input(
          "The video lasts only %.1f seconds".formatted(seconds),
          file,
          "use at least 3 seconds, better 3 minutes");
    }
    return this;
  }

  /**
   * Returns this when the file has an audio track of that number, counted from 0.
   *
   * @throws JobException (input) when it hasn't
   */
  public VideoProbe requireAudioTrack(int number) {
    long count = tracks.stream().filter(track -> track.kind() == Kind.AUDIO).count();
    if (number < 0 || number >= count) {
      throw Containers.noTrack(file, avutil.AVMEDIA_TYPE_AUDIO, number);
    }
    return this;
  }

  /** Returns this when the file has pictures that can be read and isn't cut off. */
  public VideoProbe requireVideo() {
    MediaTrack video = first(Kind.VIDEO).orElse(null);
    if (video == null) {
      throw Containers.noTrack(file, avutil.AVMEDIA_TYPE_VIDEO, 0);
    }
    if (cutOff) {
      throw JobException.input(
          "The video is cut off after %d of %d pictures"
              .formatted(video.packets(), video.declaredPackets()),
          file,
          "copy or record it again");
    }
    if (frames == 0) {
      throw JobException.input("The video holds no pictures", file, "record it again");
    }
    if (picture.isEmpty()) {
      throw Containers.noPictures(file);
    }
    if (privateColours) {
      throw JobException.input(
          "The video's colours are Dolby Vision's own (profile 5) and can't be read",
          file,
          "export it as HDR10, HLG or ordinary video");
    }
    return this;
  }

  /**
   * Phones' Dolby Vision (profile 8.4, 10.4) is HLG with additions that may be left out; profile 5
   * is in a colour space that only its additions explain.
   */
  private static boolean hasPrivateColours(AVCodecParameters parameters) {
    AVPacketSideData side =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DOVI_CONF);
    if (side == null || side.isNull() || side.size() <= DOLBY_COMPATIBILITY) {
      return false;
    }
    return side.data().get(DOLBY_COMPATIBILITY) == 0;
  }

  private static VideoProbe read(Path file, AVFormatContext container) {
    Extent[] extents = Extent.none(container);
    boolean cutOff = !walk(container, extents);
    List<MediaTrack> tracks = new ArrayList<>();
    for (int i = 0; i < extents.length; i++) {
      AVStream stream = container.streams(i);
      if ((stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) == 0) {
        tracks.add(extents[i].track(stream));
      }
    }
    AVStream video = Containers.stream(container, avutil.AVMEDIA_TYPE_VIDEO, 0);
    AVStream audio = Containers.stream(container, avutil.AVMEDIA_TYPE_AUDIO, 0);
    int audioRate = audio == null ? 0 : audio.codecpar().sample_rate();
    int channels = audio == null ? 0 : audio.codecpar().ch_layout().nb_channels();
    Extent extent = video == null ? new Extent(1) : extents[video.index()];
    double seconds =
        video == null && audio != null ? extents[audio.index()].seconds() : extent.seconds();
    Optional<PictureFormat> picture = extent.packets == 0 ? Optional.empty() : firstPicture(file);
    double declared = video == null ? 0 : StreamDecoder.seconds(video.avg_frame_rate());
    double fps = extent.seconds() > 0 ? extent.packets / extent.seconds() : declared;
    return new VideoProbe(
        file,
        picture.map(PictureFormat::uprightWidth).orElse(0),
        picture.map(PictureFormat::uprightHeight).orElse(0),
        picture,
        declared > 0 && Math.abs(fps / declared - 1) < 0.002 ? declared : fps,
        extent.times.variable(),
        extent.times.longestInterval(),
        extent.packets,
        seconds,
        audioRate,
        channels,
        video != null && hasPrivateColours(video.codecpar()),
        cutOff,
        List.copyOf(tracks));
  }

  /** A header may lie about the pictures' size and kind; the first one that is decoded doesn't. */
  private static Optional<PictureFormat> firstPicture(Path file) {
    try (StreamDecoder decoder = StreamDecoder.video(file)) {
      AVFrame frame = decoder.next();
      return frame == null ? Optional.empty() : Optional.of(decoder.format(frame));
    }
  }

  /**
   * Walks over all packets. False when the file breaks off: an index that stands in front still
   * promises what was lost. The promised count alone doesn't tell, since a trimmed recording keeps
   * an index of what an edit list hides.
   */
  private static boolean walk(AVFormatContext container, Extent[] extents) {
    boolean whole = true;
    AVPacket packet = avcodec.av_packet_alloc();
    int code = avformat.av_read_frame(container, packet);
    while (code >= 0) {
      whole &= (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) == 0;
      if (packet.stream_index() < extents.length) {
        extents[packet.stream_index()].add(packet);
      }
      avcodec.av_packet_unref(packet);
      code = avformat.av_read_frame(container, packet);
    }
    avcodec.av_packet_free(packet);
    return whole && FFmpeg.isEnd(code);
  }

  /** From when to when the packets of one stream reach. */
  private static final class Extent {
    private final double unit;
    private final PictureTimes times = new PictureTimes();
    private long packets;
    private double start = Double.POSITIVE_INFINITY;
    private double last = Double.NEGATIVE_INFINITY;
    private double end = Double.NEGATIVE_INFINITY;

    private Extent(double unit) {
      this.unit = unit;
    }

    private static Extent[] none(AVFormatContext container) {
      Extent[] extents = new Extent[container.nb_streams()];
      for (int i = 0; i < extents.length; i++) {
        extents[i] = new Extent(StreamDecoder.seconds(container.streams(i).time_base()));
      }
      return extents;
    }

    private void add(AVPacket packet) {
      boolean hidden = (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0;
      if (hidden || packet.size() == 0) {
        return;
      }
      packets++;
      long time = packet.pts() != FFmpeg.NO_TIME ? packet.pts() : packet.dts();
      if (time != FFmpeg.NO_TIME) {
        start = Math.min(start, time * unit);
        last = Math.max(last, time * unit);
        end = Math.max(end, (time + packet.duration()) * unit);
        times.add(time * unit);
      }
    }

    private double seconds() {
      if (packets == 0 || end < start) {
        return 0;
      }
      double withoutDuration = packets > 1 ? (last - start) * packets / (packets - 1) : 0;
      return end > last ? end - start : withoutDuration;
    }

    private MediaTrack track(AVStream stream) {
      int type = stream.codecpar().codec_type();
      Kind kind =
          type == avutil.AVMEDIA_TYPE_VIDEO
              ? Kind.VIDEO
              : type == avutil.AVMEDIA_TYPE_AUDIO ? Kind.AUDIO : Kind.OTHER;
      AVCodecParameters parameters = stream.codecpar();
      boolean sound = kind == Kind.AUDIO;
      return new MediaTrack(
          kind,
          avcodec.avcodec_get_name(parameters.codec_id()).getString(),
          tag(stream, "language"),
          tag(stream, "title"),
          (stream.disposition() & avformat.AV_DISPOSITION_DEFAULT) != 0,
          sound ? parameters.ch_layout().nb_channels() : 0,
          sound ? parameters.sample_rate() : 0,
          packets == 0 ? 0 : start,
          seconds(),
          packets,
          stream.nb_frames());
    }

    private static String tag(AVStream stream, String key) {
      AVDictionaryEntry entry = avutil.av_dict_get(stream.metadata(), key, null, 0);
      return entry == null || entry.isNull() ? "" : entry.value().getString();
    }
  }
}
