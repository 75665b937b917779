package studio.viseme.speech;

/**
 * How fit a recording is to learn from. All of it is told of the recording as a whole.
 *
 * @param clippedShare of the recording, in moments of 20 ms, that holds flat tops: runs of samples
 *     at the loudest level there is, 0..1
 * @param signalToNoise how far the voice's mean power stands over the median power of the pauses,
 *     decibels; NaN where nobody speaks, or without pauses to hear the noise in
 * @param musicShare of the time in which notes sound, 0..1
 */
public record SoundQuality(double clippedShare, double signalToNoise, double musicShare) {}
