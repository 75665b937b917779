package studio.viseme.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;

class PngTest {
  @TempDir Path folder;

  @Test
  void picturesAndMasksComeBackBitForBit() {
    RgbImage image = new RgbImage(31, 17);
    new Random(1).nextBytes(image.data());
    Png.write(folder.resolve("a.png"), image);
    assertThat(Png.read(folder.resolve("a.png")).data()).containsExactly(image.data());
    GrayImage mask = new GrayImage(31, 17);
    new Random(2).nextBytes(mask.data());
    Png.write(folder.resolve("m.png"), mask);
    assertThat(Png.readGray(folder.resolve("m.png")).data()).containsExactly(mask.data());
  }

  @Test
  void whatIsNoPictureIsOneLine() throws IOException {
    byte[] png = Png.encode(new RgbImage(40, 40));
    Path text = Files.writeString(folder.resolve("t.png"), "no picture");
    Path cut = Files.write(folder.resolve("c.png"), Arrays.copyOf(png, png.length / 2));
    for (Path file : new Path[] {text, cut, folder.resolve("none.png")}) {
      assertThatThrownBy(() -> Png.read(file)).isInstanceOf(JobException.class);
    }
  }
}
