package studio.viseme.evaluation.report;

import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.Map;
import studio.viseme.evaluation.Evaluation.Strip;

/**
 * The strips of a page as style rules, so that each lies in the file once and can be shown whole
 * and in parts.
 */
final class StripSheet {
  /** Pictures of a strip, by their column. */
  enum Tile {
    REAL_HEAD,
    HEAD,
    DIFFERENCE,
    REAL_MOUTH,
    MOUTH
  }

  private final StringBuilder rules = new StringBuilder();
  private final Map<Strip, String> names = new IdentityHashMap<>();

  private String name(Strip strip) {
    return names.computeIfAbsent(
        strip,
        s -> {
          String name = "s" + names.size();
          rules
              .append('.')
              .append(name)
              .append("{background-image:url(\"data:image/jpeg;base64,")
              .append(Base64.getEncoder().encodeToString(s.jpeg()))
              .append("\")}\n");
          return name;
        });
  }

  /** All pictures of a strip side by side. */
  String whole(Strip strip, String words) {
    return "<div class=\"whole %s\" role=\"img\" aria-label=\"%s\"></div>"
        .formatted(name(strip), HtmlText.escape(words));
  }

  /** One picture of a strip. */
  String tile(Strip strip, Tile tile, String words) {
    return "<div class=\"tile t%d %s\" role=\"img\" aria-label=\"%s\"></div>"
        .formatted(tile.ordinal(), name(strip), HtmlText.escape(words));
  }

  /** The rules of every strip that was shown. */
  String rules() {
    return rules.toString();
  }
}
