package studio.viseme.face.identity;

import java.util.Arrays;

/**
 * Several pictures of many channels. Each channel is an array of its own that holds the pictures
 * one after another, row by row: loops over it are long, whatever the size of one picture.
 *
 * @param count pictures
 * @param channels channel × (count × height × width)
 */
record FeatureMaps(int count, int height, int width, float[][] channels) {
  FeatureMaps(int count, int height, int width, int channels) {
    this(count, height, width, new float[channels][count * height * width]);
  }

  /** Values a channel. */
  int size() {
    return count * height * width;
  }

  int index(int picture, int y, int x) {
    return (picture * height + y) * width + x;
  }

  /** The largest value under a window of 3 × 3 that moves by 2, whole windows only. */
  FeatureMaps maxPooled() {
    FeatureMaps out =
        new FeatureMaps(count, (height - 3) / 2 + 1, (width - 3) / 2 + 1, channels.length);
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < out.size(); i++) {
        int x = 2 * (i % out.width);
        int y = 2 * (i / out.width % out.height);
        int picture = i / (out.width * out.height);
        float largest = Float.NEGATIVE_INFINITY;
        for (int tap = 0; tap < 9; tap++) {
          largest = Math.max(largest, channels[c][index(picture, y + tap / 3, x + tap % 3)]);
        }
        out.channels[c][i] = largest;
      }
    }
    return out;
  }

  /** Halved by the mean of 2 × 2; a last odd row and column are dropped. */
  FeatureMaps meanPooled() {
    FeatureMaps out = new FeatureMaps(count, height / 2, width / 2, channels.length);
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < out.size(); i++) {
        int x = 2 * (i % out.width);
        int y = 2 * (i / out.width % out.height);
        int at = index(i / (out.width * out.height), y, x);
        float[] in = channels[c];
        out.channels[c][i] = (in[at] + in[at + 1] + in[at + width] + in[at + width + 1]) / 4;
      }
    }
    return out;
  }

  /** The mean over all places: picture × channel. */
  float[][] means() {
    float[][] out = new float[count][channels.length];
    int places = height * width;
    for (int picture = 0; picture < count; picture++) {
      for (int c = 0; c < channels.length; c++) {
        float sum = 0;
        for (int i = picture * places; i < (picture + 1) * places; i++) {
          sum += channels[c][i];
        }
        out[picture][c] = sum / places;
      }
    }
    return out;
  }

  /** Adds maps that may be smaller or have fewer channels: what they lack is zero. */
  void add(FeatureMaps other) {
    for (int c = 0; c < Math.min(channels.length, other.channels.length); c++) {
      for (int row = 0; row < count * other.height; row++) {
        int to = index(row / other.height, row % other.height, 0);
        for (int x = 0; x < other.width; x++) {
          channels[c][to + x] += other.channels[c][row * other.width + x];
        }
      }
    }
  }

  /** Cuts off what is negative. */
  FeatureMaps cut() {
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = Math.max(0, channel[i]);
      }
    }
    return this;
  }

  /** With rows and columns of zeros below and to the right. */
  FeatureMaps enlarged(int newHeight, int newWidth) {
    FeatureMaps out = new FeatureMaps(count, newHeight, newWidth, channels.length);
    out.add(this);
    return out;
  }

  @Override
  public String toString() {
    return "%d pictures of %d × %d × %d".formatted(count, height, width, channels.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureMaps maps
        && maps.count == count
        && maps.height == height
        && maps.width == width
        && Arrays.deepEquals(maps.channels, channels);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(channels);
  }
}
