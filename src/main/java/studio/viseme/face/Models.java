package studio.viseme.face;

/** Where the build puts the models that the face room runs. */
final class Models {
  static final String DETECTOR = "/models/face_detection_short_range.tflite";
  static final String MESH = "/models/face_landmark_with_attention.tflite";
  static final String SEGMENTER = "/models/selfie_segmentation.tflite";
  static final String GEOMETRY = "/models/geometry_pipeline_metadata_landmarks.binarypb";

  private Models() {}
}
