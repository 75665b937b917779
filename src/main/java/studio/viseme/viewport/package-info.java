/**
 * Pictures for the window, made off-screen on a thread of their own: a picture with zoom and pan,
 * two pictures side by side or their difference, and what analysis found drawn over them.
 *
 * <p>A {@link studio.viseme.viewport.Scene} says what is to be seen; {@link
 * studio.viseme.viewport.Viewport#show} takes the newest one; a {@link
 * studio.viseme.viewport.Renderer} draws it, with OpenGL where there is one and on the processor
 * where not; {@link studio.viseme.viewport.FrameSlot} hands the newest frame over. Nothing here
 * knows the window, and no type of OpenGL leaves the room.
 */
@NullMarked
package studio.viseme.viewport;

import org.jspecify.annotations.NullMarked;
