package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;

class FrameStoreTest {
  @TempDir Path folder;

  private static RgbImage picture(Random random, int width, int height) {
    RgbImage image = new RgbImage(width, height);
    random.nextBytes(image.data());
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
    try (FrameStore.Writer writer = new FrameStore.Writer(folder, 40, 24, Workers.sameThread())) {
      for (int i = 0; i < count; i++) {
        frames[i] = picture(random, 40, 24);
        writer.add(frames[i]);
      }
      writer.finish();
    }
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
