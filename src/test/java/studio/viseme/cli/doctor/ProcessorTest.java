package studio.viseme.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.cli.doctor.Finding.Status;

class ProcessorTest {
  @Test
  void readsNameAndWidth() {
    List<String> cpuInfo =
        List.of("model name\t: Some Processor 9000", "flags\t\t: fpu sse4_2 avx avx2 fma");

    Finding finding = Processor.examine(8, cpuInfo);

    assertThat(finding.status()).isEqualTo(Status.OK);
    assertThat(finding.found()).isEqualTo("Some Processor 9000, 8 cores, vectors of 256 bits");
    assertThat(finding.numbers()).containsEntry("cores", 8).containsEntry("vectorBits", 256);
  }

  @Test
  void warnsWithoutAvx2() {
    Finding finding = Processor.examine(1, List.of("flags : fpu sse4_2"));

    assertThat(finding.status()).isEqualTo(Status.WARNING);
    assertThat(finding.remedy()).contains("AVX2");
  }

  @Test
  void saysNothingOfVectorsWhereItCannotKnow() {
    Finding finding = Processor.examine(4, List.of());

    assertThat(finding.status()).isEqualTo(Status.OK);
    assertThat(finding.numbers()).doesNotContainKey("vectorBits");
  }
}
