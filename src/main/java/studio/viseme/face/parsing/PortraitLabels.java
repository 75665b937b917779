package studio.viseme.face.parsing;

import studio.viseme.face.FaceRegion;

/** The likeliest class of each pixel, without islands, and with one head of one piece. */
final class PortraitLabels {
  /** Smaller specks of not-head in the head are closed, pixels. */
  private static final int SPECK = 30;

  /**
   * Parts of a class smaller than this share of its largest are none, by code: background, hair,
   * skin, neck, torso. There is one neck; lapels in its shadow are not.
   */
  private static final double[] LEAST = {0.1, 0.03, 0.02, 0.35, 0.02};

  private PortraitLabels() {}

  /**
   * {@link FaceRegion} codes.
   *
   * @param probability classes × pixels
   */
  static byte[] of(float[][] probability, PortraitView view) {
    int n = view.bins().length;
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int c = 1; c < probability.length && probability[best][i] <= 0.5f; c++) {
        best = probability[c][i] > probability[best][i] ? c : best;
      }
      labels[i] = (byte) best;
    }
    HeadLayout head = view.layout();
    int jawRow = rowOf(head, head.chin - 0.15 * head.faceHeight, view);
    int collarRow = rowOf(head, head.chin + 0.12 * head.faceHeight, view);
    int hair = FaceRegion.HAIR.code();
    int neck = FaceRegion.NECK.code();
    new LabelCleaner(labels, view.width(), view.height())
        .clean(
            (kind, size, topRow, largest) -> {
              // Hair that hangs from nothing is cloth; a throat below the collar is a tie.
              if (kind == hair && topRow > jawRow || kind == neck && topRow > collarRow) {
                return true;
              }
              return size < LEAST[kind] * largest;
            });
    keepOneHead(labels, view);
    return labels;
  }

  /** The row of a level at the middle of the picture; a tilted head's sides differ by little. */
  private static int rowOf(HeadLayout head, double level, PortraitView view) {
    double x = view.width() / 2.0;
    double perRow = head.v(x, 1) - head.v(x, 0);
    return (int) Math.clamp(Math.ceil((level - head.v(x, 0)) / perRow), 0, view.height());
  }

  /** A head is one piece: pieces apart from it become what surrounds them. */
  private static void keepOneHead(byte[] labels, PortraitView view) {
    byte[] heads = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      heads[i] = (byte) (FaceRegion.of(labels[i]).isHead() ? 1 : 0);
    }
    byte[] before = heads.clone();
    new LabelCleaner(heads, view.width(), view.height())
        .clean((kind, size, topRow, largest) -> kind == 1 ? size < largest : size < SPECK);
    for (int i = 0; i < labels.length; i++) {
      if (before[i] == 1 && heads[i] == 0) {
        labels[i] =
            (byte)
                (view.person().data()[i] < 0.5f ? FaceRegion.BACKGROUND : FaceRegion.TORSO).code();
      } else if (before[i] == 0 && heads[i] == 1) {
        labels[i] = (byte) FaceRegion.HAIR.code();
      }
    }
  }
}
