package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;

class FrameStoreTest {
  @TempDir Path folder;

  @Property(tries = 200)
  void everyPictureComesBackBitForBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    Random random = new Random(seed);
    RgbImage key = picture(random, width, height);
    RgbImage image = random.nextBoolean() ? picture(random, width, height) : nudged(key, random);
    byte[][] keyPlanes = FrameCodec.planes(key);
    byte[] packedKey = FrameCodec.encode(keyPlanes, width, null);
    byte[] packed = FrameCodec.encode(FrameCodec.planes(image), width, keyPlanes);
    byte[][] backKey = FrameCodec.decode(packedKey, width, height, null);
    assertThat(FrameCodec.image(backKey, width, height).data()).isEqualTo(key.data());
    byte[][] back = FrameCodec.decode(packed, width, height, backKey);
    assertThat(FrameCodec.image(back, width, height).data()).isEqualTo(image.data());
  }

  /** Noise, a ramp, one colour, or extremes: what each path of the code is for. */
  private static RgbImage picture(Random random, int width, int height) {
    RgbImage image = new RgbImage(width, height);
    int kind = random.nextInt(4);
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

  private static RgbImage nudged(RgbImage key, Random random) {
    RgbImage image = key.copy();
    for (int i = 0; i < image.data().length; i += 1 + random.nextInt(9)) {
      image.data()[i] += (byte) (random.nextInt(5) - 2);
    }
    return image;
  }

  @Test
  void framesAreReadInAnyOrderAndFromManyThreads() throws IOException {
    int count = BlockStore.PER_SEGMENT + 30;
    RgbImage[] frames = write(count);
    FrameStore store = FrameStore.open(folder, 40, 24, count, 20 * 40 * 24 * 3);
    try (Workers workers = Workers.of(4)) {
      workers.forEach(
          600,
          i -> {
            int number = Math.floorMod(i * 7919, count);
            assertThat(store.frame(number).data()).isEqualTo(frames[number].data());
          });
    }
    RgbImage own = store.frame(3);
    Arrays.fill(own.data(), (byte) 0);
    assertThat(store.frame(3).data()).isEqualTo(frames[3].data());
    assertThatThrownBy(() -> store.frame(count)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void damageIsRefused() throws IOException {
    write(30);
    Path file = folder.resolve("0000.blocks");
    byte[] good = Files.readAllBytes(file);
    refusedOnOpening(Arrays.copyOf(good, 20), "cut off");
    refusedOnOpening(Arrays.copyOf(good, good.length - 1), "outside");
    for (int i = 0; i < 12; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x55;
      refusedOnOpening(bad, "damaged");
    }
    byte[] bad = good.clone();
    bad[good.length - 5] ^= 1;
    Files.write(file, bad);
    FrameStore store = FrameStore.open(folder, 40, 24, 30, 1 << 20);
    assertThatThrownBy(() -> store.frame(29))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("wrong checksum");
    Files.delete(file);
    assertThatThrownBy(() -> FrameStore.open(folder, 40, 24, 30, 1 << 20))
        .isInstanceOf(JobException.class);
  }

  private void refusedOnOpening(byte[] content, String words) throws IOException {
    Files.write(folder.resolve("0000.blocks"), content);
    assertThatThrownBy(() -> FrameStore.open(folder, 40, 24, 30, 1 << 20))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(words);
  }

  private RgbImage[] write(int count) {
    Random random = new Random(5);
    RgbImage[] frames = new RgbImage[count];
    FrameStore.Writer writer = new FrameStore.Writer(folder, Workers.sameThread());
    for (int i = 0; i < count; i++) {
      frames[i] = picture(random, 40, 24);
      writer.add(frames[i]);
    }
    writer.finish();
    return frames;
  }

  @Test
  void theCacheForgetsTheOldest() {
    FrameCache<byte[]> cache = new FrameCache<>(100, bytes -> bytes.length);
    int[] made = new int[1];
    for (int i : new int[] {0, 1, 2, 0, 3, 0, 1}) {
      cache.get(
          i,
          number -> {
            made[0]++;
            return new byte[30];
          });
    }
    assertThat(made[0]).as("0, 1, 2, 3 and again 1").isEqualTo(5);
  }
}
