package studio.viseme.evaluation.hearing;

/**
 * A rung of the ladder.
 *
 * @param ear what is heard: an encoder's name, or {@code words}
 * @param seconds of the person's own footage that were learned from
 * @param validation on frames before the held-out ones that weren't learned from
 * @param heldOut on the held-out frames: for the record, never to choose by
 */
public record HearingRow(
    String ear, double seconds, HearingFigures validation, HearingFigures heldOut) {}
