package studio.viseme.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.viseme.job.Workers;

class BuffersTest {
  static Stream<Engine> engines() {
    return Stream.of(Engines.reference(), Engines.cpu(Workers.sameThread()));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void dataCrossesByUploadAndDownload(Engine engine) {
    Floats buffer = engine.floats(5);
    assertThat(buffer.download()).containsOnly(0f);
    buffer.upload(1, new float[] {1, 2});
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(8, 4);
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, 1, 9);
      buffer.upload(3, segment);
      buffer.download(1, segment);
      assertThat(segment.getAtIndex(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(1);
    }
    assertThat(buffer.download()).containsExactly(0, 1, 2, 0, 9);
    assertThat(buffer.download(2, 2)).containsExactly(2, 0);
    assertThatThrownBy(() -> buffer.upload(4, new float[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.download(5, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void resizingKeepsWhatFits(Engine engine) {
    Floats floats = engine.floats(new float[] {1, 2, 3});
    floats.resize(5);
    assertThat(floats.download()).containsExactly(1, 2, 3, 0, 0);
    floats.resize(2);
    assertThat(floats.size()).isEqualTo(2);
    assertThat(floats.download()).containsExactly(1, 2);
    Ints ints = engine.ints(new int[] {4, 5});
    ints.resize(3);
    assertThat(ints.download()).containsExactly(4, 5, 0);
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void closedBuffersAreDead(Engine engine) {
    Floats floats = engine.floats(3);
    floats.close();
    floats.close();
    assertThatThrownBy(floats::download).isInstanceOf(IllegalStateException.class);
    Ints ints = engine.ints(3);
    ints.close();
    assertThatThrownBy(ints::download).isInstanceOf(IllegalStateException.class);
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void buffersOfAnotherEngineAreRefused(Engine engine) {
    try (Engine other =
        engine.name().equals("cpu") ? Engines.reference() : Engines.cpu(Workers.sameThread())) {
      Batch foreign = Batch.allocate(other, 1, 2);
      Batch own = Batch.allocate(engine, 1, 2);
      assertThatThrownBy(() -> engine.batches().copy(foreign, own))
          .isInstanceOf(IllegalArgumentException.class);
    }
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void readingLaterShowsTheMomentOfTheQuestion(Engine engine) {
    Batch vector = Batch.allocate(engine, 1, 2);
    vector.upload(new float[] {3, 4});
    Readback readback = engine.readLater(vector);
    engine.batches().fill(vector, 8);
    engine.finish();
    assertThat(readback.isDone()).isTrue();
    assertThat(readback.value()).isEqualTo(3);
    assertThat(readback.values()).containsExactly(3, 4);
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void viewsOfABatch(Engine engine) {
    Batch batch = Batch.allocate(engine, 3, 4).first(2);
    batch.upload(new float[] {1, 2, 3, 4, 5, 6});
    assertThat(batch.buffer().download()).containsExactly(1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0);
    assertThat(batch.channels(1, 3).download()).containsExactly(3, 4, 5, 6);
    assertThat(batch.items(1, 2).download()).containsExactly(2, 4, 6);
    assertThat(batch.first(4).download()).containsExactly(1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0);
    assertThatThrownBy(() -> batch.first(5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(batch::asVector).isInstanceOf(IllegalStateException.class);
    assertThat(batch.first(4).asVector().count()).isEqualTo(12);
    engine.close();
  }
}
