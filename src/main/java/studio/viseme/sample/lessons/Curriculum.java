package studio.viseme.sample.lessons;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the lessons are made of. Everything is drawn whether it is used or not, so that curricula
 * which differ in one thing differ in that alone: who isn't in the curriculum is left out, and
 * nobody speaks instead.
 *
 * @param seed of everything drawn
 * @param utterances how many different ones are said where nothing is left out, about 7 s each
 * @param synthesisers who speaks
 * @param languages that are spoken; the presenter's own voice speaks none
 * @param augmentations what differs between two hearings
 */
public record Curriculum(
    long seed,
    int utterances,
    Set<Synthesiser> synthesisers,
    Set<Language> languages,
    Set<Augmentation> augmentations) {
  public Curriculum {
    synthesisers = Set.copyOf(synthesisers);
    languages = Set.copyOf(languages);
    augmentations = Set.copyOf(augmentations);
    if (synthesisers.isEmpty() || languages.isEmpty()) {
      throw new IllegalArgumentException("nobody speaks");
    }
  }

  /** Everything there is. */
  public static Curriculum full(long seed, int utterances) {
    return new Curriculum(
        seed,
        utterances,
        EnumSet.allOf(Synthesiser.class),
        EnumSet.allOf(Language.class),
        EnumSet.allOf(Augmentation.class));
  }

  boolean varies(Augmentation augmentation) {
    return augmentations.contains(augmentation);
  }

  /** The options of {@code viseme train-speech} that differ from everything there is. */
  public String options() {
    StringBuilder options = new StringBuilder();
    if (synthesisers.size() < Synthesiser.values().length) {
      options.append(" --synthesisers ").append(names(synthesisers));
    }
    if (languages.size() < Language.values().length) {
      options.append(" --languages ").append(names(languages));
    }
    if (augmentations.size() < Augmentation.values().length) {
      Set<Augmentation> without = EnumSet.allOf(Augmentation.class);
      without.removeAll(augmentations);
      options.append(" --without ").append(names(without));
    }
    return options.toString();
  }

  private static String names(Set<? extends Enum<?>> some) {
    return some.stream()
        .sorted()
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
