package studio.viseme.media;

import java.util.Deque;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Makes one whole picture of the two fields of each that is flagged as interlaced, with FFmpeg's
 * {@code bwdif} (the BBC's weave of w3fdif and yadif). It looks one picture ahead, so pictures come
 * out one later; progressive ones in between are passed on as they are, and a film without a single
 * interlaced picture never enters the filter.
 */
final class Deinterlacer {
  /** Times travel through the filter as whole numbers of these, a second. */
  private static final int TICKS = 1_000_000;

  private AVFilterGraph graph;
  private AVFilterContext source;
  private AVFilterContext sink;
  private final AVFrame filtered = avutil.av_frame_alloc();
  private int width;
  private int height;
  private int format;

  /** Puts a decoded picture in; what is ready comes out. */
  void add(AVFrame frame, double seconds, Deque<Picture> out) {
    if (graph == null && !PictureFormat.isInterlaced(frame)) {
      out.add(Picture.taken(frame, seconds));
      return;
    }
    boolean fits =
        graph != null
            && frame.width() == width
            && frame.height() == height
            && frame.format() == format;
    if (!fits) {
      finish(out);
      open(frame);
    }
    frame.pts(Math.round(seconds * TICKS));
    require(avfilter.av_buffersrc_add_frame(source, frame));
    drain(out);
  }

  /** What is still inside comes out. */
  void finish(Deque<Picture> out) {
    if (graph != null) {
      require(avfilter.av_buffersrc_add_frame(source, null));
      drain(out);
      reset();
    }
  }

  private void drain(Deque<Picture> out) {
    double unit = StreamDecoder.seconds(avfilter.av_buffersink_get_time_base(sink));
    while (avfilter.av_buffersink_get_frame(sink, filtered) >= 0) {
      out.add(Picture.taken(filtered, filtered.pts() * unit));
    }
  }

  private void open(AVFrame frame) {
    width = frame.width();
    height = frame.height();
    format = frame.format();
    graph = avfilter.avfilter_graph_alloc();
    // The decoder has threads of its own.
    graph.nb_threads(1);
    AVRational aspect = frame.sample_aspect_ratio();
    String input =
        "video_size=%dx%d:pix_fmt=%d:time_base=1/%d:pixel_aspect=%d/%d:colorspace=%d:range=%d"
            .formatted(
                width,
                height,
                format,
                TICKS,
                aspect.num(),
                Math.max(1, aspect.den()),
                frame.colorspace(),
                frame.color_range());
    source = create("buffer", input);
    AVFilterContext weave = create("bwdif", "mode=send_frame:parity=auto:deint=interlaced");
    sink = create("buffersink", null);
    require(avfilter.avfilter_link(source, 0, weave, 0));
    require(avfilter.avfilter_link(weave, 0, sink, 0));
    require(avfilter.avfilter_graph_config(graph, (Pointer) null));
  }

  private AVFilterContext create(String filter, String options) {
    AVFilterContext context = new AVFilterContext();
    require(
        avfilter.avfilter_graph_create_filter(
            context,
            avfilter.avfilter_get_by_name(filter),
            new BytePointer(filter),
            options == null ? null : new BytePointer(options),
            null,
            graph));
    return context;
  }

  private static void require(int code) {
    if (code < 0) {
      throw new IllegalStateException("no deinterlacing: " + FFmpeg.text(code));
    }
  }

  /** Forgets what is inside. */
  void reset() {
    if (graph != null) {
      avfilter.avfilter_graph_free(graph);
      graph = null;
    }
  }

  void close() {
    reset();
    avutil.av_frame_free(filtered);
  }
}
