package studio.viseme.architecture.broken.face;

import picocli.CommandLine;
import studio.viseme.architecture.broken.capture.Stage;
import studio.viseme.architecture.broken.face.parsing.Stencil;
import studio.viseme.architecture.broken.media.Song;

/**
 * Breaks four rules: it reaches up, to its neighbour, for a library of another room, and into a
 * chamber of its own.
 */
public final class Tracker {
  public Stage stage;
  public Song song;
  public Stencil stencil;
  public CommandLine commands;
}
