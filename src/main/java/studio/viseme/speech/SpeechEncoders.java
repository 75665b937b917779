package studio.viseme.speech;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The speech encoders by the names that stand on the command line and in avatars. Encoders of one
 * rate can be joined: {@code logmel+phones}. An encoder is made when it is first asked for.
 */
public final class SpeechEncoders {
  private final Map<String, Supplier<SpeechEncoder>> makers = new LinkedHashMap<>();
  private final Map<String, SpeechEncoder> made = new LinkedHashMap<>();

  public SpeechEncoders() {
    makers.put("logmel", LogMel::new);
    makers.put("mel80", Mel80::new);
    makers.put("stft", Stft::new);
    makers.put("phones", PhonePosteriors::new);
  }

  /** The names of the single encoders. */
  public List<String> names() {
    return List.copyOf(makers.keySet());
  }

  /** The encoder of a name; empty when there is none, or when parts don't fit together. */
  public synchronized Optional<SpeechEncoder> find(String name) {
    String[] names = name.split("\\+", -1);
    List<SpeechEncoder> parts = new ArrayList<>();
    for (String part : names) {
      Supplier<SpeechEncoder> maker = makers.get(part);
      if (maker == null) {
        return Optional.empty();
      }
      SpeechEncoder encoder = made.computeIfAbsent(part, known -> maker.get());
      if (parts.contains(encoder)
          || !parts.isEmpty() && parts.getFirst().rate() != encoder.rate()) {
        return Optional.empty();
      }
      parts.add(encoder);
    }
    return Optional.of(parts.size() == 1 ? parts.getFirst() : new JoinedEncoder(parts));
  }
}
