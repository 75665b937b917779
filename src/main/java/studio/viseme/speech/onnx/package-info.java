/**
 * Nets that a user adds as ONNX files, run by ONNX Runtime, which nothing else touches. Speech
 * encoders are made of them, and so are those measures of the evaluation whose published nets can't
 * be bundled.
 */
@NullMarked
package studio.viseme.speech.onnx;

import org.jspecify.annotations.NullMarked;
