package studio.viseme.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Hashes;

/**
 * What a project's clip tells at present, as fingerprints: one for each stage that an avatar learns
 * from, and one for the frames that are left out. Recorded with an avatar, it says later whether
 * that was trained on something else, and on what.
 */
public final class CaptureState {
  private static final String EXCLUSIONS = "exclusions";

  /** In words, for stages that were run anew by themselves rather than after another. */
  private static final Map<String, String> ANEW =
      Map.of(
          ImportStage.NAME,
          "the clip was imported anew",
          SpeechStage.NAME,
          "the speech was listened to anew",
          LandmarkStage.NAME,
          "the face was tracked anew",
          PoseStage.NAME,
          "the head was tracked anew",
          ExpressionStage.NAME,
          "the expression was told anew",
          ParsingStage.NAME,
          "the masks changed",
          DepthStage.NAME,
          "the depth was told anew",
          EXCLUSIONS,
          "other seconds were left out");

  private CaptureState() {}

  /** Fingerprints by the names of the stages; one whose stage hasn't run yet is missing. */
  public static Map<String, String> of(ProjectFolder project) {
    Map<String, String> state = new LinkedHashMap<>();
    CaptureStages.fingerprints(project)
        .forEach(
            (stage, fingerprint) -> {
              if (ANEW.containsKey(stage)) {
                state.put(stage, fingerprint);
              }
            });
    if (project.stage(ImportStage.NAME).isPresent()) {
      state.put(EXCLUSIONS, leftOut(project));
    }
    return state;
  }

  /** The frames that are left out of what is learned from, however they were asked for. */
  private static String leftOut(ProjectFolder project) {
    int learned = CaptureFolder.open(project).clip().firstHeldOutFrame();
    Exclusions exclusions = Exclusions.read(project);
    StringBuilder frames = new StringBuilder();
    for (int frame = 0; frame < learned; frame++) {
      if (exclusions.cover(frame)) {
        frames.append(frame).append(' ');
      }
    }
    return Hashes.sha256(frames.toString());
  }

  /**
   * What changed from one state to another, in words: only what changed by itself, not what was
   * made anew because of it. What one of them doesn't know counts as unchanged.
   *
   * @return such as {@code the clip was imported anew}; empty when nothing did
   */
  public static List<String> changes(Map<String, String> before, Map<String, String> now) {
    Set<String> changed = new HashSet<>();
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, List<String>> stage : CaptureStages.inputs().entrySet()) {
      String name = stage.getKey();
      if (differs(name, before, now)) {
        boolean byItself = stage.getValue().stream().noneMatch(changed::contains);
        changed.add(name);
        if (byItself && ANEW.containsKey(name)) {
          words.add(ANEW.get(name));
        }
      }
    }
    // Another clip has other frames to leave out.
    if (!changed.contains(ImportStage.NAME) && differs(EXCLUSIONS, before, now)) {
      words.add(ANEW.get(EXCLUSIONS));
    }
    return words;
  }

  private static boolean differs(String name, Map<String, String> before, Map<String, String> now) {
    String known = before.get(name);
    String other = now.get(name);
    return known != null && other != null && !known.equals(other);
  }
}
