package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.export.DubOptions.Background;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;
import studio.viseme.job.JobException;
import studio.viseme.media.FilmFormat;
import studio.viseme.media.TestFilms;
import studio.viseme.testing.PaintedPerson;

class DubPartsTest {
  @TempDir Path folder;

  @Test
  void theSourceIsReadBackAndForthAndStanding() {
    Path film = TestFilms.write(folder.resolve("film.mp4"), 64, 64, 25, 140, null);
    try (SourceFilm source = new SourceFilm.Decoded(film, new SourceClock(25, .4))) {
      for (int i = 0; i < 420; i++) {
        int frame = Math.abs((i + 129) % 258 - 129);
        assertThat(TestFilms.number(source.frame(at(frame + 10))))
            .as("step %d", i)
            .isEqualTo(frame + 10);
      }
      assertThat(TestFilms.number(source.frame(at(87)))).isEqualTo(87);
      assertThat(source.frame(at(87))).isSameAs(source.frame(at(87)));
      assertThatThrownBy(() -> source.frame(at(210))).isInstanceOf(JobException.class);
    }
  }

  private static ClipMoment at(int picture) {
    return new ClipMoment(picture, picture, 0);
  }

  @Test
  void blinksComeEveryFewSecondsAndCloseTheEyes() {
    AutomaticBlinks blinks = new AutomaticBlinks(1500, 25, 3);
    int closings = 0;
    for (int i = 1; i < 1500; i++) {
      float before = blinks.apply(i - 1, UpperFace.REST).lidLeft();
      float now = blinks.apply(i, UpperFace.REST).lidLeft();
      closings += before > .3f && now < .3f ? 1 : 0;
    }
    assertThat(closings).isBetween(10, 26);
    UpperFace open = new UpperFace(.7f, .7f, .2f, .1f, .3f);
    assertThat(blinks.apply(0, open)).isEqualTo(new UpperFace(1, 1, .2f, .1f, .3f));
  }

  @Test
  void optionsAreReadAndTheRestIsRefusedAsUsage() {
    assertThat(DubOptions.parse("source", "source", "source")).isEqualTo(DubOptions.SOURCE);
    assertThat(DubOptions.parse("still", "auto", "#1a2B3c").background())
        .isEqualTo(new Background.Colour(0x1a2b3c));
    String[][] refused = {
      {"walk.csv", "source", "source"},
      {"stil", "source", "source"},
      {"source", "often", "source"},
      {"source", "source", "plat"}
    };
    for (String[] words : refused) {
      assertThatThrownBy(() -> DubOptions.parse(words[0], words[1], words[2]))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(2))
          .hasMessageContaining("use ");
    }
    DubOptions transparent = DubOptions.parse("source", "source", "none");
    assertThat(transparent.background()).isEqualTo(new Background.None());
    assertThat(transparent.format()).isEqualTo(FilmFormat.MOV_WITH_ALPHA);
    assertThat(DubOptions.SOURCE.format()).isEqualTo(FilmFormat.MP4);
    assertThat(DubOptions.parse("walk.JSON", "b.json", "source"))
        .isEqualTo(
            new DubOptions(
                new DubOptions.Pose.FromFile(Path.of("walk.JSON")),
                new DubOptions.Blink.FromFile(Path.of("b.json")),
                new Background.Source()));
  }

  @Test
  void aBackgroundCoversTheFrameFromItsMiddle() throws IOException {
    RgbImage wide = new RgbImage(90, 20);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 90; x++) {
        wide.set(x, y, x < 30 ? 250 : 0, x >= 30 && x < 60 ? 250 : 0, x >= 60 ? 250 : 0);
      }
    }
    Path file = folder.resolve("sea.png");
    Png.write(file, wide);
    for (int size : new int[] {10, 64}) {
      RgbImage cover = BackgroundPicture.covering(file, size, size);
      assertThat(cover.width()).isEqualTo(size);
      assertThat(cover.height()).isEqualTo(size);
      for (int at : new int[] {0, size - 1}) {
        assertThat(cover.get(at, at, 1)).as("the middle third").isGreaterThan(240);
        assertThat(cover.get(at, at, 0)).isLessThan(10);
      }
    }
    assertThat(DubOptions.parse("source", "source", file.toString()).background())
        .isEqualTo(new Background.Picture(file));
    Path text = Files.writeString(folder.resolve("sea.txt"), "waves");
    for (Path no : new Path[] {text, folder.resolve("none.png"), folder}) {
      assertThatThrownBy(() -> BackgroundPicture.covering(no, 8, 8))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.kind().exitStatus()).isEqualTo(3));
    }
  }

  @Test
  void whoeverIsCutOutLeavesTheirWallBehind() {
    RgbImage plate = new RgbImage(256, 1);
    RgbImage frame = new RgbImage(256, 1);
    RgbImage green = new RgbImage(256, 1);
    GrayImage person = new GrayImage(256, 1);
    for (int x = 0; x < 256; x++) {
      plate.set(x, 0, 10, 20, 240);
      green.set(x, 0, 0, 255, 0);
      person.data()[x] = (byte) x;
      int blue = (60 * x + 240 * (255 - x)) / 255;
      frame.set(x, 0, (200 * x + 10 * (255 - x)) / 255, (150 * x + 20 * (255 - x)) / 255, blue);
    }
    FilmPainter.cutOut(frame, person, plate, green);
    for (int x = 0; x < 256; x++) {
      assertThat(frame.get(x, 0, 0)).isCloseTo(200 * x / 255, within(2));
      assertThat(frame.get(x, 0, 1)).isCloseTo((150 * x + 255 * (255 - x)) / 255, within(2));
      assertThat(frame.get(x, 0, 2)).as("no blue at %d", x).isCloseTo(60 * x / 255, within(2));
    }
  }

  @Test
  void theKeyIsForItsOwnerOnlyAndDamageIsTold() throws IOException {
    SigningKey key = SigningKey.in(folder);
    Path file = folder.resolve("signing-key.txt");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    byte[] message = {1, 2, 3};
    assertThat(SigningKey.verify(message, key.sign(message), key.publicKey())).isTrue();
    assertThat(SigningKey.verify(new byte[] {1, 2, 4}, key.sign(message), key.publicKey()))
        .isFalse();
    assertThat(SigningKey.verify(message, "no base64!", key.publicKey())).isFalse();
    Files.writeString(file, "garbage");
    assertThatThrownBy(() -> SigningKey.in(folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("damaged");
  }

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static int mouth(RgbImage picture) {
    int dark = 0;
    for (int i = 0; i < picture.data().length; i += 3) {
      dark += (picture.data()[i] & 0xff) < 60 && (picture.data()[i + 1] & 0xff) < 30 ? 1 : 0;
    }
    return dark;
  }

  @Test
  void aStillShowsTheMomentOrClosedLips() {
    Background source = new Background.Source();
    RgbImage rest =
        opaque(new StillExporter.Wish(NONE, NONE, NONE, NONE, NONE, NONE, null, source));
    RgbImage speaking =
        opaque(
            new StillExporter.Wish(
                OptionalDouble.of(.12), NONE, NONE, NONE, NONE, NONE, null, source));
    assertThat(mouth(rest)).isBetween(10, 40);
    assertThat(mouth(speaking)).isGreaterThan(5 * mouth(rest));
    Path png = folder.resolve("still.png");
    STILLS.write(turned(source), png);
    assertThat(Png.read(png).width()).isEqualTo(PaintedPerson.SIZE);
    assertThatThrownBy(
            () ->
                new StillExporter.Wish(
                    NONE, NONE, NONE, NONE, OptionalDouble.of(1.5), NONE, null, source))
        .isInstanceOf(JobException.class);
  }

  @Test
  void aStillBeforeNothingIsThePersonAlone() {
    for (boolean turned : new boolean[] {false, true}) {
      Background none = new Background.None();
      StillExporter.Wish wish =
          turned
              ? turned(none)
              : new StillExporter.Wish(NONE, NONE, NONE, NONE, NONE, NONE, null, none);
      RgbaImage person = (RgbaImage) STILLS.render(wish);
      int middle = PaintedPerson.SIZE / 2;
      assertThat(person.get(4, 4, 3)).as("the room").isZero();
      assertThat(person.get(middle, middle, 3)).as("the face").isEqualTo(255);
      Background.Colour green = new Background.Colour(0x00ff00);
      RgbImage before =
          opaque(
              turned
                  ? turned(green)
                  : new StillExporter.Wish(NONE, NONE, NONE, NONE, NONE, NONE, null, green));
      for (int i = 0; i < PaintedPerson.SIZE * PaintedPerson.SIZE; i++) {
        int opacity = person.data()[4 * i + 3] & 0xff;
        int laid = ((person.data()[4 * i + 1] & 0xff) * opacity + (255 - opacity) * 255) / 255;
        assertThat(laid)
            .as("laid over green it is the picture before green, pixel %d", i)
            .isCloseTo(before.data()[3 * i + 1] & 0xff, within(3));
      }
      Path png = folder.resolve(turned + ".png");
      STILLS.write(wish, png);
      assertThat(Png.read(png).get(4, 4, 1)).as("transparent shows black").isZero();
    }
  }

  private static final StillExporter STILLS =
      new StillExporter(
          new PaintedPerson.PaintedCapture(100),
          new PaintedPerson.PaintedAvatar(),
          new PaintedPerson.Loudness());

  private static StillExporter.Wish turned(Background background) {
    return new StillExporter.Wish(
        NONE, OptionalDouble.of(20), NONE, NONE, OptionalDouble.of(1), NONE, null, background);
  }

  private static RgbImage opaque(StillExporter.Wish wish) {
    return (RgbImage) STILLS.render(wish);
  }
}
