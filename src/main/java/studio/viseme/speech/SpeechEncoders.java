package studio.viseme.speech;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The speech encoders by the names that stand on the command line and in avatars. Encoders of one
 * rate can be joined: {@code logmel+phones}. An encoder is made when it is first asked for.
 */
public final class SpeechEncoders {
  private final Map<String, Supplier<SpeechEncoder>> makers = new LinkedHashMap<>();
  private final Map<String, SpeechEncoder> made = new LinkedHashMap<>();

  private final @Nullable EncoderFolder imported;

  /** The program's own. */
  public SpeechEncoders() {
    this(null);
  }

  /**
   * @param imported those that the user added, or null
   */
  public SpeechEncoders(@Nullable EncoderFolder imported) {
    this.imported = imported;
    makers.put("logmel", LogMel::new);
    makers.put("mel80", Mel80::new);
    makers.put("stft", Stft::new);
    makers.put("phones", PhonePosteriors::new);
    makers.put("lips", LipEncoder::new);
  }

  /** The names of the single encoders. */
  public List<String> names() {
    List<String> names = new ArrayList<>(makers.keySet());
    if (imported != null) {
      imported.names().stream().filter(name -> !makers.containsKey(name)).forEach(names::add);
    }
    return List.copyOf(names);
  }

  /** Whether a name is one of the program's own. */
  public boolean isBuiltIn(String name) {
    return makers.containsKey(name);
  }

  /** The encoder of a name; empty when there is none, or when parts don't fit together. */
  public Optional<SpeechEncoder> find(String name) {
    return find(name, part -> Optional.empty());
  }

  /**
   * The same where some parts are not everybody's.
   *
   * @param own looks for a part first
   */
  public synchronized Optional<SpeechEncoder> find(
      String name, Function<String, Optional<SpeechEncoder>> own) {
    String[] names = name.split("\\+", -1);
    List<SpeechEncoder> parts = new ArrayList<>();
    for (String part : names) {
      SpeechEncoder encoder = own.apply(part).orElseGet(() -> single(part));
      if (encoder == null
          || parts.stream().anyMatch(other -> other.name().equals(part))
          || !parts.isEmpty() && parts.getFirst().rate() != encoder.rate()) {
        return Optional.empty();
      }
      parts.add(encoder);
    }
    return Optional.of(parts.size() == 1 ? parts.getFirst() : new JoinedEncoder(parts));
  }

  private @Nullable SpeechEncoder single(String name) {
    Supplier<SpeechEncoder> maker = makers.get(name);
    if (maker != null) {
      return made.computeIfAbsent(name, known -> maker.get());
    }
    return imported == null ? null : imported.find(name).orElse(null);
  }
}
