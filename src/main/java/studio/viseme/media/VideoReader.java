package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;

/**
 * Reads a video's pictures from the first to the last: upright, with square pixels, whole where
 * they were interlaced, in RGB of BT.709 and standard range, and all of the first one's size.
 * Memory does not grow with the video: one picture is in the hands of the caller, two are in the
 * reader's.
 *
 * <p>{@link #next()} gives the pictures as they were recorded. {@link #sample(double)} gives the
 * picture nearest to a moment, for rising moments; so it makes a constant frame rate of any,
 * constant or not. Only the pictures that are given out, and of them only the part that is asked
 * for, are converted to RGB. One thread at a time.
 */
public final class VideoReader implements AutoCloseable {
  /** Key pictures seldom lie farther apart. */
  private static final double FAR_SECONDS = 12;

  /** Around a part that is converted for itself, so that its rim is as it is in the whole. */
  private static final int MARGIN = 16;

  /** Where a part begins, so that rows of it are as well aligned as rows of the whole. */
  private static final int ALIGNMENT = 64;

  /** Pictures of another size whose shape differs by less are stretched into the first's. */
  private static final double SAME_SHAPE = 0.02;

  private final Path file;
  private final PictureStream pictures;
  private final ColorConverter colors = new ColorConverter();
  private final PictureFormat format;
  private final double startSeconds;

  /**
   * The two decoded pictures around the moment last asked for; {@code after} is null once the video
   * has ended.
   */
  private Picture before;

  private Picture after;
  private int lastWidth;
  private int lastHeight;
  private long sizeChanges;

  private VideoReader(Path file, PictureStream pictures) {
    this.file = file;
    this.pictures = pictures;
    this.after = pictures.next();
    if (after == null) {
      throw Containers.noPictures(file);
    }
    this.format = pictures.format(after);
    this.startSeconds = after.seconds();
    this.lastWidth = format.storedWidth();
    this.lastHeight = format.storedHeight();
  }

  /**
   * @throws JobException (input) when there is no picture to read
   */
  public static VideoReader open(Path file) {
    PictureStream pictures = new PictureStream(file);
    try {
      return new VideoReader(file, pictures);
    } catch (RuntimeException e) {
      pictures.close();
      throw e;
    }
  }

  /** When the first picture is shown, in the container's time. */
  public double startSeconds() {
    return startSeconds;
  }

  /** Whether pictures can be seen through; what is given out then stands before black. */
  public boolean hasAlpha() {
    Picture known = after == null ? before : after;
    return known != null && FFmpeg.hasAlpha(known.frame().format());
  }

  /** Of every picture, pixels. */
  public int width() {
    return format.uprightWidth();
  }

  public int height() {
    return format.uprightHeight();
  }

  /** How many pictures that were passed over or given out couldn't be decoded whole. */
  public long damagedPictures() {
    return pictures.damaged();
  }

  /** How often the pictures changed their size on the way. */
  public long sizeChanges() {
    return sizeChanges;
  }

  /** The next picture as recorded, or null at the end. */
  public VideoFrame next() {
    if (after == null) {
      return null;
    }
    VideoFrame frame = new VideoFrame(upright(after, null), after.seconds());
    step();
    return frame;
  }

  /**
   * The picture nearest to {@code seconds} after the first picture, or null from the moment on at
   * which the last one is over. Moments must not fall.
   */
  public RgbImage sample(double seconds) {
    Picture nearest = nearest(seconds);
    return nearest == null ? null : upright(nearest, null);
  }

  /**
   * The part of that picture inside {@code box}, which must lie inside the upright picture. The
   * same bits as cut out of the whole, for less work.
   */
  public RgbImage sample(double seconds, Rectangle box) {
    Picture nearest = nearest(seconds);
    return nearest == null ? null : upright(nearest, box);
  }

  private Picture nearest(double seconds) {
    double moment = startSeconds + seconds;
    while (after != null && after.seconds() < moment) {
      step();
    }
    if (after == null) {
      return moment < before.seconds() + pictures.interval() - 1e-6 ? before : null;
    }
    boolean first = before == null || after.seconds() - moment <= moment - before.seconds();
    return first ? after : before;
  }

  /**
   * Goes back or on, so that the next moment asked of {@link #sample} may be {@code seconds} or any
   * later one. Decodes from the last key picture before it.
   */
  public void seek(double seconds) {
    restart(startSeconds + seconds);
    if (after == null || after.seconds() > startSeconds + seconds + pictures.interval()) {
      restart(Double.NEGATIVE_INFINITY);
    }
  }

  /**
   * Goes on so that the next moment asked of {@link #sample} may be {@code seconds} or any later
   * one: by seeking where that is far enough ahead to save decoding what lies between.
   */
  public void skipTo(double seconds) {
    double moment = startSeconds + seconds;
    if (after != null && moment - after.seconds() > FAR_SECONDS) {
      seek(seconds);
    }
  }

  private void restart(double containerSeconds) {
    pictures.seek(Math.max(containerSeconds, Math.min(0, startSeconds)));
    drop(before);
    drop(after);
    before = null;
    after = pictures.next();
  }

  private void step() {
    drop(before);
    before = after;
    after = pictures.next();
    if (after != null) {
      AVFrame frame = after.frame();
      if (frame.width() != lastWidth || frame.height() != lastHeight) {
        sizeChanges++;
        lastWidth = frame.width();
        lastHeight = frame.height();
      }
    }
  }

  private static void drop(Picture picture) {
    if (picture != null) {
      picture.close();
    }
  }

  private RgbImage upright(Picture picture, Rectangle box) {
    AVFrame frame = picture.frame();
    boolean asStored =
        frame.width() == format.storedWidth()
            && frame.height() == format.storedHeight()
            && format.squareWidth() == format.storedWidth()
            && format.squareHeight() == format.storedHeight();
    if (box == null || !asStored) {
      RgbImage whole = format.orientation().upright(stored(picture));
      return box == null ? whole : Resampling.crop(whole, box);
    }
    Rectangle inStored = format.orientation().stored(box, frame.width(), frame.height());
    return format.orientation().upright(part(frame, inStored));
  }

  /** The whole picture with square pixels, in the first one's size. */
  private RgbImage stored(Picture picture) {
    int width = format.squareWidth();
    int height = format.squareHeight();
    PictureFormat own = pictures.format(picture);
    double shape = (double) own.squareWidth() / own.squareHeight() * height / width;
    int lines = picture.frame().height();
    if (Math.abs(shape - 1) <= SAME_SHAPE) {
      return colors.toRgb(picture.frame(), width, height, lines);
    }
    int innerWidth = shape > 1 ? width : (int) Math.max(1, Math.round(width * shape));
    int innerHeight = shape > 1 ? (int) Math.max(1, Math.round(height / shape)) : height;
    RgbImage inner = colors.toRgb(picture.frame(), innerWidth, innerHeight, lines);
    RgbImage framed = new RgbImage(width, height);
    int left = (width - innerWidth) / 2;
    int top = (height - innerHeight) / 2;
    for (int y = 0; y < innerHeight; y++) {
      int to = ((top + y) * width + left) * 3;
      System.arraycopy(inner.data(), y * innerWidth * 3, framed.data(), to, innerWidth * 3);
    }
    return framed;
  }

  private RgbImage part(AVFrame frame, Rectangle box) {
    int left = Math.max(0, box.x() - MARGIN) / ALIGNMENT * ALIGNMENT;
    int top = Math.max(0, box.y() - MARGIN) / ALIGNMENT * ALIGNMENT;
    // An even rest keeps the grid of colour samples; the last column and row may be odd.
    int right = Math.min(frame.width(), (box.right() + MARGIN + 1) / 2 * 2);
    int bottom = Math.min(frame.height(), (box.bottom() + MARGIN + 1) / 2 * 2);
    AVFrame cut = FFmpeg.part(frame, left, top, right, bottom);
    try {
      RgbImage around = colors.toRgb(cut, right - left, bottom - top, frame.height());
      Rectangle inside = new Rectangle(box.x() - left, box.y() - top, box.width(), box.height());
      return Resampling.crop(around, inside);
    } finally {
      FFmpeg.free(cut);
    }
  }

  @Override
  public String toString() {
    return "video " + file;
  }

  @Override
  public void close() {
    drop(before);
    drop(after);
    before = null;
    after = null;
    colors.close();
    pictures.close();
  }
}
