package studio.viseme.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import studio.viseme.Version;

/**
 * What was found out about one part of the machine.
 *
 * @param subject short and stable, such as {@code memory}
 * @param found what is there, for people
 * @param remedy what to do; empty when there is nothing to do
 * @param numbers the same for programs: strings, booleans, and numbers in bytes, bits and counts
 */
public record Finding(
    String subject, Status status, String found, String remedy, Map<String, Object> numbers) {
  /** How good it is. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Not needed; it is good to know. */
    NOTE,
    /** The program runs, but something will go badly. */
    WARNING,
    /** The program can't do its work. */
    MISSING
  }

  private static final int SCHEMA = 1;

  static Finding ok(String subject, String found, Map<String, Object> numbers) {
    return new Finding(subject, Status.OK, found, "", numbers);
  }

  static Finding missing(String subject, String found, String remedy) {
    return new Finding(subject, Status.MISSING, found, remedy, Map.of());
  }

  /** The findings as {@code docs/reference/doctor.md} describes them. */
  public static ObjectNode toJson(List<Finding> findings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("version", Version.NUMBER);
    root.put("commit", Version.commit().orElse(null));
    root.put("ok", findings.stream().noneMatch(finding -> finding.status == Status.MISSING));
    ArrayNode all = root.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode node = all.addObject();
      node.put("subject", finding.subject);
      node.put("status", finding.status.name().toLowerCase(Locale.ROOT));
      node.put("found", finding.found);
      node.put("remedy", finding.remedy.isEmpty() ? null : finding.remedy);
      ObjectNode numbers = node.putObject("numbers");
      finding.numbers.forEach(numbers::putPOJO);
    }
    return root;
  }
}
