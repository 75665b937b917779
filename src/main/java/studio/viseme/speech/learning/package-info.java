/**
 * What speech encoders that learn from a person are made of: stacks of convolutions, nets with
 * their optimiser's memory, and a training that can be cut off and goes on to the same bits.
 */
@NullMarked
package studio.viseme.speech.learning;

import org.jspecify.annotations.NullMarked;
