package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.capture.ClipInfo;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobControl;
import studio.viseme.job.JobException;
import studio.viseme.job.JobMessage;
import studio.viseme.job.Workers;
import studio.viseme.media.MediaCheck;
import studio.viseme.media.VideoFrame;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.testing.PaintedPerson;

class DubberTest {
  private static final double SECONDS = 2;
  private static final String CONSENT = "Painted person, by their own word";

  @TempDir Path folder;
  private double fps = 25;
  private Path audio;
  private Path weights;
  private Path film;

  @BeforeEach
  void prepare() throws IOException {
    audio = wav(folder.resolve("speech.wav"), PaintedPerson.sound(SECONDS));
    weights = Files.write(folder.resolve("weights.safetensors"), new byte[] {1, 2, 3});
    film = folder.resolve("film.mp4");
  }

  static Path wav(Path file, float[] samples) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
    bytes
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1);
    bytes.putInt(16_000).putInt(32_000).putShort((short) 2).putShort((short) 16);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
    for (float sample : samples) {
      bytes.putShort((short) Math.round(sample * 32767));
    }
    return Files.write(file, bytes.array());
  }

  private DubOrder order(
      PaintedPerson.PaintedCapture capture, Path source, String consent, DubOptions options) {
    return new DubOrder(
        capture,
        new SourceVideo(source, 0, OptionalDouble.of(fps), "ab".repeat(32)),
        new PaintedPerson.PaintedAvatar(),
        weights,
        new PaintedPerson.Loudness(),
        consent,
        audio,
        film,
        options);
  }

  private Dubber.Film dub(DubOptions options, JobContext job) {
    DubOrder order =
        order(new PaintedPerson.PaintedCapture(30), folder.resolve("source.mp4"), CONSENT, options);
    return new Dubber(order, SigningKey.in(folder.resolve("keys")), job).dub();
  }

  private Dubber.Film dub() {
    return dub(DubOptions.SOURCE, JobContext.silent());
  }

  private List<RgbImage> pictures() {
    List<RgbImage> pictures = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(film)) {
      for (VideoFrame frame = reader.next(); frame != null; frame = reader.next()) {
        pictures.add(frame.image());
      }
    }
    return pictures;
  }

  /** Height of the dark mouth in each picture. */
  private static double[] mouths(List<RgbImage> pictures) {
    return pictures.stream()
        .map(PaintedPerson::track)
        .mapToDouble(face -> face[14 * 3 + 1] - face[13 * 3 + 1])
        .toArray();
  }

  @Test
  void theFilmIsWholeAndAsLongAsTheSound() {
    Dubber.Film made = dub();
    assertThat(made.frames()).isEqualTo(50);
    MediaCheck check = MediaCheck.inspect(film);
    assertThat(check.pictures()).isEqualTo(50);
    assertThat(check.audioSeconds()).isCloseTo(SECONDS, within(.05));
    assertThat(check.offsetSeconds()).isCloseTo(0, within(.04));
    assertThat(check.fastStart()).isTrue();
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "film.mp4", "film.mp4.json", "keys", "speech.wav", "weights.safetensors");
  }

  @Test
  void theMouthMovesWithTheSoundAndNotBesideIt() {
    dub();
    double[] mouths = mouths(pictures());
    int best = 0;
    double most = -1;
    for (int lag = -5; lag <= 5; lag++) {
      double r = correlation(mouths, lag);
      if (r > most) {
        most = r;
        best = lag;
      }
    }
    assertThat(best).as("frames between sound and mouth").isZero();
    assertThat(most).isGreaterThan(.95);
  }

  private static double correlation(double[] mouths, int lag) {
    double sum = 0;
    double squareA = 0;
    double squareB = 0;
    double meanA = 0;
    double meanB = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 6; i < mouths.length - 6; i++) {
        double a = mouths[i];
        double b = Math.min(1, PaintedPerson.opening((double) (i + lag) / ClipInfo.FPS));
        if (pass == 0) {
          meanA += a / (mouths.length - 12);
          meanB += b / (mouths.length - 12);
        } else {
          sum += (a - meanA) * (b - meanB);
          squareA += (a - meanA) * (a - meanA);
          squareB += (b - meanB) * (b - meanB);
        }
      }
    }
    return sum / Math.sqrt(squareA * squareB);
  }

  @Test
  void theSameFilmComesOutOfAnyNumberOfThreads() throws IOException {
    dub();
    byte[] once = Files.readAllBytes(film);
    try (Workers workers = Workers.of(3)) {
      dub(DubOptions.SOURCE, JobContext.silent(workers));
    }
    assertThat(Files.readAllBytes(film)).isEqualTo(once);
  }

  @Test
  void nobodyIsDubbedWithoutConsent() {
    for (String consent : new String[] {null, "", "  "}) {
      DubOrder order =
          order(
              new PaintedPerson.PaintedCapture(30),
              folder.resolve("s.mp4"),
              consent,
              DubOptions.SOURCE);
      Dubber dubber = new Dubber(order, SigningKey.in(folder.resolve("keys")), JobContext.silent());
      assertThatThrownBy(dubber::dub)
          .isInstanceOfSatisfying(
              JobException.class,
              e -> {
                assertThat(e.kind().exitStatus()).isEqualTo(3);
                assertThat(e).hasMessageContaining("consent");
              });
    }
    assertThat(film).doesNotExist();
  }

  @Test
  void theSidecarTellsWhatTheFilmIsMadeOf() {
    Dubber.Film made = dub();
    Map<String, String> claim = Provenance.verify(film);
    assertThat(claim)
        .containsEntry("synthetic", "true")
        .containsEntry("film", "film.mp4")
        .containsEntry("filmSha256", made.sha256())
        .containsEntry("sourceSha256", "ab".repeat(32))
        .containsEntry(
            "avatarSha256", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        .containsEntry("audioSha256", studio.viseme.store.Hashes.sha256(audio))
        .containsEntry("consent", CONSENT);
    assertThat(claim.get("digitalSourceType")).endsWith("trainedAlgorithmicMedia");
  }

  @Test
  void theFilmItselfSaysThatItIsSynthetic() throws IOException {
    dub();
    String bytes = Files.readString(film, StandardCharsets.ISO_8859_1);
    assertThat(bytes)
        .contains("Iptc4xmpExt:DigitalSourceType=\"" + XmpBox.SYNTHETIC + "\"")
        .contains("Synthetic media");
  }

  @Test
  void aChangedClaimIsFoundOut() throws IOException {
    Dubber.Film made = dub();
    String sidecar = Files.readString(made.sidecar());
    Files.writeString(made.sidecar(), sidecar.replace("by their own word", "by nobody's word"));
    assertThatThrownBy(() -> Provenance.verify(film))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.CHECK));
    Files.writeString(made.sidecar(), sidecar);
    assertThat(Provenance.verify(film)).isNotEmpty();
  }

  @Test
  void aChangedFilmIsFoundOut() throws IOException {
    dub();
    byte[] bytes = Files.readAllBytes(film);
    bytes[bytes.length / 2] ^= 1;
    Files.write(film, bytes);
    assertThatThrownBy(() -> Provenance.verify(film)).hasMessageContaining("film was changed");
  }

  @Test
  void aSignatureOfAnotherHandDoesNotPass() throws IOException {
    Dubber.Film made = dub();
    SigningKey own = SigningKey.in(folder.resolve("keys"));
    SigningKey other = SigningKey.in(folder.resolve("others"));
    assertThat(SigningKey.in(folder.resolve("keys")).publicKey()).isEqualTo(own.publicKey());
    String sidecar = Files.readString(made.sidecar());
    Files.writeString(made.sidecar(), sidecar.replace(own.publicKey(), other.publicKey()));
    assertThatThrownBy(() -> Provenance.verify(film)).hasMessageContaining("claim was changed");
  }

  @Test
  void aCancelledDubLeavesNothing() {
    JobControl control = new JobControl();
    JobContext job =
        new JobContext(
            message -> {
              if (message instanceof JobMessage.TaskProgressed) {
                control.cancel();
              }
            },
            control,
            Workers.sameThread());
    assertThatThrownBy(() -> dub(DubOptions.SOURCE, job)).isInstanceOf(JobCancelledException.class);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("keys", "speech.wav", "weights.safetensors");
  }

  @Test
  void anotherBackgroundShowsBehindThePerson() {
    dub(DubOptions.parse("still", "auto", "#00ff00"), JobContext.silent());
    for (RgbImage picture : pictures()) {
      assertThat(picture.get(4, 4, 1)).isGreaterThan(225);
      assertThat(picture.get(4, 4, 0)).isLessThan(30);
      assertThat(picture.get(64, 120, 2)).as("the suit stays").isCloseTo(110, within(12));
    }
  }

  @Test
  void aFilmBeforeNothingCanBeSeenThrough() {
    film = folder.resolve("film.mov");
    dub(DubOptions.parse("source", "auto", "none"), JobContext.silent());
    try (VideoReader reader = VideoReader.open(film)) {
      assertThat(reader.hasAlpha()).isTrue();
    }
    for (RgbImage picture : pictures()) {
      assertThat(picture.get(4, 4, 1)).as("nothing shows black").isLessThan(4);
      assertThat(picture.get(64, 120, 2)).as("the suit stays").isCloseTo(110, within(12));
    }
  }

  @Test
  void whatCanBeSeenThroughIsNoMp4() {
    DubOptions none = DubOptions.parse("source", "source", "none");
    assertThatThrownBy(() -> dub(none, JobContext.silent()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.USAGE))
        .hasMessageContaining(".mov");
    film = folder.resolve("film.mov");
    assertThatThrownBy(() -> dub(DubOptions.SOURCE, JobContext.silent()))
        .hasMessageContaining(".mp4");
  }

  @Test
  void theFilmRunsAtTheSourcesOwnRate() {
    fps = 30;
    Path source = folder.resolve("source.mp4");
    try (VideoWriter writer = VideoWriter.silent(source, VideoSettings.of(400, 320, fps))) {
      for (int i = 0; i < 72; i++) {
        RgbImage frame = new RgbImage(400, 320);
        Arrays.fill(frame.data(), (byte) (30 + 3 * i));
        writer.write(frame);
      }
      writer.finish();
    }
    DubOrder order = order(new Cropped(60), source, CONSENT, DubOptions.SOURCE);
    Dubber.Film made =
        new Dubber(order, SigningKey.in(folder.resolve("keys")), JobContext.silent()).dub();
    assertThat(made.frames()).isEqualTo(60);
    assertThat(made.fps()).isEqualTo(30);
    assertThat(made.reversedSeconds()).isZero();
    assertThat(MediaCheck.inspect(film).fps()).isCloseTo(30, within(.01));
    List<RgbImage> pictures = pictures();
    assertThat(pictures).hasSize(60);
    for (int i = 0; i < 60; i++) {
      RgbImage picture = pictures.get(i);
      assertThat(picture.get(20, 160, 1))
          .as("background of picture %d: every one of the source, once", i)
          .isCloseTo(30 + 3 * i, within(2));
      int x = (int) (60 + 2 * (64 + 5 * Math.sin(i / 30. * 25 * .11)));
      assertThat(picture.get(x, 40 + 2 * 86, 0)).as("skin in picture %d", i).isGreaterThan(185);
    }
  }

  @Test
  void aSourceOfChangingRateGivesAFilmAtTheClips() {
    SourceVideo changing = new SourceVideo(film, 3, OptionalDouble.empty(), "");
    assertThat(SourceClock.of(changing)).isEqualTo(new SourceClock(25, 3));
  }

  @Test
  void theHeadGoesWhereTheFileSays() throws IOException {
    Path poses = folder.resolve("poses.json");
    Files.writeString(
        poses,
        """
        {"schema": 1, "poses": [
          {"seconds": 0, "yaw": 0, "pitch": 0, "roll": 0},
          {"seconds": 1, "yaw": 0, "pitch": 0, "roll": 0, "right": 2},
          {"seconds": 2, "yaw": 0, "pitch": 0, "roll": 0, "right": -2}]}""");
    dub(DubOptions.parse(poses.toString(), "source", "source"), JobContext.silent());
    List<RgbImage> pictures = pictures();
    double first = middleOfSkin(pictures.get(0));
    double perCentimetre = 256 / 60.;
    assertThat(middleOfSkin(pictures.get(25)) - first).isCloseTo(2 * perCentimetre, within(.7));
    assertThat(middleOfSkin(pictures.get(49)) - first).isCloseTo(-2 * perCentimetre, within(.7));
  }

  @Test
  void aHeadThatMovesByItselfBringsItsOwnTorsoBeforeAnotherBackground() throws IOException {
    Path poses = folder.resolve("poses.json");
    Files.writeString(
        poses,
        "{\"schema\": 1, \"poses\": [{\"seconds\": 0, \"yaw\": 0, \"pitch\": 0, \"roll\": 0}]}");
    PaintedPerson.PaintedAvatar whole =
        new PaintedPerson.PaintedAvatar() {
          @Override
          public Optional<Layer> renderWhole(FrameState state) {
            assertThat(state.mouth()).isNotEqualTo(MouthDrive.SPEECH);
            Layer head = render(state);
            for (int i = 4 * 100 * head.width(); i < head.rgba().length; i += 4) {
              head.rgba()[i] = 1;
              head.rgba()[i + 3] = 1;
            }
            return Optional.of(head);
          }
        };
    DubOrder order =
        new DubOrder(
            new PaintedPerson.PaintedCapture(30),
            new SourceVideo(film, 0, OptionalDouble.of(fps), "ab".repeat(32)),
            whole,
            weights,
            new PaintedPerson.Loudness(),
            CONSENT,
            audio,
            film,
            DubOptions.parse(poses.toString(), "source", "#0000ff"));
    new Dubber(order, SigningKey.in(folder.resolve("keys")), JobContext.silent()).dub();
    RgbImage picture = pictures().get(20);
    assertThat(picture.get(64, 120, 0)).as("the avatar's torso").isGreaterThan(200);
    assertThat(picture.get(64, 120, 2)).as("not the filmed one").isLessThan(60);
    assertThat(picture.get(4, 4, 2)).as("the colour").isGreaterThan(200);
    assertThat(picture.get(64, 60, 0)).as("the head").isGreaterThan(180);
  }

  private static double middleOfSkin(RgbImage picture) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (picture.get(x, y, 0) > 185) {
          sum += x;
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void aBrokenFileOfPosesIsToldBeforeAnythingIsMade() throws IOException {
    Path poses = Files.writeString(folder.resolve("poses.json"), "{\"schema\": 1}");
    assertThatThrownBy(
            () -> dub(DubOptions.parse(poses.toString(), "auto", "source"), JobContext.silent()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(3))
        .hasMessageContaining("no keys");
    assertThat(film).doesNotExist();
  }

  /** The painted clip as a crop out of a larger film, at half its size. */
  private static final class Cropped extends PaintedPerson.PaintedCapture {
    Cropped(int frames) {
      super(frames);
    }

    @Override
    public ClipInfo clip() {
      ClipInfo whole = super.clip();
      return new ClipInfo(
          whole.width(),
          whole.height(),
          whole.frames(),
          400,
          320,
          25,
          new Rectangle(60, 40, 256, 256),
          whole.speechSamples());
    }
  }

  @Test
  void theHeadComesBackIntoTheFullFrameAndTheRestOfItStays() {
    Path source = folder.resolve("source.mp4");
    try (VideoWriter writer = VideoWriter.silent(source, VideoSettings.of(400, 320, 25))) {
      for (int i = 0; i < 30; i++) {
        RgbImage frame = new RgbImage(400, 320);
        Arrays.fill(frame.data(), (byte) (60 + 4 * i));
        writer.write(frame);
      }
      writer.finish();
    }
    DubOrder order = order(new Cropped(30), source, CONSENT, DubOptions.SOURCE);
    Dubber.Film made =
        new Dubber(order, SigningKey.in(folder.resolve("keys")), JobContext.silent()).dub();
    ClipPath path = ClipPath.of(new Cropped(30), 50);
    assertThat(made.reversedSeconds()).isEqualTo(path.reversed() / 25.0).isPositive();
    List<RgbImage> pictures = pictures();
    assertThat(pictures).hasSize(50);
    for (int i = 0; i < 50; i++) {
      RgbImage picture = pictures.get(i);
      int behind = path.frame(i);
      assertThat(picture.get(20, 160, 1))
          .as("background of frame %d", i)
          .isCloseTo(60 + 4 * behind, within(6));
      int x = (int) (60 + 2 * (64 + 5 * Math.sin(behind * .11)));
      assertThat(picture.get(x, 40 + 2 * 86, 0)).as("skin in frame %d", i).isGreaterThan(185);
    }
  }
}
