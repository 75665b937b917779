package studio.viseme.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.PersonEncoders;
import studio.viseme.avatar.Preset;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.check.Severity;
import studio.viseme.speech.SpeechEncoders;
import studio.viseme.ui.model.DirectModel;
import studio.viseme.ui.model.DubModel;

/** Every text that the window asks for is in the bundle. */
class TextsTest {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:Texts\\.of|Forms\\.(?:title|section|field)|name)\\(\\s*\"([a-z][a-z0-9._]*[a-z])\"");
  private static final Pattern ACTION = Pattern.compile("row\\(\\s*\"([a-z.]+)\"");

  private final ResourceBundle bundle = ResourceBundle.getBundle("studio.viseme.ui.texts");

  @Test
  void everyKeyInTheSourcesHasWords() throws IOException {
    Set<String> keys = found(KEY);
    assertThat(keys).hasSizeGreaterThan(60);
    assertThat(bundle.keySet()).containsAll(keys);
  }

  @Test
  void everyActionHasANameAndATip() throws IOException {
    Set<String> actions = found(ACTION);
    assertThat(actions).hasSizeGreaterThan(20);
    for (String action : actions) {
      assertThat(bundle.getString("action." + action)).as(action).isNotBlank();
      assertThat(bundle.getString("action." + action + ".tip")).as(action).isNotBlank();
    }
  }

  @Test
  void everyChoiceHasWords() {
    Stream<String> presets = lower("train.preset.", Preset.values());
    Stream<String> styles = lower("dub.style.", DubModel.Style.values());
    Stream<String> comparisons = lower("direct.compare.", DirectModel.Comparison.values());
    Stream<String> menus = lower("menu.", Action.Menu.values());
    Stream<String> severities =
        Stream.of(Severity.values())
            .filter(Severity::isTold)
            .map(severity -> "capture.finding." + severity.name().toLowerCase(Locale.ROOT));
    Stream<String> stages = CaptureStages.names().stream().map(name -> "stage." + name);
    Stream<String> encoders =
        new PersonEncoders(new SpeechEncoders())
            .suggested().stream().map(name -> "train.encoder." + name);
    List<String> keys =
        Stream.of(presets, styles, comparisons, menus, severities, stages, encoders)
            .flatMap(part -> part)
            .toList();
    assertThat(bundle.keySet()).containsAll(keys);
  }

  @Test
  void wordsAreFilledIn() {
    assertThat(Texts.of("direct.avatar", "syncgaussian-1")).isEqualTo("Avatar syncgaussian-1");
    assertThat(Texts.of("state.avatars", 1)).isEqualTo("1 avatar");
    assertThat(Texts.of("state.avatars", 3)).isEqualTo("3 avatars");
    assertThat(Texts.of("direct.sound.clip")).isEqualTo("The clip's own speech");
  }

  private static Stream<String> lower(String prefix, Enum<?>[] values) {
    return Stream.of(values).map(value -> prefix + value.name().toLowerCase(Locale.ROOT));
  }

  private static Set<String> found(Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/studio/viseme/ui"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        Matcher matcher = pattern.matcher(Files.readString(source));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }
}
