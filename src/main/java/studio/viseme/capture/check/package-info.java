/**
 * What may be wrong with footage, as objects: how grave it is, in words, where, with a picture,
 * what was measured against which limit, and a fix that can be applied. Nothing here is fitted and
 * nothing reaches a model: findings are told, and change the project only when a user applies a
 * fix.
 */
package studio.viseme.capture.check;
