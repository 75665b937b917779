package studio.viseme.sample.lessons;

import java.util.List;
import studio.viseme.sample.voice.TimedPhone;

/**
 * Something said by a synthetic voice.
 *
 * @param samples mono, 16 kHz, −1..1
 * @param phones what is said when, in order and without gaps, silence included
 */
record Utterance(float[] samples, List<TimedPhone> phones) {}
