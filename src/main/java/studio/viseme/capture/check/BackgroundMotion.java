package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;

/**
 * Whether the camera moved, by the consensus of the background.
 *
 * <p>Blocks of the first picture that lie off the person and have texture in both directions are
 * found again in every later one (Lucas and Kanade 1981, with the block's mean and contrast taken
 * out). A moving camera moves nearly all of them by one similarity; a curtain, a screen or a
 * passer-by moves some, or each in its own way, and is no camera.
 */
final class BackgroundMotion {
  /** Pictures are looked at in this size, their longer side. */
  static final int SIDE = 256;

  private static final int BLOCK = 16;
  private static final int STEP = 8;
  private static final int ITERATIONS = 12;

  /** How far from one picture to the next a block is looked for, pixels. */
  private static final int REACH = 8;

  /** Least eigenvalue of a block's structure tensor, a pixel: less has no corner to hold on to. */
  private static final double TEXTURE = 4;

  /** Correlation below which a block isn't found again. */
  private static final double SAME = 0.85;

  /** How far from the consensus a block may be, pixels. */
  private static final double TOLERANCE = 0.4;

  /** Fewer blocks say nothing. */
  static final int QUORUM = 10;

  /** The share of blocks that a consensus needs. */
  private static final double CONSENSUS = 0.7;

  /** The share of the picture's side over which blocks must agree. */
  private static final double SPREAD = 0.35;

  /** The share of the picture's side that its corners must move by. */
  private static final double LEAST = 0.006;

  private final List<Block> blocks = new ArrayList<>();
  private final GrayImage reference;
  private final Rectangle face;

  /** Where a block was found last. */
  private static final class Block {
    private final int x;
    private final int y;
    private double dx;
    private double dy;
    private boolean found;

    private Block(int x, int y) {
      this.x = x;
      this.y = y;
    }
  }

  /** x' − x = a·x − b·y + tx, y' − y = b·x + a·y + ty. */
  private record Similarity(double a, double b, double tx, double ty) {
    double dx(double x, double y) {
      return a * x - b * y + tx;
    }

    double dy(double x, double y) {
      return b * x + a * y + ty;
    }

    /** The similarity that moves two blocks as they moved; null when they lie together. */
    static @Nullable Similarity of(Block p, Block q) {
      double x = q.x - p.x;
      double y = q.y - p.y;
      double u = q.dx - p.dx;
      double v = q.dy - p.dy;
      double square = x * x + y * y;
      if (square < 9 * BLOCK * BLOCK) {
        return null;
      }
      double a = (u * x + v * y) / square;
      double b = (v * x - u * y) / square;
      return new Similarity(a, b, p.dx - a * p.x + b * p.y, p.dy - b * p.x - a * p.y);
    }
  }

  /**
   * @param reference the first picture, {@link #SIDE} pixels long
   * @param face in it; the head around it and everything below it is the person
   */
  BackgroundMotion(GrayImage reference, Rectangle face) {
    this.reference = reference;
    this.face = face;
    for (int y = 2; y + BLOCK + 2 <= reference.height(); y += STEP) {
      for (int x = 2; x + BLOCK + 2 <= reference.width(); x += STEP) {
        if (!onPerson(x, y, face) && cornered(x, y)) {
          blocks.add(new Block(x, y));
        }
      }
    }
  }

  /**
   * How the background moved since the first picture, pixels.
   *
   * @param corners by how much the picture's corners moved at most; 0 when there is no consensus
   *     that they did
   * @param dx what that makes at the face, to the right
   * @param dy the same, down
   */
  record Movement(double corners, double dx, double dy) {
    static final Movement NONE = new Movement(0, 0, 0);
  }

  /** How many places of the background can be followed. */
  int places() {
    return blocks.size();
  }

  /** Whether there is enough to see in the background to tell a moving camera. */
  boolean canTell() {
    return blocks.size() >= QUORUM;
  }

  /**
   * How the background moved since the first picture. Pictures in their order: each is searched
   * from where the one before was found.
   */
  Movement movement(GrayImage now) {
    List<Block> found = new ArrayList<>();
    for (Block block : blocks) {
      block.found = search(block, now);
      if (block.found) {
        found.add(block);
      }
    }
    if (found.size() < Math.max(QUORUM, CONSENSUS * blocks.size() / 2)) {
      return Movement.NONE;
    }
    Similarity best = new Similarity(0, 0, 0, 0);
    int most = agreeing(found, best);
    // Rest wins over any movement that explains no more.
    int atRest = most;
    for (int i = 0; i < found.size(); i++) {
      for (int k = 1; k <= 6; k++) {
        Block other = found.get((i + k * found.size() / 7) % found.size());
        Similarity moved = Similarity.of(found.get(i), other);
        int count = moved == null ? 0 : agreeing(found, moved);
        if (count > most) {
          most = count;
          best = moved;
        }
      }
    }
    boolean consensus =
        most >= CONSENSUS * found.size() && atRest < most / 2 && spreads(found, best);
    double corners = consensus ? atCorners(best) : 0;
    if (corners <= LEAST * SIDE) {
      return Movement.NONE;
    }
    double x = face.x() + face.width() / 2.0;
    double y = face.y() + face.height() / 2.0;
    return new Movement(corners, best.dx(x, y), best.dy(x, y));
  }

  private static int agreeing(List<Block> found, Similarity moved) {
    int count = 0;
    for (Block block : found) {
      count += agrees(block, moved) ? 1 : 0;
    }
    return count;
  }

  private static boolean agrees(Block block, Similarity moved) {
    double tolerance = TOLERANCE + 0.05 * Math.hypot(block.dx, block.dy);
    return Math.hypot(block.dx - moved.dx(block.x, block.y), block.dy - moved.dy(block.x, block.y))
        < tolerance;
  }

  /**
   * Whether those that agree lie on both sides of the person, or reach far up and down beside it.
   */
  private boolean spreads(List<Block> found, Similarity moved) {
    int leftmost = reference.width();
    int rightmost = 0;
    int highest = reference.height();
    int lowest = 0;
    for (Block block : found) {
      if (agrees(block, moved)) {
        leftmost = Math.min(leftmost, block.x);
        rightmost = Math.max(rightmost, block.x);
        highest = Math.min(highest, block.y);
        lowest = Math.max(lowest, block.y);
      }
    }
    return rightmost - leftmost > SPREAD * reference.width()
        || lowest - highest > SPREAD * reference.height();
  }

  private double atCorners(Similarity moved) {
    double largest = 0;
    for (int corner = 0; corner < 4; corner++) {
      double x = (corner & 1) * reference.width();
      double y = (corner >> 1) * reference.height();
      largest = Math.max(largest, Math.hypot(moved.dx(x, y), moved.dy(x, y)));
    }
    return largest;
  }

  /** Head, hair and shoulders: generous, since a block on a sleeve would move with the person. */
  private static boolean onPerson(int x, int y, Rectangle face) {
    double middle = face.x() + face.width() / 2.0;
    double dx = Math.max(0, Math.max(x - middle, middle - x - BLOCK));
    boolean head = dx < 0.75 * face.width() && y + BLOCK > face.y() - 0.9 * face.height();
    boolean body = dx < 2.6 * face.width() && y + BLOCK > face.bottom() + 0.1 * face.height();
    return head || body;
  }

  private boolean cornered(int x0, int y0) {
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int y = y0; y < y0 + BLOCK; y++) {
      for (int x = x0; x < x0 + BLOCK; x++) {
        double gx = (reference.get(x + 1, y) - reference.get(x - 1, y)) / 2.0;
        double gy = (reference.get(x, y + 1) - reference.get(x, y - 1)) / 2.0;
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
      }
    }
    double mean = (xx + yy) / 2;
    double least = mean - Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
    return least / (BLOCK * BLOCK) > TEXTURE;
  }

  /** Looks where the block was last, then around that; false when it isn't there. */
  private boolean search(Block block, GrayImage now) {
    if (refine(block, now, block.dx, block.dy)) {
      return true;
    }
    double best = SAME / 2;
    double dx = block.dx;
    double dy = block.dy;
    for (int v = -REACH; v <= REACH; v += 2) {
      for (int u = -REACH; u <= REACH; u += 2) {
        double correlation =
            inside(block, now, block.dx + u, block.dy + v)
                ? correlation(block, now, block.dx + u, block.dy + v)
                : 0;
        if (correlation > best) {
          best = correlation;
          dx = block.dx + u;
          dy = block.dy + v;
        }
      }
    }
    return best > SAME / 2 && refine(block, now, dx, dy);
  }

  /** Gauss-Newton on the block's shift, gain and offset; false when that leads nowhere. */
  private boolean refine(Block block, GrayImage now, double startX, double startY) {
    double dx = startX;
    double dy = startY;
    for (int i = 0; i < ITERATIONS; i++) {
      double[] step = step(block, now, dx, dy);
      if (step.length == 0) {
        return false;
      }
      dx += step[0];
      dy += step[1];
      if (Math.hypot(step[0], step[1]) < 0.01) {
        break;
      }
    }
    if (!inside(block, now, dx, dy) || correlation(block, now, dx, dy) < SAME) {
      return false;
    }
    block.dx = dx;
    block.dy = dy;
    return true;
  }

  private static boolean inside(Block block, GrayImage now, double dx, double dy) {
    return block.x + dx >= 1
        && block.y + dy >= 1
        && block.x + dx + BLOCK + 2 < now.width()
        && block.y + dy + BLOCK + 2 < now.height();
  }

  private double[] step(Block block, GrayImage now, double dx, double dy) {
    if (!inside(block, now, dx, dy)) {
      return new double[0];
    }
    double[] means = means(block, now, dx, dy);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xe = 0;
    double ye = 0;
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        int rx = block.x + x;
        int ry = block.y + y;
        double gx = (reference.get(rx + 1, ry) - reference.get(rx - 1, ry)) / 2.0;
        double gy = (reference.get(rx, ry + 1) - reference.get(rx, ry - 1)) / 2.0;
        double e =
            reference.get(rx, ry) - means[0] - (at(now, rx + dx, ry + dy) - means[1]) * means[2];
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        xe += gx * e;
        ye += gy * e;
      }
    }
    double determinant = xx * yy - xy * xy;
    return new double[] {(yy * xe - xy * ye) / determinant, (xx * ye - xy * xe) / determinant};
  }

  /** The block's mean in the reference and now, and the ratio of their contrasts. */
  private double[] means(Block block, GrayImage now, double dx, double dy) {
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        double r = reference.get(block.x + x, block.y + y);
        double n = at(now, block.x + x + dx, block.y + y + dy);
        a += r;
        b += n;
        aa += r * r;
        bb += n * n;
      }
    }
    int n = BLOCK * BLOCK;
    double va = aa / n - a * a / n / n;
    double vb = bb / n - b * b / n / n;
    return new double[] {a / n, b / n, Math.sqrt(va / Math.max(1e-3, vb))};
  }

  private double correlation(Block block, GrayImage now, double dx, double dy) {
    double[] means = means(block, now, dx, dy);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        double r = reference.get(block.x + x, block.y + y) - means[0];
        double n = at(now, block.x + x + dx, block.y + y + dy) - means[1];
        ab += r * n;
        aa += r * r;
        bb += n * n;
      }
    }
    return ab / Math.sqrt(Math.max(1e-6, aa * bb));
  }

  private static double at(GrayImage image, double x, double y) {
    int ix = (int) x;
    int iy = (int) y;
    double fx = x - ix;
    double fy = y - iy;
    double top = image.get(ix, iy) + fx * (image.get(ix + 1, iy) - image.get(ix, iy));
    double bottom =
        image.get(ix, iy + 1) + fx * (image.get(ix + 1, iy + 1) - image.get(ix, iy + 1));
    return top + fy * (bottom - top);
  }
}
