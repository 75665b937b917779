/**
 * What analysis knows about a clip, and the stages that find it out. Each stage reads what earlier
 * ones wrote and writes files of its own; {@link studio.viseme.capture.CaptureFolder} reads them
 * back. {@link studio.viseme.capture.StageRunner} sees to it that a stage is finished or not,
 * whenever the program is killed.
 */
package studio.viseme.capture;
