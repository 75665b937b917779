/**
 * SE4Lip (Huang et al. 2025, "SE4Lip: Speech-Lip Encoder for Talking Head Synthesis to Solve
 * Phoneme-Viseme Alignment Ambiguity"): a speech encoder that learns from one person's film which
 * sounds look alike. Two nets, one for 200 ms of sound and one for the five frames of lips that go
 * with it, meet in a space where what belongs together lies together; afterwards the net for sound
 * stands alone.
 *
 * <p>Start reading at {@link studio.viseme.speech.se4lip.Se4LipTraining} and {@link
 * studio.viseme.speech.se4lip.Se4LipEncoder}. What the paper leaves out and what was chosen stands
 * in {@code docs/methods/se4lip.md}.
 */
@NullMarked
package studio.viseme.speech.se4lip;

import org.jspecify.annotations.NullMarked;
