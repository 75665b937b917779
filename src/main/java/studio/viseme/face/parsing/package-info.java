/**
 * Which pixel is what: hair, skin, neck, clothes, the parts of the face; how much of a pixel is
 * person at all; and the background plate behind.
 *
 * <p>{@link studio.viseme.face.parsing.PortraitParser} goes over a clip, {@link
 * studio.viseme.face.parsing.MaskSequence} steadies what it found. Regions are guessed from where
 * the tracked head is (anatomy, layout), and settled by what each frame's colours say (histograms,
 * matte, tones of skin).
 */
package studio.viseme.face.parsing;
