package studio.viseme.architecture.broken.face;

import picocli.CommandLine;
import studio.viseme.architecture.broken.capture.Stage;
import studio.viseme.architecture.broken.media.Song;

/** Breaks three rules: it reaches up, to its neighbour, and for a library of another room. */
public final class Tracker {
  public Stage stage;
  public Song song;
  public CommandLine commands;
}
