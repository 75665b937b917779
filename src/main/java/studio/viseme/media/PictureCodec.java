package studio.viseme.media;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import studio.viseme.image.RgbImage;

/**
 * Pictures of one size, packed without loss, each on its own: MagicYUV, which is a prediction from
 * the neighbours and Huffman's code, and the fastest to unpack of what FFmpeg knows to pack.
 *
 * <p>Thread-safe: there are as many coders as threads were at work at once. They are freed when
 * this is closed, or found unreachable.
 */
public final class PictureCodec implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int width;
  private final int height;
  private final Coders coders = new Coders();
  private final Cleaner.Cleanable cleanable = CLEANER.register(this, coders);

  public PictureCodec(int width, int height) {
    FFmpeg.load();
    this.width = width;
    this.height = height;
  }

  /**
   * @throws IllegalArgumentException when the picture has another size
   */
  public byte[] pack(RgbImage image) {
    if (image.width() != width || image.height() != height) {
      throw new IllegalArgumentException(
          image.width() + "x" + image.height() + " instead of " + width + "x" + height);
    }
    Packer idle = coders.packers.poll();
    Packer packer = idle == null ? new Packer(width, height) : idle;
    try {
      return packer.pack(image);
    } finally {
      coders.packers.add(packer);
      Reference.reachabilityFence(this);
    }
  }

  /**
   * @return the picture, or null when the bytes aren't one of this size
   */
  public RgbImage unpack(byte[] packed) {
    Unpacker idle = coders.unpackers.poll();
    Unpacker unpacker = idle == null ? new Unpacker() : idle;
    try {
      return unpacker.unpack(packed, width, height);
    } finally {
      coders.unpackers.add(unpacker);
      Reference.reachabilityFence(this);
    }
  }

  /** No thread may be at work. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** The coders that no thread uses; runs when they are to be freed. */
  private static final class Coders implements Runnable {
    private final Queue<Packer> packers = new ConcurrentLinkedQueue<>();
    private final Queue<Unpacker> unpackers = new ConcurrentLinkedQueue<>();

    @Override
    public void run() {
      for (Packer packer = packers.poll(); packer != null; packer = packers.poll()) {
        packer.free();
      }
      for (Unpacker idle = unpackers.poll(); idle != null; idle = unpackers.poll()) {
        idle.free();
      }
    }
  }

  private static final class Packer {
    private final AVCodecContext codec;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private final Planes planes;
    private long number;

    Packer(int width, int height) {
      AVCodec encoder = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_MAGICYUV);
      codec = avcodec.avcodec_alloc_context3(encoder);
      codec.width(width);
      codec.height(height);
      codec.pix_fmt(avutil.AV_PIX_FMT_GBRP);
      codec.time_base(new AVRational().num(1).den(1));
      codec.thread_count(1);
      AVDictionary options = new AVDictionary(null);
      FFmpeg.set(options, "pred", "gradient");
      int code = avcodec.avcodec_open2(codec, encoder, options);
      avutil.av_dict_free(options);
      require(code);
      frame.width(width);
      frame.height(height);
      frame.format(avutil.AV_PIX_FMT_GBRP);
      require(avutil.av_frame_get_buffer(frame, 0));
      planes = new Planes(frame);
    }

    byte[] pack(RgbImage image) {
      require(avutil.av_frame_make_writable(frame));
      planes.fill(image);
      planes.writeTo(frame);
      frame.pts(number++);
      require(avcodec.avcodec_send_frame(codec, frame));
      require(avcodec.avcodec_receive_packet(codec, packet));
      byte[] packed = new byte[packet.size()];
      packet.data().get(packed);
      avcodec.av_packet_unref(packet);
      return packed;
    }

    private static void require(int code) {
      if (code < 0) {
        throw new IllegalStateException("a picture can't be packed: " + FFmpeg.text(code));
      }
    }

    void free() {
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
    }
  }

  private static final class Unpacker {
    private final AVCodecContext codec;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();

    Unpacker() {
      AVCodec decoder = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_MAGICYUV);
      codec = avcodec.avcodec_alloc_context3(decoder);
      codec.thread_count(1);
      int code = avcodec.avcodec_open2(codec, decoder, (PointerPointer<?>) null);
      if (code < 0) {
        throw new IllegalStateException("pictures can't be unpacked: " + FFmpeg.text(code));
      }
    }

    RgbImage unpack(byte[] packed, int width, int height) {
      if (avcodec.av_new_packet(packet, packed.length) < 0) {
        return null;
      }
      packet.data().put(packed);
      int sent = avcodec.avcodec_send_packet(codec, packet);
      avcodec.av_packet_unref(packet);
      if (sent < 0 || avcodec.avcodec_receive_frame(codec, frame) < 0) {
        return null;
      }
      boolean fits =
          frame.width() == width
              && frame.height() == height
              && frame.format() == avutil.AV_PIX_FMT_GBRP;
      RgbImage image = fits ? new Planes(frame).image(width, height) : null;
      avutil.av_frame_unref(frame);
      return image;
    }

    void free() {
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
    }
  }

  /** A frame's green, blue and red rows in the heap, padded as the frame's are. */
  private static final class Planes {
    private final byte[][] data = new byte[3][];
    private final int[] strides = new int[3];

    Planes(AVFrame frame) {
      for (int p = 0; p < 3; p++) {
        strides[p] = frame.linesize(p);
        data[p] = new byte[strides[p] * (frame.height() - 1) + frame.width()];
        new BytePointer(frame.data(p)).get(data[p]);
      }
    }

    void writeTo(AVFrame frame) {
      for (int p = 0; p < 3; p++) {
        new BytePointer(frame.data(p)).put(data[p]);
      }
    }

    void fill(RgbImage image) {
      byte[] rgb = image.data();
      byte[] green = data[0];
      byte[] blue = data[1];
      byte[] red = data[2];
      for (int y = 0, i = 0; y < image.height(); y++) {
        int g = y * strides[0];
        int b = y * strides[1];
        int r = y * strides[2];
        for (int x = 0; x < image.width(); x++, i += 3) {
          red[r + x] = rgb[i];
          green[g + x] = rgb[i + 1];
          blue[b + x] = rgb[i + 2];
        }
      }
    }

    RgbImage image(int width, int height) {
      RgbImage image = new RgbImage(width, height);
      byte[] rgb = image.data();
      byte[] green = data[0];
      byte[] blue = data[1];
      byte[] red = data[2];
      for (int y = 0, i = 0; y < height; y++) {
        int g = y * strides[0];
        int b = y * strides[1];
        int r = y * strides[2];
        for (int x = 0; x < width; x++, i += 3) {
          rgb[i] = red[r + x];
          rgb[i + 1] = green[g + x];
          rgb[i + 2] = blue[b + x];
        }
      }
      return image;
    }
  }
}
