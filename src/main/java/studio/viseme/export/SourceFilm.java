package studio.viseme.export;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.media.VideoReader;

/**
 * The source's full frames by the numbers of a {@link SourceClock}, for a film that walks through
 * them forwards, backwards, or stands still. Forwards they are decoded one after the other;
 * backwards in blocks from the last key picture, so that memory stays the same however long the
 * source is. One thread at a time.
 */
interface SourceFilm extends AutoCloseable {
  /** The picture; not to be written. */
  RgbImage frame(ClipMoment moment);

  @Override
  void close();

  /**
   * A clip whose crop is the whole frame, at the source's own rate, needs no decoding; any other
   * reads the source video.
   */
  static SourceFilm open(Capture capture, SourceVideo source, SourceClock clock) {
    return cropIsFrame(capture.clip()) && clock.isClipRate()
        ? ofCrop(capture)
        : new Decoded(source.file(), clock);
  }

  /** Whether the clip's crop is the whole frame at its own size. */
  static boolean cropIsFrame(ClipInfo clip) {
    return clip.crop().equals(new Rectangle(0, 0, clip.width(), clip.height()))
        && clip.sourceWidth() == clip.width()
        && clip.sourceHeight() == clip.height();
  }

  /** The clip's own frames. */
  static SourceFilm ofCrop(Capture capture) {
    return new SourceFilm() {
      @Override
      public RgbImage frame(ClipMoment moment) {
        return capture.frames().frame(moment.nearest());
      }

      @Override
      public void close() {}
    };
  }

  /** Frames out of a video file. */
  final class Decoded implements SourceFilm {
    private static final long BLOCK_BYTES = 192L << 20;
    private static final int LONGEST_BLOCK = 48;
    private static final int SKIP = 48;

    private final VideoReader reader;
    private final SourceClock clock;
    private final Map<Integer, RgbImage> block = new HashMap<>();

    /** The picture that the reader would give next. */
    private int next = Integer.MAX_VALUE;

    private int shownFrame = -1;
    private @Nullable RgbImage shown;

    Decoded(Path file, SourceClock clock) {
      this.reader = VideoReader.open(file);
      this.clock = clock;
    }

    @Override
    public RgbImage frame(ClipMoment moment) {
      return frame(moment.picture());
    }

    private RgbImage frame(int number) {
      if (shown != null && number == shownFrame) {
        return shown;
      }
      RgbImage picture = block.get(number);
      if (picture == null) {
        RgbImage after = number == shownFrame - 1 ? shown : null;
        picture = load(number, after == null ? 1 : blockLength(after));
      }
      shown = picture;
      shownFrame = number;
      return picture;
    }

    /**
     * Decodes the block of frames that ends with {@code last}, in place of the one before, and
     * gives the last.
     */
    private RgbImage load(int last, int length) {
      block.clear();
      int first = Math.max(0, last - length + 1);
      if (first < next || first > next + SKIP) {
        reader.seek(clock.seconds(first));
      }
      for (int frame = first; frame < last; frame++) {
        block.put(frame, decode(frame));
      }
      RgbImage picture = decode(last);
      block.put(last, picture);
      next = last + 1;
      return picture;
    }

    private static int blockLength(RgbImage picture) {
      return (int) Math.clamp(BLOCK_BYTES / picture.data().length, 1, LONGEST_BLOCK);
    }

    private RgbImage decode(int frame) {
      RgbImage image = reader.sample(clock.seconds(frame));
      if (image == null) {
        throw JobException.input(
            "The source video ends before its clip does",
            reader,
            "put the original file back into the project");
      }
      return image;
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
