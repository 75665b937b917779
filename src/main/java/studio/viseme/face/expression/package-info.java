/**
 * What a face does, apart from where its head is: a linear basis of the lower face and its codes,
 * lids, brows and gaze, and how far a mouth is open. Reads landmarks and poses alone, no picture.
 */
package studio.viseme.face.expression;
