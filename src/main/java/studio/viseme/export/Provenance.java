package studio.viseme.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import studio.viseme.Version;
import studio.viseme.job.JobException;
import studio.viseme.store.Hashes;
import studio.viseme.store.Json;

/**
 * Where a film came from, signed: a JSON file beside it, {@code FILM.mp4.json}. Its {@code claim}
 * says that the film is synthetic and names, by SHA-256, the film itself, the source video, the
 * avatar's weights and the sound, with the recorded consent; its {@code signature} is over the
 * claim's canonical form, which is compact JSON with sorted keys in UTF-8 and holds strings only.
 */
public final class Provenance {
  private static final int SCHEMA = 1;

  private Provenance() {}

  /**
   * What a film is claimed to be made of.
   *
   * @param avatarId such as {@code syncgaussian-1}
   * @param sourceSha256 of the source video
   * @param weightsSha256 of the avatar's weights
   * @param audio the sound's name and hash
   * @param consent as it was recorded with the project
   * @param created ISO 8601 instant
   */
  record Ingredients(
      String avatarId,
      String sourceSha256,
      String weightsSha256,
      String audio,
      String audioSha256,
      String consent,
      String created) {}

  /** Where the sidecar of a film is. */
  public static Path sidecar(Path film) {
    return film.resolveSibling(film.getFileName() + ".json");
  }

  /**
   * The sidecar's text.
   *
   * @param name the film's file name
   */
  static String signed(String name, String filmSha256, Ingredients from, SigningKey key) {
    Map<String, String> claim = new TreeMap<>();
    claim.put("generator", Version.NAME + " " + Version.NUMBER);
    claim.put("synthetic", "true");
    claim.put("digitalSourceType", XmpBox.SYNTHETIC);
    claim.put("created", from.created());
    claim.put("film", name);
    claim.put("filmSha256", filmSha256);
    claim.put("sourceSha256", from.sourceSha256());
    claim.put("avatar", from.avatarId());
    claim.put("avatarSha256", from.weightsSha256());
    claim.put("audio", from.audio());
    claim.put("audioSha256", from.audioSha256());
    claim.put("consent", from.consent());
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("algorithm", SigningKey.ALGORITHM);
    signature.put("publicKey", key.publicKey());
    signature.put("value", key.sign(canonical(claim)));
    Map<String, Object> sidecar = new LinkedHashMap<>();
    sidecar.put("schema", SCHEMA);
    sidecar.put("claim", claim);
    sidecar.put("signature", signature);
    return Json.pretty(sidecar);
  }

  /**
   * Checks a film against its sidecar.
   *
   * @return the claim, once it is known to be whole and about this very film
   * @throws JobException (input) without a readable sidecar; (check) when the claim or the film was
   *     changed
   */
  public static Map<String, String> verify(Path film) {
    Path sidecar = sidecar(film);
    JsonNode root = Json.read(sidecar, JsonNode.class);
    Map<String, String> claim = new TreeMap<>();
    root.path("claim")
        .properties()
        .forEach(entry -> claim.put(entry.getKey(), entry.getValue().asText()));
    JsonNode signature = root.path("signature");
    boolean whole =
        SigningKey.verify(
            canonical(claim),
            signature.path("value").asText(),
            signature.path("publicKey").asText());
    if (!whole) {
      throw JobException.check(
          "The claim was changed after it was signed", sidecar, "don't trust it");
    }
    if (!Hashes.sha256(film).equals(claim.get("filmSha256"))) {
      throw JobException.check("The film was changed after it was signed", film, "don't trust it");
    }
    return claim;
  }

  private static byte[] canonical(Map<String, String> claim) {
    return Json.line(claim).getBytes(StandardCharsets.UTF_8);
  }
}
