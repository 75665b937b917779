/**
 * Draws scenes with OpenGL 3.3 core, off-screen. Everything that holds a name of OpenGL belongs to
 * the thread that made it and is freed by its {@code close}.
 */
@NullMarked
package studio.viseme.viewport.gl;

import org.jspecify.annotations.NullMarked;
