package studio.viseme.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import studio.viseme.job.JobException;

/**
 * The one way JSON is written and read. Records keep the order they are declared in, maps are
 * sorted by key, so that equal content is equal text. A number that isn't one (NaN, infinite) is
 * written as null: missing, never made up.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          // A record is its components; what it computes of them is not written.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(numbers())
          .build();

  private static final ObjectWriter PRETTY = MAPPER.writer(printer());

  private Json() {}

  /** One line. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + value.getClass(), e);
    }
  }

  /** Indented, with a line break at the end. */
  public static String pretty(Object value) {
    try {
      return PRETTY.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + value.getClass(), e);
    }
  }

  /** Writes a file atomically. */
  public static void write(Path file, Object value) {
    AtomicFiles.writeString(file, pretty(value));
  }

  /**
   * @throws JobException (input) when the text isn't JSON or doesn't fit the type; {@code where} is
   *     named in it
   */
  public static <T> T parse(String text, Class<T> type, Object where) {
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw damaged("it holds nothing", where, null);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw damaged(firstLine(e), where, e);
    }
  }

  public static JsonNode tree(String text, Object where) {
    return parse(text, JsonNode.class, where);
  }

  /** Turns a tree into a record. */
  public static <T> T convert(JsonNode tree, Class<T> type, Object where) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw damaged(firstLine(e), where, e);
    }
  }

  /**
   * @throws JobException (input) when the file can't be read, isn't JSON, or doesn't fit the type
   */
  public static <T> T read(Path file, Class<T> type) {
    return parse(text(file), type, file);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw damaged("it isn't text", file, e);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  private static JobException damaged(String why, Object where, Exception cause) {
    return new JobException(
        JobException.Kind.INPUT,
        "The file is damaged, " + why,
        String.valueOf(where),
        "restore it from a copy or make it anew",
        cause);
  }

  private static String firstLine(JsonProcessingException e) {
    String message =
        switch (e) {
          case UnrecognizedPropertyException unknown ->
              "\"" + unknown.getPropertyName() + "\" is unknown";
          case MismatchedInputException other when !other.getPath().isEmpty() ->
              "\"" + place(other) + "\" is missing or of another kind";
          default -> e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        };
    return e.getLocation() == null ? message : message + " in line " + e.getLocation().getLineNr();
  }

  private static String place(MismatchedInputException e) {
    return e.getPath().stream()
        .map(Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indenter);
  }

  private static SimpleModule numbers() {
    JsonSerializer<Number> finite =
        new JsonSerializer<>() {
          @Override
          public void serialize(Number value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            if (!Double.isFinite(value.doubleValue())) {
              out.writeNull();
            } else if (value instanceof Float single) {
              out.writeNumber(single);
            } else {
              out.writeNumber(value.doubleValue());
            }
          }
        };
    SimpleModule module = new SimpleModule("finite numbers");
    for (Class<? extends Number> type :
        List.of(Double.class, double.class, Float.class, float.class)) {
      add(module, type, finite);
    }
    return module;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Number> void add(
      SimpleModule module, Class<T> type, JsonSerializer<Number> serializer) {
    module.addSerializer(type, (JsonSerializer<T>) (JsonSerializer<?>) serializer);
  }
}
