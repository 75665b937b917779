package studio.viseme.evaluation.strangers;

/**
 * What an encoder knows of somebody's mouth. Shares and correlations are NaN where there is nothing
 * to measure.
 *
 * @param name of the person, or the language
 * @param offset frames by which the sound lags behind the lips in the film itself
 * @param frames with speech, all known
 * @param opening correlation of the lips' opening, said and seen, over the frames with speech
 * @param width the same of the mouth's width
 * @param jaw the same of the jaw's drop
 * @param shut how often a shut mouth is said to be narrower than an open one: the area under the
 *     receiver's curve
 * @param windows that were asked about
 * @param retrieval share of them whose own sound fits best among ten
 * @param chance the same for an encoder that knows nothing
 */
public record StrangerFigures(
    String name,
    int offset,
    int frames,
    double opening,
    double width,
    double jaw,
    double shut,
    int windows,
    double retrieval,
    double chance) {}
