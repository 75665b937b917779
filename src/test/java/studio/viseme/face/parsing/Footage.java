package studio.viseme.face.parsing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import studio.viseme.SharedData;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.media.VideoFrame;
import studio.viseme.media.VideoReader;

/**
 * The first frames of a real clip, in memory. A test that asks for footage which isn't there is
 * skipped.
 */
record Footage(List<RgbImage> frames) implements FrameSource {
  static Footage of(String clip, int count) {
    Path file = SharedData.find("data/video/" + clip).orElse(null);
    Assumptions.assumeTrue(file != null, "needs the shared clip " + clip);
    List<RgbImage> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file)) {
      for (VideoFrame f = reader.next(); f != null && frames.size() < count; f = reader.next()) {
        frames.add(f.image());
      }
    }
    return new Footage(frames);
  }

  /** The same with other pictures from {@code first} on. */
  Footage withTail(int first, UnaryOperator<RgbImage> change) {
    List<RgbImage> changed = new ArrayList<>(frames);
    for (int i = first; i < changed.size(); i++) {
      changed.set(i, change.apply(changed.get(i)));
    }
    return new Footage(changed);
  }

  @Override
  public int width() {
    return frames.getFirst().width();
  }

  @Override
  public int height() {
    return frames.getFirst().height();
  }

  @Override
  public int count() {
    return frames.size();
  }

  @Override
  public RgbImage frame(int index) {
    return frames.get(index).copy();
  }
}
