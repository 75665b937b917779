package studio.viseme.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.speech.SpeechEncoder;

/**
 * A finished avatar with all that is needed to render it; opened and closed together.
 *
 * @param encoder the one it was trained with
 */
public record OpenAvatar(
    ProjectFolder project,
    AvatarRecord record,
    Capture capture,
    SpeechEncoder encoder,
    Engine engine,
    Avatar avatar)
    implements AutoCloseable {
  /**
   * Opens an avatar of a project that the caller opened and closes. Warns when what it was trained
   * on has changed since.
   *
   * @param id null for the newest finished one
   * @throws studio.viseme.job.JobException (input) when there is none, or it isn't finished
   */
  public static OpenAvatar of(
      Studio studio, ProjectFolder project, @Nullable String id, String device, JobContext job) {
    AvatarRecord record = id == null ? project.newestFinishedAvatar() : project.avatar(id);
    Staleness.line(project, record).ifPresent(job::warn);
    Capture capture = studio.capture(project);
    SpeechEncoder encoder = encoder(studio, project.avatarFolder(record.id()), record);
    Engine engine = studio.engine(device, job.workers());
    try {
      Avatar avatar =
          studio
              .backend(record.backend())
              .load(project.avatarFolder(record.id()), record.id(), engine);
      return new OpenAvatar(project, record, capture, encoder, engine, avatar);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** The encoder it was trained with; no other one would mean the same by its vectors. */
  static SpeechEncoder encoder(Studio studio, Path folder, AvatarRecord record) {
    String name = record.settings().getOrDefault(Training.ENCODER, "");
    String trained = record.settings().getOrDefault(Training.ENCODER_SHA256, "");
    SpeechEncoder encoder =
        studio
            .findEncoder(name, folder)
            .orElseThrow(
                () ->
                    JobException.input(
                        "%s was trained with the speech encoder \"%s\", which isn't here"
                            .formatted(record.id(), name),
                        studio.encoderFolder(),
                        "add its file with \"viseme encoders --add\""));
    if (encoder.fingerprint().equals(trained)) {
      return encoder;
    }
    if (studio.isBuiltInEncoder(name)) {
      throw JobException.input(
          "%s was trained with the speech encoder \"%s\" of another version of Viseme Studio"
              .formatted(record.id(), name),
          folder,
          "train another avatar (--new)");
    }
    throw JobException.input(
        "%s was trained with another file of the speech encoder \"%s\" (SHA-256 %s)"
            .formatted(record.id(), name, trained),
        studio.encoderFolder(),
        "put that file back, or train another avatar (--new)");
  }

  /** The file that holds the model. */
  public Path weights() {
    return project.avatarFolder(record.id()).resolve("weights.safetensors");
  }

  @Override
  public void close() {
    avatar.close();
    engine.close();
  }
}
