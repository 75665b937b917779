/**
 * Draws scenes on the processor: where there is no OpenGL, and as the definition that the shaders
 * are tested against.
 */
@NullMarked
package studio.viseme.viewport.software;

import org.jspecify.annotations.NullMarked;
