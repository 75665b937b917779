package studio.viseme.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Json;

/**
 * By how much a clip's sound is moved so that it goes with the lips. Everything that learns and
 * measures hears the moved sound; the source stays as it is.
 *
 * @param frames of the clip by which the sound came late: what is heard in frame i was recorded
 *     with frame i + {@code frames}
 */
record SoundShift(int frames) {
  private static final String FILE = "sound-shift.json";
  private static final SoundShift NONE = new SoundShift(0);

  static SoundShift read(ProjectFolder project) {
    Path file = project.captureFolder().resolve(FILE);
    return Files.exists(file) ? Json.read(file, SoundShift.class) : NONE;
  }

  void write(ProjectFolder project) {
    Json.write(project.captureFolder().resolve(FILE), this);
  }

  /** The recorded sample that is heard at sample 0. */
  long samples() {
    return ClipInfo.samples(frames);
  }
}
