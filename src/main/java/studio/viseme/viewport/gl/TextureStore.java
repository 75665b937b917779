package studio.viseme.viewport.gl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryUtil;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.SceneImage;
import studio.viseme.viewport.Srgb;

/**
 * The textures of what scenes show. A picture is uploaded when it is first seen and kept while each
 * frame shows it: moving and zooming upload nothing. What a frame no longer shows gives its texture
 * to a new picture of the same size, and is freed when none comes in the next frame.
 */
final class TextureStore implements AutoCloseable {
  /** Values that aren't finite, for shaders. */
  private static final float NONE = 2e38f;

  private Map<Object, Texture> shown = new IdentityHashMap<>();
  private Map<Object, Texture> before = new IdentityHashMap<>();
  private final List<Texture> spare = new ArrayList<>();
  private ByteBuffer staging = MemoryUtil.memAlloc(1 << 20);

  /** A picture in sRGB; of premultiplied light where it is transparent. */
  Texture of(SceneImage image) {
    Texture.Format format = image.alpha() == null ? Texture.Format.RGB : Texture.Format.RGBA;
    return find(
        image.alpha() == null ? image.color().data() : image,
        format,
        image.width(),
        image.height(),
        image.width() * image.height() * (image.alpha() == null ? 3 : 4),
        texels -> fill(texels, image));
  }

  Texture of(GrayImage labels) {
    return find(
        labels.data(),
        Texture.Format.LABELS,
        labels.width(),
        labels.height(),
        labels.data().length,
        texels -> texels.put(labels.data()));
  }

  Texture of(FloatPlane values) {
    return find(
        values.data(),
        Texture.Format.VALUES,
        values.width(),
        values.height(),
        values.data().length * Float.BYTES,
        texels -> {
          for (float value : values.data()) {
            texels.putFloat(Float.isFinite(value) ? value : NONE);
          }
        });
  }

  Texture of(Palette palette) {
    return find(
        palette,
        Texture.Format.COLORS,
        Palette.SIZE,
        1,
        Palette.SIZE * 4,
        texels -> {
          for (int i = 0; i < Palette.SIZE; i++) {
            texels.putInt(palette.color(i));
          }
        });
  }

  private static void fill(ByteBuffer texels, SceneImage image) {
    GrayImage alpha = image.alpha();
    byte[] color = image.color().data();
    if (alpha == null) {
      texels.put(color);
      return;
    }
    for (int i = 0, c = 0; i < alpha.data().length; i++) {
      int opacity = alpha.data()[i] & 0xff;
      for (int k = 0; k < 3; k++, c++) {
        float light = Srgb.toLinear(color[c] & 0xff) * opacity / 255;
        texels.put(opacity == 255 ? color[c] : (byte) Srgb.toEncoded(light));
      }
      texels.put((byte) opacity);
    }
  }

  private Texture find(
      Object key,
      Texture.Format format,
      int width,
      int height,
      int bytes,
      Consumer<ByteBuffer> filler) {
    Texture known = shown.get(key);
    if (known == null) {
      known = before.remove(key);
    }
    if (known == null) {
      known = takeSpare(format, width, height);
      ByteBuffer texels = staging(bytes);
      filler.accept(texels);
      known.upload(texels.flip());
    }
    shown.put(key, known);
    return known;
  }

  private Texture takeSpare(Texture.Format format, int width, int height) {
    for (int i = 0; i < spare.size(); i++) {
      if (spare.get(i).is(format, width, height)) {
        return spare.remove(i);
      }
    }
    return new Texture(format, width, height);
  }

  private ByteBuffer staging(int bytes) {
    if (staging.capacity() < bytes) {
      MemoryUtil.memFree(staging);
      staging = MemoryUtil.memAlloc(bytes);
    }
    return staging.clear();
  }

  /** After each frame. */
  void endFrame() {
    spare.forEach(Texture::close);
    spare.clear();
    spare.addAll(before.values());
    before = shown;
    shown = new IdentityHashMap<>();
  }

  @Override
  public void close() {
    spare.forEach(Texture::close);
    before.values().forEach(Texture::close);
    shown.values().forEach(Texture::close);
    MemoryUtil.memFree(staging);
  }
}
