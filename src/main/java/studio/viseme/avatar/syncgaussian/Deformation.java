package studio.viseme.avatar.syncgaussian;

import java.util.List;
import studio.viseme.compute.Engine;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.math.Vec3;

/** What moves the Gaussians of a head. */
enum Deformation {
  /**
   * Blend shapes of the fitted mesh, and a field that adds to them where masks from the mesh let
   * it.
   */
  ON_MESH {
    @Override
    int faceShapes(Layout layout) {
      return layout.drives();
    }

    @Override
    int masks() {
      return 5;
    }

    @Override
    float mouthSetBack() {
      return MOUTH_SET_BACK;
    }

    @Override
    int mouthShapes(Layout layout) {
      return layout.dims();
    }

    @Override
    DeformationField head(Engine engine, Layout layout, int capacity) {
      return new DeformationField(
          engine,
          HEAD,
          layout.drives(),
          new MaskAttention(layout),
          List.of(64, 64),
          Offsets.PLACE_SIZE_COLOR,
          capacity);
    }

    @Override
    DeformationField mouth(Engine engine, Layout layout, int capacity) {
      return new DeformationField(
          engine,
          new TriPlaneSpec(8, 1, 16, 64, 12, MOUTH_CENTER, MOUTH_EXTENT),
          layout.dims(),
          RegionAttention.NONE,
          List.of(32, 32),
          Offsets.PLACE_AND_COLOR,
          capacity);
    }
  },

  /** The field alone, and learned region attention (SyncGaussian, equation 5 and section 3.4). */
  LEARNED {
    @Override
    int faceShapes(Layout layout) {
      return 0;
    }

    @Override
    int masks() {
      return 0;
    }

    @Override
    float mouthSetBack() {
      return BEHIND_ALL;
    }

    @Override
    int mouthShapes(Layout layout) {
      return 0;
    }

    @Override
    DeformationField head(Engine engine, Layout layout, int capacity) {
      RegionAttention attention =
          new LearnedAttention(engine, HEAD.outputs(), layout.dims(), Layout.UPPER, capacity);
      return new DeformationField(
          engine,
          HEAD,
          layout.drives(),
          attention,
          List.of(64, 64),
          Offsets.PLACE_AND_SHAPE,
          capacity);
    }

    @Override
    DeformationField mouth(Engine engine, Layout layout, int capacity) {
      return new DeformationField(
          engine,
          new TriPlaneSpec(12, 1, 32, 128, 14, MOUTH_CENTER, MOUTH_EXTENT),
          layout.dims(),
          RegionAttention.NONE,
          List.of(32, 32),
          Offsets.PLACE_UP_AND_DOWN,
          capacity);
    }
  };

  /**
   * How far what lies behind an open mouth is set back: neck, torso and the head's inside. They lie
   * centimetres behind the lips anyway; a head that looks down brings its lips nearer to the neck.
   */
  static final float INSIDE_SET_BACK = 5;

  /** The same of the head's inside, which is behind all that was learnt. */
  static final float CORE_SET_BACK = 6;

  /**
   * Teeth start {@code 0.9} cm behind the lips, and the corners of lips lie 1.5 cm behind their
   * middle.
   */
  private static final float MOUTH_SET_BACK = 3;

  private static final float BEHIND_ALL = 1e4f;

  /** Everything but the torso lies in this box of head space, centimetres. */
  private static final TriPlaneSpec HEAD =
      new TriPlaneSpec(12, 1, 16, 128, 14, new Vec3(0, 2, -3), new Vec3(28, 28, 28));

  private static final Vec3 MOUTH_CENTER = new Vec3(0, -4, 4);
  private static final Vec3 MOUTH_EXTENT = new Vec3(10, 10, 10);

  /** Blend shapes of the head branch that the condition drives. */
  abstract int faceShapes(Layout layout);

  /**
   * Masks that a Gaussian of the head branch has, its set-back, its patch and its receding among
   * them.
   */
  abstract int masks();

  /**
   * How far the mouth is set back when depths are sorted, centimetres: behind lips and chin, from
   * wherever they are seen, but before what lies {@link #INSIDE_SET_BACK inside} or stands still.
   */
  abstract float mouthSetBack();

  /** Blend shapes of the mouth branch. */
  abstract int mouthShapes(Layout layout);

  /** The field of the head branch, which hears speech and the upper face. */
  abstract DeformationField head(Engine engine, Layout layout, int capacity);

  /** The field of the mouth branch, which hears speech alone. */
  abstract DeformationField mouth(Engine engine, Layout layout, int capacity);
}
