package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.avatar.Preset;

class RecipeTest {
  private static long count(Recipe recipe, IntPredicate steps) {
    return IntStream.rangeClosed(1, recipe.steps()).filter(steps).count();
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void lipsAreLookedAtOncePosesAreRight(Preset preset) {
    Recipe recipe = Recipe.of(preset);
    int refined =
        IntStream.rangeClosed(1, recipe.steps())
            .filter(step -> recipe.looksAfter(step) > 0)
            .findFirst()
            .orElseThrow();
    assertThat(IntStream.rangeClosed(1, refined)).noneMatch(recipe::isCloseUp);
    double expected = (double) (recipe.steps() - refined) / recipe.sharpness().closeUpEvery();
    assertThat((double) count(recipe, recipe::isCloseUp)).isBetween(expected - 1, expected + 1);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void posesAreRefinedAgainInSharperPictures(Preset preset) {
    Recipe recipe = Recipe.of(preset);
    int[] refined =
        IntStream.rangeClosed(1, recipe.steps())
            .filter(step -> recipe.looksAfter(step) > 0)
            .toArray();
    int first = (int) (recipe.refinement().after() * recipe.steps());
    if (recipe.coarseSteps() == 0) {
      assertThat(refined).containsExactly(first);
    } else {
      assertThat(refined).containsExactly(first, recipe.coarseSteps());
      assertThat(recipe.looksAfter(recipe.coarseSteps())).isGreaterThan(recipe.looksAfter(first));
    }
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void contrastIsComparedInCloseUpsAlone(Preset preset) {
    Recipe recipe = Recipe.of(preset);
    assertThat(IntStream.rangeClosed(1, recipe.steps()))
        .noneMatch(step -> recipe.comparesContrast(step) && !recipe.isCloseUp(step));
    assertThat(count(recipe, recipe::comparesContrast)).isPositive();
  }

  @Test
  void aRunOfCloseUpsAloneIsRefused() {
    assertThatThrownBy(() -> new Sharpness(1, 1, .5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutCloseUpsThereAreNone() {
    Recipe recipe =
        new Recipe(
            200,
            Recipe.Pace.SHORT,
            new Recipe.Pictures(64, 60, false),
            new Recipe.Stages(0, 0, 0.1),
            new Recipe.Refinement(0.4, 10, 0, 20),
            new Sharpness(0, 1, 1),
            new Recipe.Population(900, 400, 300, 0, 20));
    assertThat(count(recipe, recipe::isCloseUp)).isZero();
    assertThat(count(recipe, recipe::comparesContrast)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void ratesFallFromStepToStep(Preset preset) {
    Recipe recipe = Recipe.of(preset);
    assertThat(IntStream.range(1, recipe.steps()))
        .allMatch(step -> recipe.rateFactor(step + 1) < recipe.rateFactor(step));
    assertThat(recipe.rateFactor(1)).isEqualTo(recipe.pace().first());
    assertThat(recipe.rateFactor(recipe.steps())).isCloseTo(recipe.pace().last(), within(2e-3));
  }

  @Test
  void aShortTrainingKeepsLargeStepsForLonger() {
    assertThat(Recipe.Pace.SHORT.at(0.5)).isCloseTo((1.5 + 0.075) / 2, within(1e-12));
    assertThat(Recipe.Pace.LONG.at(0.5)).isCloseTo(Math.sqrt(0.15), within(1e-12));
    Recipe draft = Recipe.of(Preset.DRAFT);
    assertThat(draft.withSteps(70).rateFactor(36)).isEqualTo(Recipe.Pace.SHORT.at(0.5));
  }

  @Test
  void thePublishedBestHasThePapersSteps() {
    Recipe recipe = Recipe.published(Preset.BEST);
    assertThat(recipe.shapedSteps()).isEqualTo(60_000);
    assertThat(count(recipe, recipe::isColorsOnly)).isEqualTo(15_000);
    assertThat(count(recipe, step -> !recipe.isDeformed(step))).isEqualTo(3_000);
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void thePublishedWayTracksPosesAndHasNoCloseUps(Preset preset) {
    Recipe recipe = Recipe.published(preset);
    assertThat(count(recipe, step -> recipe.looksAfter(step) > 0)).isZero();
    assertThat(count(recipe, recipe::isCloseUp)).isZero();
    assertThat(recipe.pictures().incremental()).isTrue();
  }
}
