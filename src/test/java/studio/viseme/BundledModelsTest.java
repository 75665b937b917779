package studio.viseme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The face models are on the class path, whole, under the names that the program asks for. */
class BundledModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "face_detection_short_range.tflite",
        "face_landmark_with_attention.tflite",
        "selfie_segmentation.tflite"
      })
  void isATensorFlowLiteModel(String name) throws IOException {
    byte[] bytes = read(name);

    String identifier = new String(Arrays.copyOfRange(bytes, 4, 8), StandardCharsets.US_ASCII);
    assertThat(identifier).isEqualTo("TFL3");
  }

  /** 468 vertices of x, y, z, u, v as 32-bit floats are most of the file. */
  @Test
  void geometryHoldsEveryVertex() throws IOException {
    byte[] bytes = read("geometry_pipeline_metadata_landmarks.binarypb");

    assertThat(bytes).hasSizeGreaterThan(468 * 5 * Float.BYTES).hasSizeLessThan(32_768);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = BundledModelsTest.class.getResourceAsStream("/models/" + name)) {
      assertThat(in).as("/models/" + name).isNotNull();
      return in.readAllBytes();
    }
  }
}
