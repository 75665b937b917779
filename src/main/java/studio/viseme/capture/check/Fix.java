package studio.viseme.capture.check;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import studio.viseme.image.Rectangle;

/**
 * What can be done about a finding, as data: a window offers it as a button, {@code viseme analyze
 * --fix} applies it. Nothing is applied without being asked for.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fix.None.class, name = "none"),
  @JsonSubTypes.Type(value = Fix.Exclude.class, name = "exclude"),
  @JsonSubTypes.Type(value = Fix.Trim.class, name = "trim"),
  @JsonSubTypes.Type(value = Fix.Crop.class, name = "crop"),
  @JsonSubTypes.Type(value = Fix.ChooseFace.class, name = "choose-face"),
  @JsonSubTypes.Type(value = Fix.ChooseTrack.class, name = "choose-track"),
  @JsonSubTypes.Type(value = Fix.ShiftSound.class, name = "shift-sound")
})
public sealed interface Fix {
  /** Nothing but another recording helps, or nothing needs to be done. */
  record None() implements Fix {}

  /** Leave frames of the clip out of training and measuring. */
  record Exclude(List<FrameRange> frames) implements Fix {
    public Exclude {
      frames = List.copyOf(frames);
    }
  }

  /** Import only this part of the source, seconds; everything is analysed anew. */
  record Trim(double from, double to) implements Fix {}

  /** Import this square of the upright source, pixels; everything is analysed anew. */
  record Crop(int x, int y, int size) implements Fix {}

  /**
   * Import the head of another face; all is analysed anew.
   *
   * @param number counted from 1 at the left; 0 while the user has to choose one
   * @param faces those there are to choose from
   */
  record ChooseFace(int number, List<Face> faces) implements Fix {
    public ChooseFace {
      faces = List.copyOf(Objects.requireNonNullElse(faces, List.of()));
    }

    /** The same for one of the faces. */
    public ChooseFace choose(int chosen) {
      return new ChooseFace(chosen, faces);
    }
  }

  /**
   * A face to choose.
   *
   * @param number counted from 1 at the left
   * @param box in the picture, pixels of the upright source
   * @param seen the share of the pictures that show it
   * @param picture of it, relative to the project
   */
  record Face(int number, Rectangle box, double seen, String picture) {}

  /** Take the sound from another audio track, counted from 0; all is analysed anew. */
  record ChooseTrack(int number) implements Fix {}

  /**
   * Hear the recorded sound earlier, so that it goes with the lips; only what is told of the sound
   * is told anew.
   *
   * @param frames of the clip, against the sound as it was recorded; negative: later
   */
  record ShiftSound(int frames) implements Fix {}

  /** Whether there is anything to apply. */
  default boolean canBeApplied() {
    return !(this instanceof None);
  }

  /** Whether it can be applied as it is, without a choice of the user. */
  default boolean isComplete() {
    return canBeApplied() && !(this instanceof ChooseFace face && face.number() == 0);
  }
}
