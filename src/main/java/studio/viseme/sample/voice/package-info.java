/**
 * What the presenter says, without a picture of her: sounds and their times, the shapes that a
 * mouth takes for them, and a voice by formants.
 */
@NullMarked
package studio.viseme.sample.voice;

import org.jspecify.annotations.NullMarked;
