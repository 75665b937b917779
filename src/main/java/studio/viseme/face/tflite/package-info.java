/**
 * Runs TensorFlow Lite models on one thread with XNNPACK, and supplies in Java the custom
 * operations that MediaPipe's face models need and that the stock library lacks. The only package
 * that touches {@code org.bytedeco.tensorflowlite}.
 */
package studio.viseme.face.tflite;
