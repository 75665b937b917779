package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.face.FaceBox;

/** Who is who among the faces that a video shows. */
class SeenPersonTest {
  private static final int LOOKS = 40;
  private static final double SHARE = 0.2;

  private static FaceBox face(double x, double y, double size) {
    return new FaceBox(x - size / 2, y - size / 2, size, size, 0.9, x - 1, y, x + 1, y);
  }

  private static List<SeenPerson> persons(List<List<FaceBox>> looks) {
    return SeenPerson.in(looks, SHARE);
  }

  @Test
  void twoWhoSitSideBySideAreToldFromLeftToRightInWhateverOrderTheyAreFound() {
    Random random = new Random(1);
    List<List<FaceBox>> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      FaceBox left = face(300 + 40 * random.nextGaussian(), 300, 120);
      FaceBox right = face(800 + 40 * random.nextGaussian(), 320, 140);
      looks.add(i % 3 == 0 ? List.of(left, right) : List.of(right, left));
    }
    List<SeenPerson> persons = persons(looks);
    assertThat(persons).hasSize(2);
    assertThat(persons.get(0).centerX()).isCloseTo(300, within(50.0));
    assertThat(persons.get(1).centerX()).isCloseTo(800, within(50.0));
    assertThat(persons).allSatisfy(person -> assertThat(person.faces()).hasSize(LOOKS));
    assertThat(persons.get(1).faces().values()).allMatch(found -> found.width() == 140);
  }

  /** Wherever one person goes, and with however many jumps, they are one. */
  @Test
  void oneWhoMovesAboutIsOne() {
    Random random = new Random(2);
    List<List<FaceBox>> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      looks.add(
          i % 7 == 0
              ? List.of()
              : List.of(
                  face(100 + 1000 * random.nextDouble(), 300, 80 + 100 * random.nextDouble())));
    }
    assertThat(persons(looks)).hasSize(1);
  }

  @Test
  void oneWhoWalksAwayAndComesBackElsewhereIsStillBesideTheOther() {
    List<List<FaceBox>> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      FaceBox seated = face(300, 300, 120);
      if (i < 15) {
        looks.add(List.of(seated, face(700, 300, 120)));
      } else if (i < 25) {
        looks.add(List.of(seated));
      } else {
        looks.add(List.of(seated, face(1200, 350, 120)));
      }
    }
    List<SeenPerson> persons = persons(looks);
    assertThat(persons).hasSize(2);
    assertThat(persons.get(1).faces()).hasSize(30);
  }

  /** A passer-by, a small face on a poster, and a face that the detector imagined once. */
  @Test
  void whoIsSeldomOrSmallIsNobodyToChoose() {
    List<List<FaceBox>> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      List<FaceBox> faces = new ArrayList<>(List.of(face(300, 300, 120), face(700, 200, 50)));
      if (i >= 10 && i < 16) {
        faces.add(face(100 + 60 * i, 280, 100));
      }
      looks.add(faces);
    }
    assertThat(persons(looks)).hasSize(1);
    assertThat(persons(List.of())).isEmpty();
    assertThat(persons(List.of(List.of(), List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "12", "left", "right", "640,300"})
  void aChoiceIsReadAsItIsWritten(String text) {
    assertThat(FaceChoice.parse(text)).hasToString(text);
    assertThat(FaceChoice.parse(" " + text.toUpperCase(java.util.Locale.ROOT) + " "))
        .isEqualTo(FaceChoice.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "middle", "1,2,3", ",", "1.5", "99999999999"})
  void anythingElseIsNoChoice(String text) {
    assertThatThrownBy(() -> FaceChoice.parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @Property(tries = 300)
  void noTextIsAFault(@ForAll String text) {
    try {
      assertThat(FaceChoice.parse(text)).isNotNull();
    } catch (NumberFormatException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
