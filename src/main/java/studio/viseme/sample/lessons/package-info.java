/**
 * Lessons for the speech encoder {@code lips}: synthetic voices in many languages, with what the
 * lips do meanwhile, and the recipe that learns the one from the other.
 *
 * <p>The synthesisers are needed for making the encoder anew only; the program carries its weights.
 */
@NullMarked
package studio.viseme.sample.lessons;

import org.jspecify.annotations.NullMarked;
