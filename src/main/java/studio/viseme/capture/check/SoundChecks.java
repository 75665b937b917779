package studio.viseme.capture.check;

import static studio.viseme.capture.check.Findings.number;

import studio.viseme.job.JobContext;
import studio.viseme.media.MediaTrack;
import studio.viseme.speech.SoundMeter;
import studio.viseme.speech.SoundQuality;
import studio.viseme.speech.SpeechEncoder;

/** Whether there is speech to learn from, and how good it is. */
final class SoundChecks {
  private static final double SPOKEN = 0.25;
  private static final double GAPS = 0.5;
  private static final double CLIPPED = 0.02;
  private static final double NOISY = 18;
  private static final double MUSIC = 0.06;

  /** Samples that are in memory at once. */
  private static final int PIECE = 10 * SpeechEncoder.SAMPLE_RATE;

  private final Footage footage;
  private final Findings findings;

  private SoundChecks(Footage footage, Findings findings) {
    this.footage = footage;
    this.findings = findings;
  }

  static void run(Footage footage, Findings findings, JobContext job) {
    SoundChecks checks = new SoundChecks(footage, findings);
    checks.judgeSpeech();
    checks.judgeGaps();
    SoundQuality quality = checks.listen(job);
    checks.judgeClipping(quality.clippedShare());
    checks.judgeNoise(quality.signalToNoise());
    checks.judgeMusic(quality.musicShare());
  }

  private SoundQuality listen(JobContext job) {
    Footage.Sound sound = footage.sound();
    SoundMeter meter = new SoundMeter(sound.samples());
    for (long at = 0; at < sound.samples(); at += PIECE) {
      job.checkpoint();
      float[] piece = sound.read(at, (int) Math.min(PIECE, sound.samples() - at));
      meter.append(piece, 0, piece.length);
    }
    return meter.finish(footage.speaks(), footage.fps());
  }

  private void judgeSpeech() {
    Footage.Source source = footage.source();
    int spoken = 0;
    for (boolean flag : footage.speaks()) {
      spoken += flag ? 1 : 0;
    }
    double share = (double) spoken / footage.frames().count();
    boolean mute = spoken < footage.fps();
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
  }

  private void judgeGaps() {
    double silence = footage.source().silenceSeconds();
    boolean gaps = silence > GAPS;
    findings.add(
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

  private void judgeClipping(double clipped) {
    boolean overdriven = clipped > CLIPPED;
    findings.add(
        "clipping",
        overdriven ? Severity.WARNING : Severity.PASSED,
        overdriven
            ? "The sound is overdriven for %s %% of the time; lower the recording level"
                .formatted(number(100 * clipped, 1))
            : "The sound isn't overdriven",
        clipped,
        CLIPPED,
        "share");
  }

  private void judgeNoise(double decibels) {
    if (Double.isNaN(decibels)) {
      findings.unmeasured("noise", "There are no pauses in the speech to hear the noise in");
      return;
    }
    boolean noisy = decibels < NOISY;
    findings.add(
        "noise",
        noisy ? Severity.WARNING : Severity.PASSED,
        "The voice stands %s dB over the noise%s"
            .formatted(number(decibels, 0), noisy ? "; record in a quieter room or clean it" : ""),
        decibels,
        NOISY,
        "dB");
  }

  private void judgeMusic(double music) {
    boolean plays = music > MUSIC;
    findings.add(
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
}
