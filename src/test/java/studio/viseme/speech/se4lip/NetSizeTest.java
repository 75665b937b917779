package studio.viseme.speech.se4lip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.speech.learning.ConvNet;

/** The nets have the layers that the paper's tables give them. */
class NetSizeTest {
  /** Channels in and out, kernel, strides and padding of Table 2. */
  @Test
  void publishedLipNetIsTableTwo() {
    List<String> rows = NetSize.PUBLISHED.lipNet().stream().map(NetSizeTest::row).toList();
    assertThat(rows)
        .containsExactly(
            "15 32 7x7 1,1 3",
            "32 64 5x5 1,2 1",
            "64 64 3x3 1,1 1 residual",
            "64 64 3x3 1,1 1 residual",
            "64 128 3x3 2,2 1",
            "128 128 3x3 1,1 1 residual",
            "128 128 3x3 1,1 1 residual",
            "128 256 3x3 2,2 1",
            "256 256 3x3 1,1 1 residual",
            "256 512 3x3 2,2 1",
            "512 512 3x3 1,1 1 residual",
            "512 512 3x3 2,2 1",
            "512 512 3x3 1,1 0",
            "512 512 1x1 1,1 0");
    assertThat(NetSize.PUBLISHED.gru(Variant.STFT_GRU).layers()).isEqualTo(8);
    assertThat(NetSize.PUBLISHED.isProjected()).isFalse();
  }

  private static String row(ConvNet.Layer layer) {
    ConvolutionSpec s = layer.spec();
    return "%d %d %dx%d %d,%d %d%s"
        .formatted(
            s.inputs(),
            s.outputs(),
            s.kernelHeight(),
            s.kernelWidth(),
            s.strideY(),
            s.strideX(),
            s.padX(),
            layer.residual() ? " residual" : "");
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void netsEndInOneEmbedding(Variant variant) {
    for (List<ConvNet.Layer> net : List.of(NetSize.SMALL.lipNet(), NetSize.PUBLISHED.lipNet())) {
      assertThat(values(net.getLast().spec())).isEqualTo(NetSize.JOINT);
      assertThat(net.getLast().bend()).isNull();
    }
    ConvNet.Layer last = NetSize.speechNet(variant).getLast();
    assertThat(values(last.spec())).isEqualTo(NetSize.JOINT);
    assertThat(last.bend()).isNull();
  }

  private static int values(ConvolutionSpec spec) {
    return spec.outputs() * spec.outputPixels();
  }
}
