package studio.viseme.media;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbaImage;
import studio.viseme.job.JobException;

/**
 * Writes a film picture by picture, with its sound beside it. Push every picture with {@link
 * #write}, then {@link #finish()}; the file appears under its name only then, complete, with its
 * index at the front. Closed without {@code finish} it leaves nothing. Sound is pulled from its
 * source as the pictures advance and, at the end, to its own end. One thread at a time.
 */
public final class VideoWriter implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final VideoSettings settings;
  private final AVFormatContext container;
  private final VideoEncoder video;
  private final AudioEncoder audio;
  private long pictures;
  private boolean headerWritten;
  private boolean closed;

  private VideoWriter(Path target, VideoSettings settings, AudioSource sound) {
    FFmpeg.load();
    this.target = target.toAbsolutePath();
    this.temporary =
        this.target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    this.settings = settings;
    this.container = new AVFormatContext(null);
    FFmpeg.written(
        avformat.avformat_alloc_output_context2(
            container, (AVOutputFormat) null, settings.format().ending(), temporary.toString()),
        "preparing",
        target);
    VideoEncoder pictureEncoder = null;
    AudioEncoder soundEncoder = null;
    try {
      pictureEncoder = new VideoEncoder(container, settings, target);
      soundEncoder = sound == null ? null : new AudioEncoder(container, sound, target);
      open();
    } catch (RuntimeException e) {
      free(pictureEncoder, soundEncoder);
      throw e;
    }
    this.video = pictureEncoder;
    this.audio = soundEncoder;
  }

  /** A film without sound. */
  public static VideoWriter silent(Path target, VideoSettings settings) {
    return new VideoWriter(target, settings, null);
  }

  /**
   * A film with sound; an {@link AudioSource} that holds a file stays the caller's to close.
   *
   * @throws JobException (input) when the file can't be written there
   */
  public static VideoWriter withSound(Path target, VideoSettings settings, AudioSource sound) {
    return new VideoWriter(target, settings, sound);
  }

  private void open() {
    if (!Files.isDirectory(target.getParent())) {
      throw JobException.input(
          "There is no such folder", target.getParent(), "create it or name another");
    }
    AVDictionary metadata = new AVDictionary(null);
    settings.metadata().forEach((key, value) -> FFmpeg.set(metadata, key, value));
    container.metadata(metadata);
    AVIOContext io = new AVIOContext(null);
    FFmpeg.written(
        avformat.avio_open(io, temporary.toString(), avformat.AVIO_FLAG_WRITE), "opening", target);
    container.pb(io);
    AVDictionary options = new AVDictionary(null);
    FFmpeg.set(options, "movflags", "+faststart");
    int code = avformat.avformat_write_header(container, options);
    avutil.av_dict_free(options);
    FFmpeg.written(code, "writing the header", target);
    headerWritten = true;
  }

  /**
   * Appends a picture.
   *
   * @throws IllegalArgumentException when its size isn't the film's, or one of the two can be seen
   *     through and the other can't
   */
  public void write(Raster image) {
    if (image instanceof RgbaImage != settings.format().hasAlpha()) {
      throw new IllegalArgumentException(image.getClass() + " in " + settings.format());
    }
    if (image.width() != settings.width() || image.height() != settings.height()) {
      throw new IllegalArgumentException(
          image.width()
              + "x"
              + image.height()
              + " in a film of "
              + settings.width()
              + "x"
              + settings.height());
    }
    video.write(image, pictures++);
    if (audio != null) {
      audio.advanceTo(pictures / settings.fps());
    }
  }

  /** How long the pictures last that were written so far, seconds. */
  public double seconds() {
    return pictures / settings.fps();
  }

  /** Writes what is left, puts the index in front, and gives the file its name. */
  public void finish() {
    video.finish();
    if (audio != null) {
      audio.finish();
    }
    FFmpeg.written(avformat.av_write_trailer(container), "finishing", target);
    headerWritten = false;
    free(video, audio);
    closed = true;
    try {
      publish();
    } catch (IOException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "The video can't be put in its place",
          target.toString(),
          "check the folder",
          e);
    }
  }

  private void publish() throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void free(VideoEncoder pictureEncoder, AudioEncoder soundEncoder) {
    if (pictureEncoder != null) {
      pictureEncoder.close();
    }
    if (soundEncoder != null) {
      soundEncoder.close();
    }
    if (container.pb() != null && !container.pb().isNull()) {
      avformat.avio_closep(container.pb());
    }
    avformat.avformat_free_context(container);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    free(video, audio);
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The film was given up; a left-over temporary file is only untidy.
      headerWritten = false;
    }
  }
}
