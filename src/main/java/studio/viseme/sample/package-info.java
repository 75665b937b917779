/**
 * The sample presenter: a rendered talking head that is nobody, with a synthetic voice and exact
 * truth for every frame.
 *
 * <p>The way from script to film: {@link studio.viseme.sample.voice} gives sounds, their times, the
 * shapes of the mouth and the voice; {@code Acting} turns them into movement; {@code FaceRig} moves
 * the coarse cage of the head, which {@code HeadMesh} refines by Loop subdivision; {@code Stage}
 * draws it through {@code Raster}.
 *
 * <p>{@link studio.viseme.sample.Casting} says who it is and how she is lit, dressed and filmed:
 * the presenter of the demonstration, or somebody drawn from a seed.
 */
package studio.viseme.sample;
