/**
 * The sync-enhanced encoder of SyncGaussian (Liu et al. 2025, section 3.2): what a sound says
 * (audio-to-text features) and what it looks like (audio-to-visual features) are fused into one
 * vector that learns from a person's film which of both this mouth follows.
 *
 * <p>Start reading at {@link studio.viseme.speech.syncenhanced.FusionNet} and {@link
 * studio.viseme.speech.syncenhanced.SyncEnhancedEncoder}. What the paper leaves open stands in
 * {@code docs/methods/syncgaussian.md}.
 */
@NullMarked
package studio.viseme.speech.syncenhanced;

import org.jspecify.annotations.NullMarked;
