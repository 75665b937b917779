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
 * The source's full frames by the clip's numbers, for a film that walks through them forwards,
 * backwards, or stands still. Forwards they are decoded one after the other; backwards in blocks
 * from the last key picture, so that memory stays the same however long the source is. One thread
 * at a time.
 */
interface SourceFilm extends AutoCloseable {
  /** The frame; not to be written. */
  RgbImage frame(int clipFrame);

  @Override
  void close();

  /** A clip whose crop is the whole frame needs no decoding; any other reads the source video. */
  static SourceFilm open(Capture capture, SourceVideo source) {
    return cropIsFrame(capture.clip())
        ? ofCrop(capture)
        : new Decoded(source.file(), source.startSeconds());
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
      public RgbImage frame(int clipFrame) {
        return capture.frames().frame(clipFrame);
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
    private final double start;
    private final Map<Integer, RgbImage> block = new HashMap<>();

    /** The clip's frame that the reader would give next. */
    private int next = Integer.MAX_VALUE;

    private int shownFrame = -1;
    private @Nullable RgbImage shown;

    /**
     * @param start where the clip begins in the video, seconds
     */
    Decoded(Path file, double start) {
      this.reader = VideoReader.open(file);
      this.start = start;
    }

    @Override
    public RgbImage frame(int clipFrame) {
      if (shown != null && clipFrame == shownFrame) {
        return shown;
      }
      RgbImage picture = block.get(clipFrame);
      if (picture == null) {
        RgbImage after = clipFrame == shownFrame - 1 ? shown : null;
        picture = load(clipFrame, after == null ? 1 : blockLength(after));
      }
      shown = picture;
      shownFrame = clipFrame;
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
        reader.seek(seconds(first));
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
      RgbImage image = reader.sample(seconds(frame));
      if (image == null) {
        throw JobException.input(
            "The source video ends before its clip does",
            reader,
            "put the original file back into the project");
      }
      return image;
    }

    private double seconds(int frame) {
      return start + (double) frame / ClipInfo.FPS;
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
