package studio.viseme.export;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.capture.Capture;
import studio.viseme.speech.SpeechEncoder;

/**
 * A dub to be made.
 *
 * @param capture of the clip that the avatar was trained on
 * @param source the video the clip was cut from
 * @param weights the avatar's file, hashed for the sidecar
 * @param encoder the one the avatar was trained with
 * @param consent who is shown and by whose word, as recorded with the project; blank or null when
 *     nobody consented
 * @param audio the new speech, any file that holds sound
 * @param film where to write the MP4
 */
public record DubOrder(
    Capture capture,
    SourceVideo source,
    Avatar avatar,
    Path weights,
    SpeechEncoder encoder,
    @Nullable String consent,
    Path audio,
    Path film,
    DubOptions options) {}
