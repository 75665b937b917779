/**
 * How far each pixel is: the tracked mesh before, a closed head of one radius a direction around
 * it, fitted to the masks of many poses, and what lies beside cheeks. Also that head's texture and
 * pictures of it.
 */
package studio.viseme.face.depth;
