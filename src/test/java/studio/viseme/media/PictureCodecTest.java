package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

class PictureCodecTest {
  @Property(tries = 300)
  void everyPictureComesBackBitForBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 40) int height) {
    Random random = new Random(seed);
    try (PictureCodec codec = new PictureCodec(width, height)) {
      for (int kind = 0; kind < 4; kind++) {
        RgbImage image = picture(random, width, height, kind);
        assertThat(codec.unpack(codec.pack(image)).data()).isEqualTo(image.data());
      }
    }
  }

  /** Noise, a ramp, one colour, or extremes. */
  private static RgbImage picture(Random random, int width, int height, int kind) {
    RgbImage image = new RgbImage(width, height);
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] =
          (byte)
              switch (kind) {
                case 0 -> random.nextInt(256);
                case 1 -> i / 3 % width * 3 + random.nextInt(4);
                case 2 -> 77;
                default -> random.nextBoolean() ? 255 : 0;
              };
    }
    return image;
  }

  @Property(tries = 300)
  void garbageIsNoPictureAndNoCrash(@ForAll byte[] garbage) {
    try (PictureCodec codec = new PictureCodec(16, 16)) {
      assertThat(codec.unpack(garbage)).isNull();
    }
  }

  /** What a disk garbles is told by its checksum; here it only must not bring the program down. */
  @Property(tries = 300)
  void aPictureThatWasTamperedWithIsNoCrash(@ForAll long seed) {
    Random random = new Random(seed);
    try (PictureCodec codec = new PictureCodec(48, 32)) {
      byte[] packed = codec.pack(picture(random, 48, 32, random.nextInt(4)));
      for (int i = 0; i < 5; i++) {
        packed[random.nextInt(packed.length)] ^= (byte) (1 + random.nextInt(255));
      }
      RgbImage image = codec.unpack(Arrays.copyOf(packed, 1 + random.nextInt(packed.length)));
      assertThat(image == null || image.width() == 48 && image.height() == 32).isTrue();
      RgbImage sound = picture(random, 48, 32, 1);
      assertThat(codec.unpack(codec.pack(sound)).data()).isEqualTo(sound.data());
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    try (PictureCodec codec = new PictureCodec(32, 16);
        PictureCodec other = new PictureCodec(16, 32)) {
      byte[] packed = codec.pack(new RgbImage(32, 16));
      assertThat(other.unpack(packed)).isNull();
      assertThatThrownBy(() -> other.pack(new RgbImage(32, 16)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theSamePictureIsTheSameBytesFromAnyThread() {
    RgbImage image = picture(new Random(3), 64, 48, 1);
    try (PictureCodec codec = new PictureCodec(64, 48);
        Workers workers = Workers.of(4)) {
      byte[] packed = codec.pack(image);
      workers.forEach(
          200,
          i -> {
            assertThat(codec.pack(image)).isEqualTo(packed);
            assertThat(codec.unpack(packed).data()).isEqualTo(image.data());
          });
    }
  }
}
