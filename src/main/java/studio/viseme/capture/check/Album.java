package studio.viseme.capture.check;

import java.nio.file.Path;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.store.AtomicFiles;

/**
 * Where the pictures of findings are kept.
 *
 * @param folder to write into; made when the first picture is kept
 * @param prefix of the folder's path relative to the project, with its slash
 */
public record Album(Path folder, String prefix) {
  /** Keeps the picture of a finding and returns its path relative to the project. */
  public String keep(String id, RgbImage image) {
    String name = id + ".png";
    AtomicFiles.createFolder(folder);
    AtomicFiles.write(folder.resolve(name), Png.encode(image));
    return prefix + name;
  }
}
