package studio.viseme.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;

class SafeTensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenComesBack() {
    Path file = folder.resolve("a.safetensors");
    float[] floats = {1, -2.5f, Float.NaN, Float.NEGATIVE_INFINITY, 0, 3e-40f};
    SafeTensors.writer()
        .floats("net.weight", floats, 2, 3)
        .ints("index", new int[] {-1, 7}, 2)
        .bytes("label", new byte[] {1, 2, (byte) 255}, 3, 1)
        .floats("empty", new float[0], 0, 4)
        .metadata("schema", "1")
        .write(file);
    SafeTensors back = SafeTensors.read(file);
    assertThat(back.names()).containsExactlyInAnyOrder("net.weight", "index", "label", "empty");
    assertThat(back.floats("net.weight")).containsExactly(floats);
    assertThat(back.shape("net.weight")).containsExactly(2, 3);
    assertThat(back.floats("net.weight", 1, 2)).containsExactly(-2.5f, Float.NaN);
    assertThat(back.ints("index")).containsExactly(-1, 7);
    assertThat(back.bytes("label")).containsExactly(1, 2, 255);
    assertThat(back.floats("empty")).isEmpty();
    assertThat(back.metadata()).isEqualTo(Map.of("schema", "1"));
  }

  @Test
  void theFileIsWhatOtherReadersExpect() throws IOException {
    Path file = folder.resolve("a.safetensors");
    SafeTensors.writer().floats("x", new float[] {1.5f}, 1).write(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong();
    assertThat(header % 8).isZero();
    byte[] json = new byte[header];
    bytes.get(json);
    assertThat(new String(json, StandardCharsets.UTF_8).strip())
        .contains("\"dtype\":\"F32\"", "\"shape\":[1]", "\"data_offsets\":[0,4]");
    assertThat(bytes.getFloat()).isEqualTo(1.5f);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void aWrongTypeOrNameIsOneLine() {
    Path file = folder.resolve("a.safetensors");
    SafeTensors.writer().floats("x", new float[] {1.5f}).write(file);
    SafeTensors back = SafeTensors.read(file);
    assertThatThrownBy(() -> back.ints("x"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("F32 instead of I32");
    assertThatThrownBy(() -> back.floats("y"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no \"y\"");
  }

  @Test
  void lyingHeadersAreRefused() throws IOException {
    byte[] data = new byte[16];
    refused("{}", data, "16 bytes instead of 0");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,12]}}",
        data,
        "doesn't fit its bytes");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}}",
        data,
        "outside the file");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}",
        data,
        "larger than the file");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}",
        data,
        "outside the file");
    refused(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        data,
        "larger than the file");
    refused(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[16],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,16]}}",
        data,
        "overlap");
    refused(
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}",
        data,
        "type of \"a\" is unknown");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]}}",
        data,
        "can't be understood");
    refused("{\"a\":7}", data, "unknown");
    refused("[]", data, "no object");
    refused("{\"a\":", data, "damaged");
    Path huge =
        Files.write(folder.resolve("huge"), new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, 0});
    assertThatThrownBy(() -> SafeTensors.read(huge))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("header");
  }

  private void refused(String header, byte[] data, String words) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    Path file = Files.write(folder.resolve("lie.safetensors"), bytes.array());
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(words);
  }

  /**
   * Whatever byte of a file is changed, reading gives tensors that fit or a clear refusal, and
   * never another exception.
   */
  @Property(tries = 300)
  void noDamagedByteEscapesTheCheck(
      @ForAll @IntRange(max = 10_000) int position,
      @ForAll byte value,
      @ForAll @Size(max = 20) float[] floats)
      throws IOException {
    Path file = Files.createTempFile("damage", ".safetensors");
    try {
      SafeTensors.writer()
          .floats("a", floats)
          .bytes("b", new byte[5])
          .ints("c", new int[3], 3, 1)
          .write(file);
      byte[] bytes = Files.readAllBytes(file);
      bytes[position % bytes.length] = value;
      Files.write(file, bytes);
      readEverything(file);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200)
  void noiseIsRefused(@ForAll long seed, @ForAll @IntRange(max = 300) int length)
      throws IOException {
    Path file = Files.createTempFile("noise", ".safetensors");
    try {
      byte[] bytes = new byte[length];
      new Random(seed).nextBytes(bytes);
      Files.write(file, bytes);
      readEverything(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void readEverything(Path file) {
    try {
      SafeTensors tensors = SafeTensors.read(file);
      for (String name : tensors.names()) {
        tensors.shape(name);
        tensors.floats(name);
      }
    } catch (JobException e) {
      assertThat(e.kind()).isEqualTo(JobException.Kind.INPUT);
      assertThat(e.getMessage()).doesNotContain("\n");
    }
  }
}
