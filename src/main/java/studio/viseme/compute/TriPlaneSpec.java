package studio.viseme.compute;

import studio.viseme.math.Vec3;

/**
 * The layout of a tri-plane hash encoder: for each of the planes xy, yz, zx a pyramid of 2-D grids
 * (Müller et al. 2022 in two dimensions; Li et al. 2023, ER-NeRF).
 *
 * <p>Positions become u = (p − center) / extent + ½ along each axis, clamped to 0..1. Level l has
 * {@code resolution(l)} = round(base · (finest / base)^(l / (levels − 1))) cells along each axis.
 * The value at u is the bilinear mean of the four corners around u · resolution. A level with
 * (resolution + 1)² ≤ 2^logTableSize corners stores them all, corner (i, j) at j · (resolution + 1)
 * + i with i along the plane's first axis; a finer one hashes: entry (i ⊕ j · 2654435761) mod
 * 2^logTableSize.
 *
 * @param levels 1 … 32
 * @param features a level: 1 … 8
 * @param baseResolution cells of the coarsest level
 * @param finestResolution cells of the finest
 * @param logTableSize log2 of the entries of a level at most, 4 … 24
 * @param center of the box, cm
 * @param extent edge lengths of the box, cm
 */
public record TriPlaneSpec(
    int levels,
    int features,
    int baseResolution,
    int finestResolution,
    int logTableSize,
    Vec3 center,
    Vec3 extent) {
  public TriPlaneSpec {
    if (levels < 1
        || levels > 32
        || features < 1
        || features > 8
        || logTableSize < 4
        || logTableSize > 24) {
      throw new IllegalArgumentException(
          levels + " levels of " + features + " features, 2^" + logTableSize);
    }
    if (baseResolution < 1 || finestResolution < baseResolution || finestResolution > 1 << 20) {
      throw new IllegalArgumentException("resolutions " + baseResolution + ".." + finestResolution);
    }
    if (!(extent.x() > 0 && extent.y() > 0 && extent.z() > 0)) {
      throw new IllegalArgumentException("extent " + extent);
    }
  }

  /** Cells along an axis of a level. */
  public int resolution(int level) {
    if (levels == 1) {
      return baseResolution;
    }
    double growth = (double) finestResolution / baseResolution;
    return (int) Math.round(baseResolution * Math.pow(growth, level / (levels - 1.0)));
  }

  /** Whether a level stores every corner, rather than hashing them. */
  public boolean isDense(int level) {
    long corners = resolution(level) + 1L;
    return corners * corners <= 1L << logTableSize;
  }

  /** Entries of a level, of {@link #features} floats each. */
  public int entries(int level) {
    int corners = resolution(level) + 1;
    return isDense(level) ? corners * corners : 1 << logTableSize;
  }

  /**
   * Where in the table the entries of a level of a plane (0 xy, 1 yz, 2 zx) begin, in floats: plane
   * after plane, level after level.
   */
  public long offset(int plane, int level) {
    long entries = 0;
    for (int l = 0; l < levels; l++) {
      entries += (l < level ? plane + 1L : plane) * entries(l);
    }
    return entries * features;
  }

  /**
   * Floats of the whole table; feature f of entry e of a level lies at offset + e · features + f.
   */
  public long tableSize() {
    return offset(3, 0);
  }

  /** Channels of the encoding: (plane · levels + level) · features + feature. */
  public int outputs() {
    return 3 * levels * features;
  }
}
