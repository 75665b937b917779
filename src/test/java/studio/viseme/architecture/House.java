package studio.viseme.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The plan of the house as rules, for any root package: so that the fixture that breaks them is
 * judged by the very rules that the program keeps.
 */
final class House {
  /** The floor of every room. A room imports rooms of lower floors. */
  static final Map<String, Integer> FLOORS = floors();

  /** Rooms that may use a neighbour on their own floor. */
  private static final Map<String, Set<String>> NEIGHBOURS =
      Map.of(
          "image", Set.of("math", "job"),
          "store", Set.of("math", "job", "image"),
          "compute", Set.of("math", "job", "image", "store"),
          "speech", Set.of("nets"),
          "capture", Set.of("project"));

  private static final List<String> CHAMBERS_OF_THE_FACE =
      List.of("tracking", "expression", "parsing", "depth");

  /** Foreign packages and the only places that may use them. */
  private static final Map<String, List<String>> FOREIGN = foreign();

  private final String root;

  House(String root) {
    this.root = root;
  }

  private static Map<String, Integer> floors() {
    Map<String, Integer> floors = new TreeMap<>();
    List<String> plan =
        List.of(
            "math job image store compute",
            "face speech nets media",
            "capture project",
            "avatar compositing timeline sample",
            "viewport export evaluation",
            "app",
            "ui cli");
    for (int floor = 0; floor < plan.size(); floor++) {
      for (String room : plan.get(floor).split(" ")) {
        floors.put(room, floor);
      }
    }
    return floors;
  }

  private static Map<String, List<String>> foreign() {
    Map<String, List<String>> owners = new LinkedHashMap<>();
    owners.put("javafx..", List.of("ui"));
    owners.put("org.controlsfx..", List.of("ui"));
    owners.put("atlantafx..", List.of("ui"));
    owners.put("org.kordamp.ikonli..", List.of("ui"));
    owners.put("picocli..", List.of("cli"));
    owners.put("org.lwjgl..", List.of("viewport"));
    owners.put("jcuda..", List.of("compute.cuda"));
    owners.put("jdk.incubator.vector..", List.of("compute"));
    owners.put("org.bytedeco.ffmpeg..", List.of("media"));
    owners.put("org.bytedeco.javacv..", List.of("media"));
    owners.put("javax.sound..", List.of("media"));
    owners.put("org.bytedeco.opencv..", List.of("face", "media"));
    owners.put("org.bytedeco.tensorflowlite..", List.of("face.tflite"));
    owners.put("org.tensorflow..", List.of("face"));
    owners.put("org.jtransforms..", List.of("speech"));
    owners.put("edu.cmu.sphinx..", List.of("speech"));
    owners.put("ai.onnxruntime..", List.of("speech"));
    owners.put("org.deeplearning4j..", List.of("nets"));
    owners.put("org.nd4j..", List.of("nets"));
    return owners;
  }

  List<ArchRule> rules() {
    List<ArchRule> rules = new ArrayList<>();
    FLOORS.keySet().forEach(room -> rules.add(usesOnlyRoomsBelow(room)));
    FOREIGN.forEach((library, owners) -> rules.add(belongsTo(library, owners)));
    rules.add(hasNoCycles());
    rules.add(backendsAreStrangers());
    rules.addAll(chambersOfTheFace());
    rules.add(nothingMeasuredKnowsItsReport());
    rules.add(everyRoomIsOnThePlan());
    return rules;
  }

  private ArchRule usesOnlyRoomsBelow(String room) {
    int floor = FLOORS.get(room);
    Set<String> neighbours = NEIGHBOURS.getOrDefault(room, Set.of());
    String[] forbidden =
        FLOORS.keySet().stream()
            .filter(other -> !other.equals(room) && !neighbours.contains(other))
            .filter(other -> FLOORS.get(other) >= floor)
            .map(this::inside)
            .toArray(String[]::new);
    ClassesShouldConjunction rule =
        noClasses()
            .that()
            .resideInAPackage(inside(room))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden);
    return rule.allowEmptyShould(true)
        .because(room + " is on floor " + floor + " and uses only rooms below it");
  }

  private ArchRule belongsTo(String library, List<String> owners) {
    String[] allowed = owners.stream().map(this::inside).toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because(library + " belongs to " + String.join(" and ", owners));
  }

  private ArchRule hasNoCycles() {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  /** The backends' packages don't know each other. */
  private ArchRule backendsAreStrangers() {
    return slices()
        .matching(root + ".avatar.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true);
  }

  /** Tracking, expression, parsing and depth share the face's nouns, and don't know each other. */
  private List<ArchRule> chambersOfTheFace() {
    List<ArchRule> rules = new ArrayList<>();
    for (String chamber : CHAMBERS_OF_THE_FACE) {
      String[] others =
          Stream.concat(
                  Stream.of(root + ".face"),
                  CHAMBERS_OF_THE_FACE.stream()
                      .filter(other -> !other.equals(chamber))
                      .map(other -> inside("face." + other)))
              .toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAnyPackage(others)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(inside("face." + chamber))
              .allowEmptyShould(true)
              .because("face." + chamber + " stands on the nouns of face beside its neighbours"));
    }
    return rules;
  }

  private ArchRule nothingMeasuredKnowsItsReport() {
    return noClasses()
        .that()
        .resideInAPackage(inside("evaluation"))
        .and()
        .resideOutsideOfPackage(inside("evaluation.report"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("evaluation.report"))
        .allowEmptyShould(true)
        .because("what is measured doesn't depend on how it is told");
  }

  private ArchRule everyRoomIsOnThePlan() {
    DescribedPredicate<JavaClass> onThePlan =
        describe("reside in a room of the plan", type -> isOnThePlan(type.getPackageName()));
    return classes().should(ArchCondition.from(onThePlan));
  }

  private boolean isOnThePlan(String packageName) {
    return packageName.equals(root)
        || FLOORS.containsKey(packageName.substring(root.length() + 1).split("\\.")[0]);
  }

  private String inside(String room) {
    return root + "." + room + "..";
  }
}
