package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.ExpressionFitter;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.expression.UpperFaceMeter;
import studio.viseme.store.SafeTensors;

/** Measures lids, brows and gaze, and fits how the lower face moves. */
final class ExpressionStage implements Stage {
  static final String NAME = "expression";

  private static final String FILE = "expression.safetensors";
  private static final String UPPER = "upper";
  private static final String BASIS = "basis";
  private static final String CODES = "codes";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME, LandmarkStage.NAME, PoseStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    LandmarkTrack landmarks = run.capture().landmarks();
    HeadTrack head = run.capture().head();
    int fitFrames = run.capture().clip().firstHeldOutFrame();
    List<UpperFace> upper = UpperFaceMeter.measure(landmarks, head, fitFrames);
    ExpressionTrack expression = ExpressionFitter.fit(landmarks, head, fitFrames);
    float[] values = new float[upper.size() * UpperFace.SIZE];
    for (int i = 0; i < upper.size(); i++) {
      System.arraycopy(upper.get(i).toArray(), 0, values, i * UpperFace.SIZE, UpperFace.SIZE);
    }
    SafeTensors.writer()
        .floats(UPPER, values, upper.size(), UpperFace.SIZE)
        .floats(BASIS, expression.basis(), expression.dims(), HeadTrack.SHAPE_POINTS, 3)
        .floats(CODES, expression.codes(), upper.size(), expression.dims())
        .write(run.file(FILE));
  }

  /** frames × {@link UpperFace#SIZE}. */
  static float[] readUpper(Path folder) {
    return SafeTensors.read(folder.resolve(FILE)).floats(UPPER);
  }

  static ExpressionTrack readLower(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(FILE));
    return new ExpressionTrack((int) file.shape(BASIS)[0], file.floats(BASIS), file.floats(CODES));
  }
}
