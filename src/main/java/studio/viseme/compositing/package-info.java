/**
 * The one way in which a rendered head is laid over something: {@link
 * studio.viseme.compositing.Compositor} lays it over frame, plate, picture or colour, through the
 * mask in which it stands in for the real head, and {@link studio.viseme.compositing.SourceFrame}
 * puts the result back into the full frame it was cut from.
 */
package studio.viseme.compositing;
