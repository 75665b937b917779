package studio.viseme.ui;

import java.util.List;
import javafx.application.Application;
import studio.viseme.app.WindowMeasure;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.sample.voice.SampleScript;

/**
 * The door to the window, for the program's entry: no class of JavaFX is loaded before it opens.
 */
public final class StudioWindow {
  /**
   * Set when the launcher has the start rehearsed, to record what it loads: the window opens on the
   * headless platform and closes itself.
   */
  private static final String REHEARSAL = "viseme.rehearsal";

  private StudioWindow() {}

  static boolean isRehearsal() {
    return Boolean.getBoolean(REHEARSAL);
  }

  /**
   * Opens the window and returns when it was closed.
   *
   * @return the process's exit status
   * @throws JobException (usage) on a machine without a display
   */
  public static int open() {
    if (isRehearsal()) {
      beHeadless();
    }
    if (isWithoutDisplay()) {
      throw noDisplay();
    }
    readAhead();
    try {
      Application.launch(StudioApplication.class);
      return 0;
    } catch (UnsupportedOperationException e) {
      // What the toolkit says of a display that doesn't answer.
      throw noDisplay();
    }
  }

  /**
   * Loads what reads JSON while the toolkit starts on the other core: the window waits for both.
   */
  private static void readAhead() {
    Thread.ofPlatform()
        .daemon()
        .name("viseme-read-ahead")
        .start(() -> SampleScript.bundled("presenter"));
  }

  /** Measures the window on the toolkit's headless platform, wherever it runs. */
  public static List<WindowMeasure.Figure> measure(WindowMeasure.Order order, JobContext job) {
    beHeadless();
    readAhead();
    return WindowBench.measure(order, job);
  }

  private static void beHeadless() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
  }

  private static boolean isWithoutDisplay() {
    boolean linux = System.getProperty("os.name", "").startsWith("Linux");
    boolean headless = "Headless".equals(System.getProperty("glass.platform"));
    return linux && !headless && isBlank("DISPLAY") && isBlank("WAYLAND_DISPLAY");
  }

  private static boolean isBlank(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isBlank();
  }

  private static JobException noDisplay() {
    return JobException.usage(
        "There is no display to open the studio window on",
        "DISPLAY",
        "give a command instead, see viseme --help");
  }
}
