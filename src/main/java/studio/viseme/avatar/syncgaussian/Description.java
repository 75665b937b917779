package studio.viseme.avatar.syncgaussian;

import java.util.Locale;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * What {@code avatar.json} says about the weights beside it, for people and other programs;
 * rendering needs the weights alone.
 *
 * @param window which stretch of speech features it wants around a moment
 * @param restPose the median head pose, head space to camera space, centimetres
 * @param width of the pictures it was trained on, pixels
 */
record Description(
    int schema,
    String backend,
    String format,
    String encoder,
    SpeechWindow window,
    PinholeCamera camera,
    RigidTransform restPose,
    String preset,
    String method,
    int steps,
    int width,
    long seed,
    double seconds,
    double cpuSeconds,
    double finalLoss) {
  static Description of(
      Knowledge knowledge, TrainingSettings settings, Recipe recipe, TrainingReport report) {
    return new Description(
        1,
        SyncGaussianBackend.NAME,
        ModelFile.FORMAT,
        settings.encoder(),
        knowledge.taps().window(),
        knowledge.camera(),
        knowledge.poses().rest(),
        settings.preset().name().toLowerCase(Locale.ROOT),
        settings.method().key(),
        report.steps(),
        recipe.pictures().width(),
        settings.seed(),
        report.seconds(),
        report.cpuSeconds(),
        report.finalLoss());
  }
}
