package studio.viseme.viewport;

/**
 * How the viewport keeps up. Latencies are milliseconds over the last 512 frames that were taken,
 * from {@link Viewport#show} to {@link FrameSlot#takeNewest}.
 *
 * @param scenesShown scenes that were handed in
 * @param framesRendered frames that were published: less than the scenes when those come faster
 * @param framesTaken frames that were taken: less than were rendered when those come faster than
 *     the screen shows
 */
public record ViewportStatistics(
    long scenesShown,
    long framesRendered,
    long framesTaken,
    double medianLatency,
    double ninetiethPercentileLatency) {}
