package studio.viseme.export;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The video that a clip was cut from.
 *
 * @param startSeconds where the clip begins in it
 * @param fps its pictures a second; empty when they follow one another at changing intervals
 * @param sha256 of the file, lower-case hexadecimal, as the project recorded it
 */
public record SourceVideo(Path file, double startSeconds, OptionalDouble fps, String sha256) {}
