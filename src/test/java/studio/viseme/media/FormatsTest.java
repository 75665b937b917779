package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/** What people bring, and that each becomes the same upright pictures at 25 a second. */
class FormatsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mpeg4, yuv420p, a.mp4, 8",
    "mpeg2video, yuv422p, a.mpg, 8",
    "ffv1, yuv420p10le, a.mkv, 10",
    "ffv1, yuv444p12le, a.mkv, 12",
    "ffv1, yuva420p, a.mkv, 8",
    "ffv1, gray, a.mkv, 8",
    "prores_ks, yuv422p10le, a.mov, 10",
    "prores_ks, yuva444p10le, b.mov, 12",
    "mjpeg, yuvj420p, a.avi, 8",
    "libvpx-vp9, yuv420p, a.webm, 8",
    "libsvtav1, yuv420p10le, a.mp4, 10",
    "huffyuv, rgb24, a.avi, 8",
    "png, rgba, a.mov, 8",
    "qtrle, rgb24, a.mov, 8"
  })
  void everyCodecAndPixelFormatIsRead(String encoder, String format, String name, int bits) {
    RawFilm.Pictures pictures =
        new RawFilm.Pictures(128, 96, 12).encoder(encoder, avutil.av_get_pix_fmt(format));
    if (encoder.equals("mpeg2video")) {
      pictures.codec = c -> c.time_base(c.time_base().num(1).den(25));
    }
    Path film = RawFilm.at(folder.resolve(name)).with(pictures).write();
    VideoProbe probe = VideoProbe.of(film);
    assertThat(probe.picture().orElseThrow().bitDepth()).isEqualTo(bits);
    assertThat(probe.picture().orElseThrow().dynamicRange()).isEqualTo(DynamicRange.STANDARD);
    boolean gray = format.equals("gray");
    try (VideoReader reader = VideoReader.open(film)) {
      for (int i = 0; i < 12; i++) {
        RgbImage image = reader.sample(i / 25.0);
        assertThat(TestFilms.number(image)).isEqualTo(i);
        if (!gray) {
          assertThat(difference(image, TestFilms.numbered(128, 96, i), 48)).isLessThan(6);
        }
      }
      assertThat(reader.sample(12 / 25.0)).isNull();
      assertThat(reader.damagedPictures()).isZero();
    }
  }

  @Test
  void fullAndLimitedRangeAreTheSameColours() {
    for (int range : new int[] {avutil.AVCOL_RANGE_JPEG, avutil.AVCOL_RANGE_MPEG}) {
      RawFilm.Pictures pictures =
          new RawFilm.Pictures(64, 64, 3)
              .encoder("ffv1", avutil.AV_PIX_FMT_YUV444P10LE)
              .colours(
                  avutil.AVCOL_SPC_BT709, avutil.AVCOL_PRI_BT709, avutil.AVCOL_TRC_BT709, range);
      Path film = RawFilm.at(folder.resolve("r" + range + ".mkv")).with(pictures).write();
      try (VideoReader reader = VideoReader.open(film)) {
        assertThat(difference(reader.sample(0), TestFilms.numbered(64, 64, 0), 0)).isLessThan(1.5);
      }
    }
  }

  @Test
  void everyOrientationIsReadUpright() throws IOException {
    int[][] all = {
      {1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0},
      {-1, 0, 0, 1}, {0, -1, -1, 0}, {1, 0, 0, -1}, {0, 1, 1, 0}
    };
    for (int[] m : all) {
      RawFilm.Pictures pictures =
          new RawFilm.Pictures(96, 64, 3).encoder("png", avutil.AV_PIX_FMT_RGB24);
      int[] matrix = {m[0] << 16, m[1] << 16, 0, m[2] << 16, m[3] << 16, 0, 0, 0, 1 << 30};
      Path film = RawFilm.at(folder.resolve("o.mov")).with(pictures).write();
      RawFilm.turn(film, matrix);
      Orientation orientation = Orientation.of(matrix);
      VideoProbe probe = VideoProbe.of(film);
      assertThat(probe.picture().orElseThrow().orientation()).isEqualTo(orientation);
      RgbImage expected = orientation.upright(TestFilms.numbered(96, 64, 0));
      Rectangle box = new Rectangle(13, 9, 38, 41);
      try (VideoReader reader = VideoReader.open(film)) {
        assertThat(reader.sample(0).data()).isEqualTo(expected.data());
        assertThat(reader.width()).isEqualTo(probe.width()).isEqualTo(expected.width());
        assertThat(reader.sample(0, box).data()).isEqualTo(Resampling.crop(expected, box).data());
      }
    }
  }

  @Test
  void aPartIsTheSameBitsAsCutFromTheWhole() {
    RawFilm.Pictures pictures = new RawFilm.Pictures(320, 240, 2);
    Path film = RawFilm.at(folder.resolve("p.mp4")).with(pictures).write();
    try (VideoReader whole = VideoReader.open(film);
        VideoReader part = VideoReader.open(film)) {
      RgbImage all = whole.sample(0);
      for (Rectangle box :
          List.of(
              new Rectangle(0, 0, 320, 240),
              new Rectangle(0, 0, 64, 64),
              new Rectangle(131, 77, 100, 90),
              new Rectangle(256, 176, 64, 64),
              new Rectangle(97, 3, 16, 200))) {
        assertThat(part.sample(0, box).data()).isEqualTo(Resampling.crop(all, box).data());
      }
    }
  }

  @Test
  void oblongPixelsBecomeSquare() {
    RawFilm.Pictures wide =
        new RawFilm.Pictures(90, 64, 3).encoder("ffv1", avutil.AV_PIX_FMT_YUV444P);
    wide.aspectNum = 64;
    wide.aspectDen = 45;
    Path film = RawFilm.at(folder.resolve("w.mkv")).with(wide).write();
    VideoProbe probe = VideoProbe.of(film);
    assertThat(probe.picture().orElseThrow().pixelAspect()).isCloseTo(64.0 / 45, within(1e-3));
    assertThat(probe.width()).isEqualTo(128);
    assertThat(probe.height()).isEqualTo(64);
    try (VideoReader reader = VideoReader.open(film)) {
      RgbImage image = reader.sample(0);
      assertThat(image.width()).isEqualTo(128);
      assertThat(TestFilms.number(reader.sample(0.04))).isEqualTo(1);
      assertThat(reader.sample(0.08, new Rectangle(10, 8, 32, 32)).width()).isEqualTo(32);
    }
    RawFilm.Pictures lying =
        new RawFilm.Pictures(64, 64, 3).encoder("ffv1", avutil.AV_PIX_FMT_YUV444P);
    lying.aspectNum = 1000;
    Path lie = RawFilm.at(folder.resolve("l.mkv")).with(lying).write();
    assertThat(VideoProbe.of(lie).width()).isEqualTo(64);
  }

  @Test
  void anOddSizeIsReadWhole() {
    RawFilm.Pictures odd =
        new RawFilm.Pictures(101, 67, 3).encoder("ffv1", avutil.AV_PIX_FMT_YUV420P);
    Path film = RawFilm.at(folder.resolve("odd.mkv")).with(odd).write();
    try (VideoReader reader = VideoReader.open(film)) {
      RgbImage image = reader.sample(0);
      assertThat(image.width()).isEqualTo(101);
      assertThat(image.height()).isEqualTo(67);
      RgbImage corner = reader.sample(0.04, new Rectangle(60, 30, 41, 37));
      assertThat(difference(corner, Resampling.crop(image, new Rectangle(60, 30, 41, 37)), 0))
          .isLessThan(1);
    }
  }

  /** A bright bar that moves by its own width from field to field. */
  @Test
  void fieldsAreWoven() {
    RawFilm.Pictures fields =
        new RawFilm.Pictures(128, 96, 12)
            .encoder("mpeg2video", avutil.AV_PIX_FMT_YUV420P)
            .painted(
                number -> {
                  RgbImage image = new RgbImage(128, 96);
                  for (int y = 0; y < 96; y++) {
                    int left = (2 * number + y % 2) * 4;
                    for (int x = left; x < left + 24; x++) {
                      image.set(x, y, 220, 220, 220);
                    }
                  }
                  return image;
                });
    fields.codec =
        c -> {
          c.time_base(c.time_base().num(1).den(25));
          c.flags(
              c.flags()
                  | avcodec.AV_CODEC_FLAG_INTERLACED_DCT
                  | avcodec.AV_CODEC_FLAG_INTERLACED_ME);
          c.bit_rate(20_000_000);
        };
    fields.flags =
        f ->
            f.flags(
                f.flags()
                    | AVFrame.AV_FRAME_FLAG_INTERLACED
                    | AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST);
    Path film = RawFilm.at(folder.resolve("i.mpg")).with(fields).write();
    assertThat(VideoProbe.of(film).picture().orElseThrow().interlaced()).isTrue();
    int pictures = 0;
    double previous = -1;
    try (VideoReader reader = VideoReader.open(film)) {
      for (VideoFrame f = reader.next(); f != null; f = reader.next()) {
        assertThat(f.seconds()).isGreaterThan(previous);
        previous = f.seconds();
        pictures++;
        assertThat(combing(f.image())).as("picture %d", pictures).isLessThan(6);
      }
    }
    assertThat(pictures).isEqualTo(12);
  }

  /** Mean difference of a row to the mean of its neighbours, over the rows in the middle. */
  private static double combing(RgbImage image) {
    double sum = 0;
    int count = 0;
    for (int y = 20; y < image.height() - 20; y++) {
      for (int x = 0; x < image.width(); x++) {
        int neighbours = image.get(x, y - 1, 1) + image.get(x, y + 1, 1);
        sum += Math.abs(image.get(x, y, 1) - neighbours / 2.0);
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void aVariableRateBecomesTwentyFiveByTheNearestPicture() {
    double[] times = new double[120];
    for (int i = 1; i < times.length; i++) {
      times[i] = times[i - 1] + (i % 5 == 0 ? 0.1 : i % 3 == 0 ? 0.017 : 0.033);
    }
    RawFilm.Pictures pictures = new RawFilm.Pictures(64, 64, times.length);
    pictures.seconds = i -> times[i];
    Path film = RawFilm.at(folder.resolve("v.mkv")).with(pictures).write();
    VideoProbe probe = VideoProbe.of(film);
    assertThat(probe.variableFrameRate()).isTrue();
    assertThat(probe.longestInterval()).isCloseTo(0.1, within(0.002));
    try (VideoReader reader = VideoReader.open(film)) {
      for (int k = 0; k / 25.0 < times[times.length - 1]; k++) {
        double moment = k / 25.0;
        int number = TestFilms.number(reader.sample(moment));
        double nearest = Arrays.stream(times).map(t -> Math.abs(t - moment)).min().orElseThrow();
        assertThat(Math.abs(times[number] - moment)).isCloseTo(nearest, within(0.0015));
      }
    }
  }

  @Test
  void aStreamThatStartsAtAnHourIsReadFromItsStart() {
    RawFilm.Pictures pictures =
        new RawFilm.Pictures(64, 64, 100).encoder("mpeg2video", avutil.AV_PIX_FMT_YUV420P);
    pictures.codec = c -> c.time_base(c.time_base().num(1).den(25));
    pictures.seconds = i -> 7 * 3600 + i / 25.0;
    Path film = RawFilm.at(folder.resolve("late.ts")).with(shiftedBy(pictures)).write();
    VideoProbe probe = VideoProbe.of(film).requireVideo();
    assertThat(probe.seconds()).isCloseTo(4, within(0.1));
    try (VideoReader reader = VideoReader.open(film)) {
      assertThat(reader.startSeconds()).isGreaterThan(7 * 3600 - 1);
      for (int i = 0; i < 100; i++) {
        assertThat(TestFilms.number(reader.sample(i / 25.0))).isEqualTo(i);
      }
      reader.seek(1);
      assertThat(TestFilms.number(reader.sample(1))).isEqualTo(25);
    }
  }

  /** The codec's clock ticks in pictures here, the writer's times in milliseconds. */
  private static RawFilm.Pictures shiftedBy(RawFilm.Pictures pictures) {
    pictures.flags = f -> f.pts(Math.round(f.pts() / 40.0));
    return pictures;
  }

  @Test
  void brokenPacketsInTheMiddleCostAFewPicturesAndAreCounted() {
    RawFilm.Pictures pictures = new RawFilm.Pictures(128, 96, 120);
    int[] number = new int[1];
    pictures.spoil =
        packet -> {
          int n = number[0]++;
          if (n == 40 || n == 75) {
            for (long i = 8; i < packet.size(); i++) {
              packet.data().put(i, (byte) (i * 73));
            }
          }
        };
    Path film = RawFilm.at(folder.resolve("d.mp4")).with(pictures).write();
    VideoProbe.of(film).requireVideo();
    int right = 0;
    try (VideoReader reader = VideoReader.open(film)) {
      for (int i = 0; i < 120; i++) {
        RgbImage image = reader.sample(i / 25.0);
        assertThat(image).as("picture %d", i).isNotNull();
        right += TestFilms.number(image) == i ? 1 : 0;
      }
      assertThat(reader.damagedPictures()).isBetween(1L, 30L);
    }
    assertThat(right).isGreaterThan(85);
  }

  @Test
  void picturesOfAnotherSizeAreFittedIntoTheFirst() throws IOException {
    Path[] parts = new Path[3];
    int[][] sizes = {{128, 96}, {64, 48}, {128, 64}};
    for (int k = 0; k < 3; k++) {
      int first = 20 * k;
      RawFilm.Pictures pictures =
          new RawFilm.Pictures(sizes[k][0], sizes[k][1], 20)
              .encoder("mpeg2video", avutil.AV_PIX_FMT_YUV420P);
      pictures.codec = c -> c.time_base(c.time_base().num(1).den(25));
      pictures.seconds = i -> (first + i) / 25.0;
      parts[k] = RawFilm.at(folder.resolve(k + ".ts")).with(shiftedBy(pictures)).write();
    }
    Path film = folder.resolve("s.ts");
    for (Path part : parts) {
      Files.write(
          film, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    List<Integer> sizesSeen = new ArrayList<>();
    RgbImage last = null;
    try (VideoReader reader = VideoReader.open(film)) {
      for (VideoFrame f = reader.next(); f != null; f = reader.next()) {
        sizesSeen.add(f.image().width() * 1000 + f.image().height());
        last = f.image();
      }
      assertThat(reader.sizeChanges()).isEqualTo(2);
    }
    assertThat(sizesSeen).hasSizeGreaterThan(50).containsOnly(128_096);
    assertThat(last.get(64, 4, 0)).as("the bars of a wider picture").isLessThan(12);
    assertThat(last.get(64, 60, 1)).isGreaterThan(60);
  }

  /**
   * As phones film: AV1 or ProRes of ten bits in HLG, held upright by a display matrix, with Dolby
   * Vision's additions to a base that everybody understands.
   */
  @ParameterizedTest
  @CsvSource({"libsvtav1, yuv420p10le, a.mp4", "prores_ks, yuv422p10le, a.mov"})
  void aPhonesFilmIsReadUprightAndInOrdinaryLight(String encoder, String format, String name)
      throws IOException {
    double[] nits = {1, 10, 26, 50, 203, 100, 4, 600};
    RawFilm.Pictures pictures =
        new RawFilm.Pictures(256, 128, 3)
            .encoder(encoder, avutil.av_get_pix_fmt(format))
            .colours(
                avutil.AVCOL_SPC_BT2020_NCL,
                avutil.AVCOL_PRI_BT2020,
                avutil.AVCOL_TRC_ARIB_STD_B67,
                avutil.AVCOL_RANGE_MPEG)
            .dolbyVision(10, 4);
    pictures.filler = (frame, number) -> fillGrey(frame, nits, format.contains("422"));
    Path film =
        RawFilm.at(folder.resolve(name)).with(pictures).write(Map.of("strict", "unofficial"));
    RawFilm.turn(film, new int[] {0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30});
    VideoProbe probe = VideoProbe.of(film).requireVideo();
    PictureFormat stored = probe.picture().orElseThrow();
    assertThat(stored.dynamicRange()).isEqualTo(DynamicRange.HLG);
    assertThat(stored.bitDepth()).isEqualTo(10);
    assertThat(stored.wideGamut()).isTrue();
    assertThat(probe.privateColours()).isFalse();
    assertThat(probe.width()).isEqualTo(128);
    assertThat(probe.height()).isEqualTo(256);
    try (VideoReader reader = VideoReader.open(film)) {
      RgbImage image = reader.sample(0);
      for (int i = 0; i < 4; i++) {
        int plain = (int) Math.round(255 * Math.pow(nits[i] / 203, 1 / 2.4));
        for (int c = 0; c < 3; c++) {
          assertThat(image.get(64, i * 32 + 16, c))
              .as("%.0f nits", nits[i])
              .isCloseTo(plain, within(4));
        }
      }
      assertThat(image.get(64, 4 * 32 + 16, 1)).as("diffuse white").isBetween(222, 243);
    }
  }

  @Test
  void coloursThatOnlyDolbyVisionKnowsAreRefused() {
    RawFilm.Pictures pictures =
        new RawFilm.Pictures(128, 96, 4)
            .encoder("libsvtav1", avutil.AV_PIX_FMT_YUV420P10LE)
            .dolbyVision(10, 0);
    Path film =
        RawFilm.at(folder.resolve("p.mp4")).with(pictures).write(Map.of("strict", "unofficial"));
    VideoProbe probe = VideoProbe.of(film);
    assertThat(probe.privateColours()).isTrue();
    assertThatThrownBy(probe::requireVideo)
        .hasMessageContaining("Dolby Vision")
        .hasMessageContaining("p.mp4")
        .hasMessageContaining("export it as");
  }

  /** Columns of grey of known light in HLG, without colour. */
  private static void fillGrey(AVFrame frame, double[] nits, boolean fullHeightChroma) {
    int each = frame.width() / nits.length;
    short[] luma = new short[frame.width()];
    for (int x = 0; x < luma.length; x++) {
      luma[x] = (short) Math.round(64 + 876 * encoded(nits[x / each], DynamicRange.HLG));
    }
    short[] chroma = new short[frame.width() / 2];
    Arrays.fill(chroma, (short) 512);
    for (int y = 0; y < frame.height(); y++) {
      RawFilm.put(frame, 0, y, luma);
      if (fullHeightChroma || y % 2 == 0) {
        RawFilm.put(frame, 1, fullHeightChroma ? y : y / 2, chroma);
        RawFilm.put(frame, 2, fullHeightChroma ? y : y / 2, chroma);
      }
    }
  }

  /** Grey of known light, in PQ and HLG; what a display of 100 % white shows of it. */
  @Test
  void highRangeIsToneMapped() {
    double[] nits = {0, 1, 10, 26, 50, 203, 600, 1000};
    Map<Integer, DynamicRange> transfers =
        Map.of(
            avutil.AVCOL_TRC_SMPTE2084, DynamicRange.PQ,
            avutil.AVCOL_TRC_ARIB_STD_B67, DynamicRange.HLG);
    transfers.forEach(
        (transfer, range) -> {
          RawFilm.Pictures pictures =
              new RawFilm.Pictures(128, 64, 3)
                  .encoder("ffv1", avutil.AV_PIX_FMT_YUV420P10LE)
                  .colours(
                      avutil.AVCOL_SPC_BT2020_NCL,
                      avutil.AVCOL_PRI_BT2020,
                      transfer,
                      avutil.AVCOL_RANGE_MPEG);
          pictures.filler =
              (frame, number) -> {
                short[] luma = new short[128];
                for (int x = 0; x < 128; x++) {
                  luma[x] = (short) Math.round(64 + 876 * encoded(nits[x / 16], range));
                }
                short[] chroma = new short[64];
                Arrays.fill(chroma, (short) 512);
                for (int y = 0; y < 64; y++) {
                  RawFilm.put(frame, 0, y, luma);
                  RawFilm.put(frame, 1, y / 2, chroma);
                  RawFilm.put(frame, 2, y / 2, chroma);
                }
              };
          Path film = RawFilm.at(folder.resolve(range + ".mkv")).with(pictures).write();
          PictureFormat format = VideoProbe.of(film).picture().orElseThrow();
          assertThat(format.dynamicRange()).isEqualTo(range);
          assertThat(format.wideGamut()).isTrue();
          try (VideoReader reader = VideoReader.open(film)) {
            RgbImage image = reader.sample(0);
            int[] shown = IntStream.range(0, 8).map(i -> image.get(i * 16 + 8, 32, 0)).toArray();
            for (int i = 0; i < 8; i++) {
              for (int c = 1; c < 3; c++) {
                assertThat(image.get(i * 16 + 8, 32, c)).isCloseTo(shown[i], within(1));
              }
            }
            for (int i = 0; i < 5; i++) {
              int plain = (int) Math.round(255 * Math.pow(nits[i] / 203, 1 / 2.4));
              assertThat(shown[i])
                  .as("%s of %.0f nits", range, nits[i])
                  .isCloseTo(plain, within(2));
            }
            assertThat(shown[5]).as("diffuse white").isBetween(225, 240);
            assertThat(shown[6]).isGreaterThan(shown[5]).isLessThan(shown[7]);
            assertThat(shown[7]).as("the peak").isGreaterThanOrEqualTo(253);
          }
        });
  }

  /** BT.2100 written down once more: light of the reference display to what is stored. */
  private static double encoded(double nits, DynamicRange range) {
    if (range == DynamicRange.PQ) {
      double y = Math.pow(nits / 10_000, 0.1593017578125);
      return Math.pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375);
    }
    double scene = Math.pow(nits / 1000, 1 / 1.2);
    return scene <= 1.0 / 12
        ? Math.sqrt(3 * scene)
        : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
  }

  @Test
  void coloursOfAWideGamutStayWhereTheyAre() {
    // A skin tone of BT.709 in linear light, and the same in BT.2020 (ITU-R BT.2087, table 2).
    double[] skin = {0.45, 0.28, 0.20};
    double[][] to2020 = {
      {0.6274, 0.3293, 0.0433}, {0.0691, 0.9195, 0.0114}, {0.0164, 0.0880, 0.8956}
    };
    double[] wide = new double[3];
    for (int c = 0; c < 3; c++) {
      double light = 0;
      for (int k = 0; k < 3; k++) {
        light += to2020[c][k] * skin[k];
      }
      wide[c] = Math.pow(light, 1 / 2.4);
    }
    new ToneMap(DynamicRange.STANDARD, avutil.AVCOL_PRI_BT2020, 1000).map(wide);
    for (int c = 0; c < 3; c++) {
      assertThat(wide[c]).isCloseTo(Math.pow(skin[c], 1 / 2.4), within(0.002));
    }
  }

  /** Whatever the colour, saturated and dark ones too. */
  @ParameterizedTest
  @EnumSource
  void aPictureIsMappedAsItsPixelsAre(DynamicRange range) {
    ToneMap map = new ToneMap(range, avutil.AVCOL_PRI_BT2020, 1000);
    Random random = new Random(4);
    int count = 20_000;
    short[] wide = new short[3 * count];
    double[][] exact = new double[count][3];
    for (int i = 0; i < count; i++) {
      double brightest = 0.75 * random.nextDouble();
      for (int c = 0; c < 3; c++) {
        int number = (int) (65535 * brightest * random.nextDouble());
        wide[3 * i + c] = (short) number;
        exact[i][c] = number / 65535.0;
      }
      map.map(exact[i]);
    }
    RgbImage image = map.apply(wide, count, 1);
    double[] errors =
        IntStream.range(0, 3 * count)
            .mapToDouble(i -> Math.abs((image.data()[i] & 255) - 255 * exact[i / 3][i % 3]))
            .sorted()
            .toArray();
    assertThat(Arrays.stream(errors).average().orElseThrow()).isLessThan(0.3);
    assertThat(errors[errors.length * 999 / 1000]).isLessThan(1);
  }

  @Test
  void tracksTellTheirNames() {
    RawFilm film = RawFilm.at(folder.resolve("t.mkv")).with(new RawFilm.Pictures(64, 64, 100));
    float[] tone = TestFilms.tone(4, 48_000, 1);
    film.with(tone, 48_000, 2, i -> i * 1024 / 48_000.0)
        .tagged("language", "eng")
        .tagged("title", "Room");
    film.with(tone, 48_000, 6, i -> i * 1024 / 48_000.0).tagged("language", "deu");
    VideoProbe probe = VideoProbe.of(film.write()).requireTalkingVideo();
    List<MediaTrack> sound =
        probe.tracks().stream().filter(t -> t.kind() == MediaTrack.Kind.AUDIO).toList();
    assertThat(sound).extracting(MediaTrack::language).containsExactly("eng", "deu");
    assertThat(sound).extracting(MediaTrack::title).containsExactly("Room", "");
    assertThat(sound).extracting(MediaTrack::channels).containsExactly(2, 6);
    assertThat(sound).extracting(MediaTrack::sampleRate).containsExactly(48_000, 48_000);
  }

  private static double difference(RgbImage a, RgbImage b, int fromRow) {
    double sum = 0;
    int from = fromRow * a.width() * 3;
    for (int i = from; i < a.data().length; i++) {
      sum += Math.abs((a.data()[i] & 0xff) - (b.data()[i] & 0xff));
    }
    return sum / (a.data().length - from);
  }
}
