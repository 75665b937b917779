package studio.viseme.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import studio.viseme.avatar.FrameState;
import studio.viseme.image.Layer;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioReader;
import studio.viseme.media.FilmFormat;
import studio.viseme.media.MediaCheck;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.speech.SpeechLevel;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.Hashes;

/**
 * Makes a film in which the clip's person says something else: the new sound drives the avatar's
 * mouth, the clip lends the rest.
 *
 * <p>Pictures flow through three places at once: the source is read and heads are rendered in order
 * on the calling thread, a handful of pictures is composited on the workers, and an encoder takes
 * them in order on its own thread. Sound and features are made as they are needed ({@link
 * DubSpeech}), so an hour takes no more memory than a minute but for a few bytes a frame.
 *
 * <p>The film runs at the source's frame rate with the sound at its own quality. It appears under
 * its name only after it was read back and found whole, together with its signed sidecar ({@link
 * Provenance}).
 */
public final class Dubber {
  private static final String COMMENT =
      "Synthetic media: the speech of the person shown was generated. ";

  private final DubOrder order;
  private final SigningKey key;
  private final JobContext job;

  public Dubber(DubOrder order, SigningKey key, JobContext job) {
    this.order = order;
    this.key = key;
    this.job = job;
  }

  /**
   * A finished film.
   *
   * @param fps frames a second: the source's own rate, or the clip's before another background
   * @param frames of it
   * @param audioSeconds how long its sound lasts
   * @param reversedSeconds for how long of it the clip runs backwards behind the speech
   */
  public record Film(
      Path file,
      Path sidecar,
      String sha256,
      String audioSha256,
      int width,
      int height,
      double fps,
      int frames,
      double audioSeconds,
      double reversedSeconds) {}

  /**
   * Makes the film.
   *
   * @throws JobException (usage) for a name that isn't an MP4's, or a QuickTime film's where it can
   *     be seen through; (input) without consent, without sound, or when the file can't be written;
   *     (check) when what was written isn't what was meant
   */
  public Film dub() {
    String consent = consent();
    requireName();
    DubSpeech.Measured sound = DubSpeech.Measured.of(order.audio(), job);
    SourceClock clock = clock();
    DubScript script =
        new DubScript(
            order.capture(), clock, order.avatar(), sound.frames(clock.fps()), order.options());
    FilmPainter painter = FilmPainter.of(order.capture(), order.avatar(), order.options());
    tellReversed(script);
    Path unfinished = AtomicFiles.temporary(order.film());
    try {
      write(unfinished, sound, script, painter, clock);
      XmpBox.append(unfinished, studio.viseme.Version.NAME);
      verify(unfinished, painter, script, sound.seconds());
      return publish(unfinished, consent, painter, script, sound.seconds());
    } catch (IOException e) {
      throw AtomicFiles.unwritable(order.film(), e);
    } finally {
      discard(unfinished);
    }
  }

  private void tellReversed(DubScript script) {
    if (script.reversedSeconds() > 0) {
      job.note(
          String.format(
              Locale.ROOT,
              "The sound is longer than the clip has footage without a gap: for %.1f of %.1f seconds"
                  + " the footage runs backwards",
              script.reversedSeconds(),
              script.duration()));
    }
  }

  private String consent() {
    String consent = order.consent();
    if (consent == null || consent.isBlank()) {
      throw JobException.input(
          "No consent is recorded for the person shown",
          order.source().file().getFileName(),
          "create the project with --consent \"who is shown, and by whose word\"");
    }
    return consent;
  }

  private void requireName() {
    FilmFormat format = order.options().format();
    if (!format.names(order.film())) {
      throw JobException.usage(
          format.hasAlpha()
              ? "A film that can be seen through must be a QuickTime film"
              : "The film must be an MP4",
          order.film(),
          "end its name in ." + format.ending());
    }
  }

  private void write(
      Path file,
      DubSpeech.Measured measured,
      DubScript script,
      FilmPainter painter,
      SourceClock clock) {
    VideoSettings settings =
        VideoSettings.of(painter.width(), painter.height(), script.fps())
            .as(order.options().format())
            .with("comment", COMMENT + XmpBox.SYNTHETIC)
            .with("description", "synthetic");
    try (AudioReader sound = AudioReader.open(order.audio());
        VideoWriter writer = VideoWriter.withSound(file, settings, sound);
        EncodingThread encoder = new EncodingThread(writer);
        DubSpeech speech = speech(measured, script);
        SourceFilm source = sourceFilm(clock);
        JobContext.Task task = job.task("render", script.frames(), "frames")) {
      int handful = 2 * job.workers().parallelism();
      for (int first = 0; first < script.frames(); first += handful) {
        for (Raster picture :
            paint(
                first,
                Math.min(handful, script.frames() - first),
                speech,
                script,
                painter,
                source)) {
          encoder.add(picture);
          task.advance();
        }
      }
      encoder.finish();
    }
  }

  /** Before another background stands the clip, whose masks go at its own rate. */
  private SourceClock clock() {
    return showsSource() ? SourceClock.of(order.source()) : SourceClock.OF_CLIP;
  }

  private boolean showsSource() {
    return order.options().background() instanceof DubOptions.Background.Source;
  }

  /**
   * As loud as the clip's own, which is how the avatar learnt to listen; the film keeps it as it
   * is.
   */
  private DubSpeech speech(DubSpeech.Measured measured, DubScript script) {
    return new DubSpeech(
        order.audio(),
        measured,
        SpeechLevel.decibels(order.capture().speech()),
        order.encoder(),
        order.avatar().speechWindow(),
        script.fps(),
        job);
  }

  private SourceFilm sourceFilm(SourceClock clock) {
    return showsSource()
        ? SourceFilm.open(order.capture(), order.source(), clock)
        : SourceFilm.ofCrop(order.capture());
  }

  /**
   * Renders in order, since neither avatar nor source may be asked by two threads, and composites
   * side by side.
   */
  private Raster[] paint(
      int first,
      int count,
      DubSpeech speech,
      DubScript script,
      FilmPainter painter,
      SourceFilm source) {
    Layer[] heads = new Layer[count];
    RgbImage[] sources = new RgbImage[count];
    for (int i = 0; i < count; i++) {
      ClipMoment behind = script.behind(first + i);
      FrameState state = script.state(first + i, speech.next());
      heads[i] = painter.render(order.avatar(), state, behind);
      sources[i] = source.frame(behind);
    }
    Raster[] pictures = new Raster[count];
    job.workers()
        .forEach(
            count,
            i -> pictures[i] = painter.paint(heads[i], script.behind(first + i), sources[i]));
    return pictures;
  }

  private void verify(Path file, FilmPainter painter, DubScript script, double seconds) {
    try {
      MediaCheck.verify(
          file,
          new MediaCheck.Expected(
              order.options().format(),
              painter.width(),
              painter.height(),
              script.fps(),
              script.frames(),
              seconds));
    } catch (JobException e) {
      throw new JobException(
          JobException.Kind.CHECK, e.what(), order.film().toString(), e.remedy(), e);
    }
  }

  /** The sidecar first: a film without one is never seen. */
  private Film publish(
      Path finished, String consent, FilmPainter painter, DubScript script, double seconds)
      throws IOException {
    String filmHash = Hashes.sha256(finished);
    String audioHash = Hashes.sha256(order.audio());
    Provenance.Ingredients from =
        new Provenance.Ingredients(
            order.avatar().id(),
            order.source().sha256(),
            Hashes.sha256(order.weights()),
            order.audio().getFileName().toString(),
            audioHash,
            consent,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Path sidecar = Provenance.sidecar(order.film());
    AtomicFiles.writeString(
        sidecar, Provenance.signed(order.film().getFileName().toString(), filmHash, from, key));
    AtomicFiles.rename(finished, order.film());
    return new Film(
        order.film(),
        sidecar,
        filmHash,
        audioHash,
        painter.width(),
        painter.height(),
        script.fps(),
        script.frames(),
        seconds,
        script.reversedSeconds());
  }

  private static void discard(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // Its suffix tells what it is, and the next start cleans up.
      unfinished.toFile().deleteOnExit();
    }
  }
}
