package studio.viseme.export;

import java.nio.file.Path;

/**
 * The video that a clip was cut from.
 *
 * @param startSeconds where the clip begins in it
 * @param sha256 of the file, lower-case hexadecimal, as the project recorded it
 */
public record SourceVideo(Path file, double startSeconds, String sha256) {}
