package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.compute.reference.FiniteDifferences;
import studio.viseme.compute.reference.ReferenceEngine;
import studio.viseme.job.Workers;

class DeformationFieldTest {
  private static final int N = 5;
  private static final int SPEECH = 4;

  private final Random random = new Random(11);

  private Batch normal(Engine engine, int channels, int count, double scale) {
    Batch batch = Batch.allocate(engine, channels, count);
    FiniteDifferences.randomize(batch, random, scale);
    return batch;
  }

  private static Map<String, Batch> roomFor(Engine engine, DeformationField field) {
    Map<String, Batch> gradients = new LinkedHashMap<>();
    field.vectors().forEach((name, v) -> gradients.put(name, Batch.allocate(engine, 1, v.count())));
    return gradients;
  }

  /** Tables and nets, attention among them, and what is heard. */
  @ParameterizedTest
  @EnumSource
  void theGradientOfTheHeadsFieldIsRight(Deformation deformation) {
    Layout layout = new Layout(SPEECH, deformation);
    try (Engine engine = new ReferenceEngine();
        DeformationField field = deformation.head(engine, layout, N)) {
      Batch attributes = normal(engine, layout.headAttributes(), N, 1);
      check(engine, field, attributes, layout.drives(), deformation == Deformation.LEARNED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGradientOfTheMouthsFieldIsRight(Deformation deformation) {
    Layout layout = new Layout(SPEECH, deformation);
    try (Engine engine = new ReferenceEngine();
        DeformationField field = deformation.mouth(engine, layout, N)) {
      Batch attributes = normal(engine, layout.mouthAttributes(), N, 1);
      check(engine, field, attributes, SPEECH, true);
    }
  }

  private void check(
      Engine engine, DeformationField field, Batch attributes, int heard, boolean asksCondition) {
    Batch means = normal(engine, 3, N, 3);
    Batch condition = normal(engine, 1, heard, 1);
    field.vectors().values().forEach(v -> FiniteDifferences.randomize(v, random, 0.3));
    Batch byOutput = normal(engine, field.offsets.channels(), N, 1);
    Map<String, Batch> gradients = roomFor(engine, field);
    Batch byCondition = Batch.allocate(engine, 1, heard);
    Batch room = Batch.allocate(engine, field.inputs(), N);
    DoubleSupplier loss =
        () -> {
          field.forward(means, attributes, condition);
          return FiniteDifferences.dot(field.output, byOutput);
        };
    loss.getAsDouble();
    field.backward(means, condition, byOutput, room, gradients, asksCondition ? byCondition : null);
    field
        .vectors()
        .forEach(
            (name, v) ->
                FiniteDifferences.check(
                    name,
                    some(v, gradients.get(name)),
                    some(gradients.get(name), gradients.get(name)),
                    loss,
                    1e-6,
                    1e-5));
    if (asksCondition) {
      FiniteDifferences.check("condition", condition, byCondition, loss, 1e-6, 1e-5);
    }
  }

  /** A hash table is large and most of it untouched: a run of it that isn't. */
  private static Batch some(Batch vector, Batch gradient) {
    int most = 3_000;
    if (vector.count() <= most) {
      return vector;
    }
    float[] g = gradient.download();
    int from = 0;
    while (g[from] == 0) {
      from++;
    }
    int begin = Math.min(from, vector.count() - most);
    return vector.items(begin, begin + most);
  }

  /** Where attention is learned, everybody may hear; where the mesh tells, only some do. */
  @Test
  void masksTellWhoHears() {
    Layout layout = new Layout(SPEECH);
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      Batch attributes = Batch.allocate(engine, layout.headAttributes(), 3);
      float[] masks = {0, 1, 0, 0, 0, 0.5f};
      attributes.channels(layout.speechMask(), layout.upperMask() + 1).upload(masks);
      assertThat(new MaskAttention(layout).hears(attributes)).containsExactly(false, true, true);
    }
  }

  @Test
  void offsetsAndTheirGradientsAreEachOthersAdjoint() {
    for (Offsets offsets :
        new Offsets[] {
          Offsets.PLACE_SIZE_COLOR,
          Offsets.PLACE_AND_SHAPE,
          Offsets.PLACE_AND_COLOR,
          Offsets.PLACE_UP_AND_DOWN
        }) {
      try (Engine engine = new ReferenceEngine()) {
        Batch answers = normal(engine, offsets.channels(), N, 1);
        Batch byParameters = normal(engine, Gaussians.CHANNELS, N, 1);
        Batch moved = Batch.allocate(engine, Gaussians.CHANNELS, N);
        Batch byAnswers = Batch.allocate(engine, offsets.channels(), N);
        offsets.addTo(engine.batches(), answers, moved);
        offsets.backward(engine.batches(), byParameters, byAnswers);
        assertThat(FiniteDifferences.dot(moved, byParameters))
            .isCloseTo(FiniteDifferences.dot(answers, byAnswers), within(1e-6));
        assertThat(Gaussians.of(moved).opacityLogits().download()).containsOnly(0);
      }
    }
  }
}
