package studio.viseme.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.viewport.RendererInfo;
import studio.viseme.viewport.RendererInfo.Kind;

class OpenGlTest {
  @Test
  void graphicsCardIsAsItShouldBe() {
    Finding finding = OpenGl.describe(new RendererInfo(Kind.GRAPHICS_CARD, "GeForce", "4.6"));
    assertThat(finding.status()).isEqualTo(Finding.Status.OK);
    assertThat(finding.found()).isEqualTo("GeForce, OpenGL 4.6");
    assertThat(finding.numbers()).containsEntry("usable", true).containsEntry("card", true);
  }

  @Test
  void driverOnTheProcessorIsNamedAsOne() {
    Finding finding =
        OpenGl.describe(new RendererInfo(Kind.OPENGL_ON_PROCESSOR, "llvmpipe", "4.5"));
    assertThat(finding.status()).isEqualTo(Finding.Status.NOTE);
    assertThat(finding.found()).contains("llvmpipe").contains("by the processor");
  }

  @Test
  void machineWithoutOpenGlHearsWhyAndWhatToInstall() {
    Finding finding = OpenGl.unusable("EGL failed");
    assertThat(finding.status()).isEqualTo(Finding.Status.NOTE);
    assertThat(finding.found()).contains("EGL failed").contains("by the processor");
    assertThat(finding.remedy()).contains("libegl1");
    assertThat(finding.numbers()).containsEntry("usable", false);
  }

  @Test
  void thisMachineIsExaminedWithoutAFault() {
    assertThat(OpenGl.examine().status()).isIn(Finding.Status.OK, Finding.Status.NOTE);
  }
}
