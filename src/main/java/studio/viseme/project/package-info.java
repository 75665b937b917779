/**
 * The project folder {@code NAME.viseme}: manifest, lock, journal, and where things lie. It knows
 * that stages, avatars and exports exist and whether they are finished, and nothing of what they
 * mean.
 */
package studio.viseme.project;
