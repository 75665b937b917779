package studio.viseme.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The program keeps the rules of {@link House}, and a house that breaks each of them is caught. */
class HouseTest {
  private static final String ROOT = "studio.viseme";
  private static final String BROKEN = "studio.viseme.architecture.broken";

  @TestFactory
  Stream<DynamicTest> programKeepsTheRules() {
    JavaClasses program =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    assertThat(program).hasSizeGreaterThan(100);

    return new House(ROOT)
        .rules().stream()
            .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(program)));
  }

  @Test
  void importOfAnUpperRoomIsCaught() {
    assertThat(violations()).anyMatch(v -> v.contains("face.Tracker") && v.contains("capture"));
  }

  @Test
  void importOfANeighbourIsCaught() {
    assertThat(violations()).anyMatch(v -> v.contains("face.Tracker") && v.contains("media.Song"));
  }

  @Test
  void foreignLibraryInTheWrongRoomIsCaught() {
    assertThat(violations()).anyMatch(v -> v.contains("face.Tracker") && v.contains("picocli"));
  }

  @Test
  void cycleIsCaught() {
    assertThat(violations()).anyMatch(v -> v.startsWith("Cycle detected"));
  }

  @Test
  void backendThatKnowsAnotherIsCaught() {
    assertThat(violations()).anyMatch(v -> v.startsWith("Slice first depends on Slice second"));
  }

  @Test
  void chamberOfTheFaceThatKnowsAnotherIsCaught() {
    assertThat(violations())
        .anyMatch(v -> v.contains("depth.Ruler") && v.contains("parsing.Stencil"))
        .anyMatch(v -> v.contains("face.Tracker") && v.contains("parsing.Stencil"));
  }

  @Test
  void measureThatKnowsItsReportIsCaught() {
    assertThat(violations())
        .anyMatch(v -> v.contains("evaluation.Ruler") && v.contains("report.Chart"));
  }

  @Test
  void roomOffThePlanIsCaught() {
    assertThat(violations()).anyMatch(v -> v.contains("attic.Trunk") && v.contains("plan"));
  }

  private static List<String> violations() {
    JavaClasses broken = new ClassFileImporter().importPackages(BROKEN);
    return new House(BROKEN)
        .rules().stream()
            .map((ArchRule rule) -> rule.evaluate(broken))
            .flatMap(result -> result.getFailureReport().getDetails().stream())
            .toList();
  }
}
