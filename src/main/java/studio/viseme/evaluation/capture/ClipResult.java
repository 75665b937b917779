package studio.viseme.evaluation.capture;

import java.util.List;

/**
 * What was measured on a clip.
 *
 * @param clip its name
 * @param about the clip, in a few words
 * @param frames how many it has
 * @param costs of the stages that were run, in their order
 */
public record ClipResult(
    String clip, String about, int frames, CaptureFigures figures, List<StageCost> costs) {}
