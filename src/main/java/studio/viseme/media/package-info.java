/**
 * Reading and writing of video and audio. The only room that knows FFmpeg; what leaves it are
 * pictures, samples and plain records. Everything streams: memory does not grow with the length of
 * a file.
 */
package studio.viseme.media;
