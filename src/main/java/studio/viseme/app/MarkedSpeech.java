package studio.viseme.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.FaceTracking;
import studio.viseme.evaluation.MarkedMouth;
import studio.viseme.evaluation.SpeechMarks;
import studio.viseme.evaluation.SpokenMouth;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.job.JobContext;
import studio.viseme.media.AudioFile;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.SpeechEncoder;

/**
 * A recording in which closures and silences are marked, to be said by an avatar.
 *
 * @param avatar its id, or null for the newest finished one
 */
public record MarkedSpeech(Path audio, SpeechMarks marks, @Nullable String avatar) {
  /** What was found of an avatar. */
  public record Result(String avatar, MarkedMouth mouth) {}

  public Result run(Studio studio, ProjectFolder project, JobContext job) {
    float[] sound = AudioFile.read(audio);
    int frames = (int) Math.ceil((double) sound.length / SpeechEncoder.SAMPLE_RATE * ClipInfo.FPS);
    try (OpenAvatar opened = OpenAvatar.of(studio, project, avatar, "auto", job);
        FaceTracker tracker = new FaceTracker()) {
      double[] gaps =
          SpokenMouth.gaps(
              opened.capture(),
              opened.avatar(),
              opened.encoder(),
              new FaceTracking(tracker, opened.capture().head()),
              sound,
              MarkedMouth.frames(marks, frames),
              job);
      return new Result(opened.record().id(), MarkedMouth.of(marks, gaps));
    }
  }
}
