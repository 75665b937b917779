package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceTracker;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobContext;
import studio.viseme.math.Smoothing;
import studio.viseme.media.DynamicRange;
import studio.viseme.media.MediaTrack;
import studio.viseme.speech.SoundQuality;
import studio.viseme.speech.VoiceActivity;

/**
 * What can be told of footage as soon as it is imported. Pictures are looked at once a second, and
 * at most {@value #MOST_LOOKS} of them; the light's flicker in six short bursts; the sound is
 * listened to as a whole.
 */
public final class FootageChecks {
  private static final int MOST_LOOKS = 48;
  private static final int FEWEST_LOOKS = 12;

  private static final double SHORT = 30;
  private static final double RECOMMENDED = 180;
  private static final double LOW_RESOLUTION = 400;
  private static final double SMALL_FACE = 128;
  private static final double SLOW = 23.5;
  private static final double STALL = 0.2;
  private static final double GAPS = 0.5;
  private static final double BLURRED = 0.62;
  private static final double DIRECTED = 0.12;
  private static final double DARK = 50;
  private static final double BURNT = 0.06;
  private static final double FLICKER = 1.2;

  /**
   * Progressive pictures have up to 0.0004 of it, faces moved by one pixel between fields 0.008.
   */
  private static final double COMBED = 0.003;

  private static final double SHORT_TAKE = 10;
  private static final double SPOKEN = 0.25;
  private static final double CLIPPED = 0.02;
  private static final double NOISY = 18;
  private static final double MUSIC = 0.06;

  /** The share of pictures in which something must be so to be said of the footage. */
  private static final double OFTEN = 0.25;

  private final Footage footage;
  private final Album album;
  private final List<Look> looks = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private FootageChecks(Footage footage, Album album) {
    this.footage = footage;
    this.album = album;
  }

  /** Looks and listens, and says what was found, well or not. */
  public static List<Finding> run(Footage footage, Album album, JobContext job) {
    FootageChecks checks = new FootageChecks(footage, album);
    checks.look(job);
    checks.judgeFormat();
    checks.judgeFace();
    checks.judgeLight();
    checks.judgeScene();
    checks.judgeSound();
    return List.copyOf(checks.findings);
  }

  private void look(JobContext job) {
    int frames = footage.frames().count();
    int wanted = Math.clamp((long) (frames / footage.fps()), FEWEST_LOOKS, MOST_LOOKS);
    int count = Math.min(frames, wanted);
    Look[] made = new Look[count];
    try (FaceTracker tracker = new FaceTracker();
        JobContext.Task task = job.task("look at the footage", count, "pictures")) {
      int batch = 8;
      for (int first = 0; first < count; first += batch) {
        int from = first;
        int size = Math.min(batch, count - first);
        job.workers()
            .forEach(
                size,
                i -> {
                  int frame = (int) ((from + i + 0.5) * frames / count);
                  made[from + i] = Look.at(frame, footage.frames().frame(frame), tracker);
                });
        task.advance(size, "");
      }
    }
    looks.addAll(List.of(made));
  }

  private void judgeFormat() {
    Footage.Source source = footage.source();
    double seconds = footage.frames().count() / footage.fps();
    String length = "The clip lasts %s seconds".formatted(number(seconds, 0));
    add(
        "length",
        seconds < SHORT ? Severity.WARNING : below(seconds, RECOMMENDED),
        seconds < RECOMMENDED
            ? length + "; three minutes of speech teach an avatar far more"
            : length,
        seconds,
        SHORT,
        "s");
    int shorter = Math.min(source.width(), source.height());
    add(
        "resolution",
        below(shorter, LOW_RESOLUTION),
        "The video is %d x %d pixels".formatted(source.width(), source.height()),
        shorter,
        LOW_RESOLUTION,
        "px");
    judgeRate(source);
    judgePictures(source);
  }

  private void judgeRate(Footage.Source source) {
    double fps = source.fps();
    boolean slow = fps < SLOW;
    boolean stalls = source.longestInterval() > STALL;
    boolean other = source.variableFrameRate() || Math.abs(fps - footage.fps()) > 0.01;
    String rate =
        "The video has %s pictures a second%s"
            .formatted(number(fps, 2), source.variableFrameRate() ? " at changing intervals" : "");
    String more =
        slow
            ? ", fast lip movements fall between them; record at 25 or more"
            : stalls
                ? ", one stands for %s s; record at a constant rate"
                    .formatted(number(source.longestInterval(), 2))
                : other ? "; 25 of them are used" : "";
    add(
        "frame-rate",
        slow || stalls ? Severity.WARNING : other ? Severity.INFO : Severity.PASSED,
        rate + more,
        fps,
        SLOW,
        "fps");
  }

  private void judgePictures(Footage.Source source) {
    long damaged = source.damagedPictures();
    add(
        "damaged-pictures",
        damaged > 0 ? Severity.WARNING : Severity.PASSED,
        damaged > 0
            ? damaged + " pictures are damaged and show the one before; copy the video anew"
            : "All pictures could be decoded",
        damaged,
        0,
        "pictures");
    boolean bright = source.format().dynamicRange() != DynamicRange.STANDARD;
    add(
        "dynamic-range",
        bright ? Severity.INFO : Severity.PASSED,
        bright
            ? "The video is HDR; its light is mapped to an ordinary display's"
            : "The video has an ordinary display's range",
        source.format().bitDepth(),
        8,
        "bits");
  }

  private void judgeFace() {
    List<Look> seen = looks.stream().filter(look -> look.face() != null).toList();
    if (seen.isEmpty()) {
      for (String id : List.of("face-size", "one-face", "sharpness")) {
        findings.add(Finding.unmeasured(id, "No face is seen in the pictures that were looked at"));
      }
      return;
    }
    double size =
        median(seen, look -> Math.max(box(look).width(), box(look).height()))
            * footage.source().scale();
    add(
        "face-size",
        size < SMALL_FACE ? Severity.WARNING : Severity.PASSED,
        size < SMALL_FACE
            ? "The face is only %s pixels large; film closer or at a higher resolution"
                .formatted(number(size, 0))
            : "The face is %s pixels large".formatted(number(size, 0)),
        size,
        SMALL_FACE,
        "px");
    judgeSecondFace();
    judgeSharpness(seen);
  }

  private void judgeSecondFace() {
    List<Look> several = looks.stream().filter(look -> look.faces() > 1).toList();
    double share = (double) several.size() / looks.size();
    if (several.isEmpty()) {
      add("one-face", Severity.PASSED, "One face is seen", 0, 0, "share");
      return;
    }
    List<FrameRange> where = around(look -> look.faces() > 1);
    Finding finding =
        Finding.of(
                "one-face",
                Severity.WARNING,
                "Another face is seen beside the person's at "
                    + Finding.seconds(where, footage.fps())
                    + "; leave that out, or crop closer",
                share,
                0,
                "share")
            .in(where)
            .with(share < OFTEN ? new Fix.Exclude(where) : new Fix.None());
    findings.add(finding.shownBy(picture("one-face", several.get(several.size() / 2))));
  }

  private void judgeSharpness(List<Look> seen) {
    double blur = median(seen, look -> look.blur().strongest());
    if (blur <= BLURRED) {
      add("sharpness", Severity.PASSED, "The face is sharp", blur, BLURRED, "blur");
      return;
    }
    boolean shaken = median(seen, look -> look.blur().directed()) > DIRECTED;
    Finding finding =
        Finding.of(
            "sharpness",
            Severity.WARNING,
            shaken
                ? "The face is smeared by movement; use more light or a shorter exposure"
                : "The face is out of focus or enlarged; set the focus on the eyes",
            blur,
            BLURRED,
            "blur");
    findings.add(finding.shownBy(picture("sharpness", typical(seen, l -> l.blur().strongest()))));
  }

  private void judgeLight() {
    List<Look> seen = looks.stream().filter(look -> look.face() != null).toList();
    if (seen.isEmpty()) {
      findings.add(Finding.unmeasured("darkness", "No face is seen whose light could be judged"));
      findings.add(Finding.unmeasured("burnt-out", "No face is seen whose light could be judged"));
    } else {
      double brightness = median(seen, Look::brightness);
      boolean dark = brightness < DARK;
      addShown(
          Finding.of(
              "darkness",
              dark ? Severity.WARNING : Severity.PASSED,
              dark ? "The face is dark; put more light on it" : "The face is bright enough",
              brightness,
              DARK,
              "grey levels"),
          typical(seen, Look::brightness));
      double burnt = median(seen, Look::burnt);
      boolean bright = burnt > BURNT;
      addShown(
          Finding.of(
              "burnt-out",
              bright ? Severity.WARNING : Severity.PASSED,
              bright
                  ? "Parts of the face are burnt out; lower the exposure or move the light"
                  : "The face isn't burnt out",
              burnt,
              BURNT,
              "share"),
          typical(seen, Look::burnt));
    }
    double flicker = Flicker.percent(footage.frames(), footage.segments());
    if (Double.isNaN(flicker)) {
      findings.add(
          Finding.unmeasured("flicker", "The clip is too short or too cut up to see it flicker"));
    } else {
      boolean flickers = flicker > FLICKER;
      add(
          "flicker",
          flickers ? Severity.WARNING : Severity.PASSED,
          flickers
              ? "The light flickers by %s %%; use daylight or a shutter that suits the mains"
                  .formatted(number(flicker, 1))
              : "The light is steady",
          flicker,
          FLICKER,
          "%");
    }
    judgeInterlacing();
  }

  private void judgeInterlacing() {
    double combed = Smoothing.quantile(doubles(looks, Look::combed), 0.9);
    boolean seen = combed > COMBED;
    boolean mended = footage.source().format().interlaced();
    addShown(
        Finding.of(
            "interlaced",
            seen ? Severity.WARNING : mended ? Severity.INFO : Severity.PASSED,
            seen
                ? "The pictures are combed as interlaced video is; export it progressive"
                : mended
                    ? "The video is interlaced; full pictures are made of its halves"
                    : "The pictures aren't interlaced",
            combed,
            COMBED,
            "share"),
        looks.stream().max(Comparator.comparingDouble(Look::combed)).orElseThrow());
  }

  private void judgeScene() {
    judgeCuts();
    Look first = looks.stream().filter(look -> look.face() != null).findFirst().orElse(null);
    if (first == null) {
      findings.add(Finding.unmeasured("camera", "No face is seen beside which to look"));
      return;
    }
    double scale = (double) first.small().width() / footage.frames().frame(0).width();
    Rectangle face = box(first);
    BackgroundMotion motion =
        new BackgroundMotion(
            first.small(),
            new Rectangle(
                (int) (face.x() * scale),
                (int) (face.y() * scale),
                (int) Math.ceil(face.width() * scale),
                (int) Math.ceil(face.height() * scale)));
    if (!motion.canTell()) {
      findings.add(
          Finding.unmeasured(
              "camera", "The background is too plain to tell whether the camera stands still"));
      return;
    }
    double largest = 0;
    Look worst = first;
    List<Look> moved = new ArrayList<>();
    for (Look look : looks) {
      if (look.frame() > first.frame()) {
        double corner = motion.movement(look.small()) / look.small().width() * 100;
        if (corner > 0) {
          moved.add(look);
        }
        if (corner > largest) {
          largest = corner;
          worst = look;
        }
      }
    }
    // One picture alone may err; a camera that moved is found so again.
    boolean moves = moved.size() > 1;
    List<FrameRange> where = moves ? around(moved::contains) : List.of();
    boolean shortly = FrameRange.total(where) < OFTEN * footage.frames().count();
    Fix.@Nullable Trim steady = moves ? before(where.getFirst().from()) : null;
    Finding finding =
        Finding.of(
                "camera",
                moves ? Severity.PROBLEM : Severity.PASSED,
                moves
                    ? "The camera moved by %s %% of the picture at %s; %s"
                        .formatted(
                            number(largest, 1),
                            Finding.seconds(where, footage.fps()),
                            shortly
                                ? "leave that out"
                                : steady != null ? "use the part before" : "use a tripod")
                    : "The camera stands still",
                moves ? largest : 0,
                0.6,
                "% of the width")
            .in(where)
            .with(
                !moves
                    ? new Fix.None()
                    : shortly ? new Fix.Exclude(where) : steady != null ? steady : new Fix.None());
    addShown(finding, worst);
  }

  /** The part of the source before a frame of the clip, where that is long enough to learn from. */
  private Fix.@Nullable Trim before(int frame) {
    double seconds = frame / footage.fps();
    double start = footage.source().startSeconds();
    return seconds >= SHORT ? new Fix.Trim(start, start + seconds) : null;
  }

  private void judgeCuts() {
    List<FrameRange> cuts = new ArrayList<>();
    int[] segments = footage.segments();
    for (int i = 1; i < segments.length; i++) {
      if (segments[i] != segments[i - 1]) {
        cuts.add(new FrameRange(i, i + 1));
      }
    }
    double take = segments.length / footage.fps() / (cuts.size() + 1);
    boolean many = cuts.size() > 2 && take < SHORT_TAKE;
    String text =
        cuts.isEmpty()
            ? "There are no cuts"
            : "There %s at %s; the pictures beside a cut are left out"
                .formatted(
                    cuts.size() == 1 ? "is a cut" : "are " + cuts.size() + " cuts",
                    Finding.seconds(cuts, footage.fps()));
    findings.add(
        Finding.of(
                "cuts",
                many ? Severity.WARNING : cuts.isEmpty() ? Severity.PASSED : Severity.INFO,
                many ? text + "; one take teaches more" : text,
                cuts.size(),
                0,
                "cuts")
            .in(cuts));
  }

  private void judgeSound() {
    float[] speech = footage.speech();
    int frames = footage.frames().count();
    boolean[] speaks = VoiceActivity.detect(speech, footage.fps(), frames);
    int spoken = 0;
    for (boolean flag : speaks) {
      spoken += flag ? 1 : 0;
    }
    judgeSpeech((double) spoken / frames, spoken < footage.fps());
    double clipped = SoundQuality.clippedShare(speech);
    boolean overdriven = clipped > CLIPPED;
    add(
        "clipping",
        overdriven ? Severity.WARNING : Severity.PASSED,
        overdriven
            ? "The sound is overdriven for %s %% of the time; lower the recording level"
                .formatted(number(100 * clipped, 1))
            : "The sound isn't overdriven",
        clipped,
        CLIPPED,
        "share");
    double decibels = SoundQuality.signalToNoise(speech);
    if (Double.isNaN(decibels)) {
      findings.add(
          Finding.unmeasured("noise", "There are no pauses in the speech to hear the noise in"));
    } else {
      boolean noisy = decibels < NOISY;
      add(
          "noise",
          noisy ? Severity.WARNING : Severity.PASSED,
          "The voice stands %s dB over the noise%s"
              .formatted(
                  number(decibels, 0), noisy ? "; record in a quieter room or clean it" : ""),
          decibels,
          NOISY,
          "dB");
    }
    double music = SoundQuality.musicShare(speech);
    boolean plays = music > MUSIC;
    add(
        "music",
        plays ? Severity.WARNING : Severity.PASSED,
        plays
            ? "Music seems to play for %s %% of the time; use the voice alone"
                .formatted(number(100 * music, 0))
            : "No music is heard",
        music,
        MUSIC,
        "share");
  }

  private void judgeSpeech(double share, boolean mute) {
    Footage.Source source = footage.source();
    boolean little = share < SPOKEN;
    long tracks = source.tracks().stream().filter(t -> t.kind() == MediaTrack.Kind.AUDIO).count();
    boolean choice = mute && tracks > 1;
    String text =
        mute
            ? "Hardly any speech is heard; "
                + (choice ? "try another audio track" : "record with a microphone")
            : "Speech is heard for %s %% of the time%s"
                .formatted(
                    number(100 * share, 0), little ? "; lips are learned from speech alone" : "");
    Finding finding =
        Finding.of(
            "speech",
            mute ? Severity.PROBLEM : little ? Severity.WARNING : Severity.PASSED,
            text,
            share,
            SPOKEN,
            "share");
    int next = (int) ((source.audioTrack() + 1) % Math.max(1, tracks));
    findings.add(choice ? finding.with(new Fix.ChooseTrack(next)) : finding);
    double silence = source.silenceSeconds();
    boolean gaps = silence > GAPS;
    add(
        "sound-gaps",
        gaps ? Severity.WARNING : Severity.PASSED,
        gaps
            ? "The sound is missing for %s seconds; copy the video anew"
                .formatted(number(silence, 1))
            : "The sound has no gaps",
        silence,
        GAPS,
        "s");
  }

  private void add(
      String id, Severity severity, String text, double measured, double limit, String unit) {
    findings.add(Finding.of(id, severity, text, measured, limit, unit));
  }

  private void addShown(Finding finding, Look look) {
    findings.add(
        finding.severity().isTold() ? finding.shownBy(picture(finding.id(), look)) : finding);
  }

  private String picture(String id, Look look) {
    return album.keep(id, footage.frames().frame(look.frame()));
  }

  /** The frames nearest to the looks of which something holds. */
  private List<FrameRange> around(Predicate<Look> holds) {
    boolean[] flags = new boolean[footage.frames().count()];
    for (int i = 0; i < looks.size(); i++) {
      if (holds.test(looks.get(i))) {
        int from = i == 0 ? 0 : (looks.get(i - 1).frame() + looks.get(i).frame()) / 2;
        int to =
            i == looks.size() - 1
                ? flags.length
                : (looks.get(i).frame() + looks.get(i + 1).frame()) / 2;
        Arrays.fill(flags, from, Math.max(from + 1, to), true);
      }
    }
    return FrameRange.of(flags, 0, 1);
  }

  private static Severity below(double measured, double limit) {
    return measured < limit ? Severity.INFO : Severity.PASSED;
  }

  private static Rectangle box(Look look) {
    Rectangle face = look.face();
    if (face == null) {
      throw new IllegalArgumentException("no face");
    }
    return face;
  }

  private static double[] doubles(List<Look> looks, ToDoubleFunction<Look> value) {
    return looks.stream().mapToDouble(value).toArray();
  }

  private static double median(List<Look> looks, ToDoubleFunction<Look> value) {
    return Smoothing.quantile(doubles(looks, value), 0.5);
  }

  /** The look in the middle of their order by a value. */
  private static Look typical(List<Look> looks, Function<Look, Double> value) {
    return looks.stream().sorted(Comparator.comparing(value)).toList().get(looks.size() / 2);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
