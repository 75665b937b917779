package studio.viseme.compute.cpu;

/**
 * One Gaussian on its way to the screen and its gradient on the way back (Zwicker et al. 2001,
 * Kerbl et al. 2023 appendix A). A mutable calculator, one a thread; in double precision, because
 * it is scalar code anyway and covariances lose digits.
 *
 * <pre>
 *   c = W m          p = c + t                     centre: head axes turned to the camera's, camera space
 *   V = Q diag(s²) Qᵀ                              covariance in head space
 *   J = [f/z 0 −f x/z²; 0 f/z −f y/z²]             Jacobian of the projection at p
 *   T = J W          Σ = T V Tᵀ + dilation I       covariance on screen, pixels²
 *   K = Σ⁻¹ = [A B; B C]                           conic
 * </pre>
 */
final class GaussianGeometry {
  /**
   * The camera's and pose's part, set once a frame: rotation W row-major, translation t, focal
   * length, principal point.
   */
  static final class Frame {
    final double[] rotation = new double[9];
    final double[] translation = new double[3];
    double focal;
    double centerX;
    double centerY;
    double nearPlane;
    double dilation;
  }

  private final Frame frame;

  // Forward values.
  double cx;
  double cy;
  double cz;
  double x;
  double y;
  double z;
  double screenX;
  double screenY;
  double varX;
  double covXY;
  double varY;
  double conicA;
  double conicB;
  double conicC;
  private final double[] q = new double[9];
  private final double[] scale = new double[3];
  private final double[] m = new double[9];
  private double qw;
  private double qx;
  private double qy;
  private double qz;
  private double inverseNorm;
  private double v00;
  private double v01;
  private double v02;
  private double v11;
  private double v12;
  private double v22;
  private double t0;
  private double t1;
  private double t2;
  private double u0;
  private double u1;
  private double u2;

  // Gradients.
  final double[] meanGradient = new double[3];
  final double[] logScaleGradient = new double[3];
  final double[] rotationGradient = new double[4];

  /** With respect to a rotation about the head's origin in camera axes, and to a translation. */
  final double[] poseGradient = new double[6];

  GaussianGeometry(Frame frame) {
    this.frame = frame;
  }

  /**
   * Projects; false where the Gaussian can't be drawn: before the near plane, or a covariance
   * without an inverse.
   */
  boolean project(
      double mx,
      double my,
      double mz,
      double logScale0,
      double logScale1,
      double logScale2,
      double w,
      double i,
      double j,
      double k) {
    double[] r = frame.rotation;
    cx = r[0] * mx + r[1] * my + r[2] * mz;
    cy = r[3] * mx + r[4] * my + r[5] * mz;
    cz = r[6] * mx + r[7] * my + r[8] * mz;
    x = cx + frame.translation[0];
    y = cy + frame.translation[1];
    z = cz + frame.translation[2];
    if (!(z >= frame.nearPlane)) {
      return false;
    }
    axes(w, i, j, k);
    scale[0] = Math.exp(logScale0);
    scale[1] = Math.exp(logScale1);
    scale[2] = Math.exp(logScale2);
    for (int row = 0; row < 9; row += 3) {
      m[row] = q[row] * scale[0];
      m[row + 1] = q[row + 1] * scale[1];
      m[row + 2] = q[row + 2] * scale[2];
    }
    v00 = m[0] * m[0] + m[1] * m[1] + m[2] * m[2];
    v01 = m[0] * m[3] + m[1] * m[4] + m[2] * m[5];
    v02 = m[0] * m[6] + m[1] * m[7] + m[2] * m[8];
    v11 = m[3] * m[3] + m[4] * m[4] + m[5] * m[5];
    v12 = m[3] * m[6] + m[4] * m[7] + m[5] * m[8];
    v22 = m[6] * m[6] + m[7] * m[7] + m[8] * m[8];

    double f = frame.focal;
    double j0 = f / z;
    double j2 = -f * x / (z * z);
    double k2 = -f * y / (z * z);
    t0 = j0 * r[0] + j2 * r[6];
    t1 = j0 * r[1] + j2 * r[7];
    t2 = j0 * r[2] + j2 * r[8];
    u0 = j0 * r[3] + k2 * r[6];
    u1 = j0 * r[4] + k2 * r[7];
    u2 = j0 * r[5] + k2 * r[8];
    double a0 = v00 * t0 + v01 * t1 + v02 * t2;
    double a1 = v01 * t0 + v11 * t1 + v12 * t2;
    double a2 = v02 * t0 + v12 * t1 + v22 * t2;
    double b0 = v00 * u0 + v01 * u1 + v02 * u2;
    double b1 = v01 * u0 + v11 * u1 + v12 * u2;
    double b2 = v02 * u0 + v12 * u1 + v22 * u2;
    varX = t0 * a0 + t1 * a1 + t2 * a2 + frame.dilation;
    covXY = u0 * a0 + u1 * a1 + u2 * a2;
    varY = u0 * b0 + u1 * b1 + u2 * b2 + frame.dilation;
    double determinant = varX * varY - covXY * covXY;
    screenX = f * x / z + frame.centerX;
    screenY = f * y / z + frame.centerY;
    if (!(determinant > 0
        && determinant < 1e30
        && Math.abs(screenX) < 1e9
        && Math.abs(screenY) < 1e9)) {
      return false;
    }
    conicA = varY / determinant;
    conicB = -covXY / determinant;
    conicC = varX / determinant;
    return true;
  }

  /** The matrix of the normalised quaternion; its columns are the Gaussian's axes. */
  private void axes(double w, double i, double j, double k) {
    inverseNorm = 1 / Math.sqrt(w * w + i * i + j * j + k * k);
    qw = w * inverseNorm;
    qx = i * inverseNorm;
    qy = j * inverseNorm;
    qz = k * inverseNorm;
    q[0] = 1 - 2 * (qy * qy + qz * qz);
    q[1] = 2 * (qx * qy - qw * qz);
    q[2] = 2 * (qx * qz + qw * qy);
    q[3] = 2 * (qx * qy + qw * qz);
    q[4] = 1 - 2 * (qx * qx + qz * qz);
    q[5] = 2 * (qy * qz - qw * qx);
    q[6] = 2 * (qx * qz - qw * qy);
    q[7] = 2 * (qy * qz + qw * qx);
    q[8] = 1 - 2 * (qx * qx + qy * qy);
  }

  /**
   * Takes the gradient with respect to the centre on screen and to the conic (B counted once: the
   * exponent holds −B dx dy) back to means, scales, rotation and pose. Call right after {@link
   * #project} of the same Gaussian.
   */
  void backward(double gradX, double gradY, double gradA, double gradB, double gradC) {
    double[] r = frame.rotation;
    // Through the inverse: dL/dΣ = −K G K with G = [gradA, gradB/2; gradB/2, gradC].
    double halfB = 0.5 * gradB;
    double e0 = conicA * gradA + conicB * halfB;
    double e1 = conicA * halfB + conicB * gradC;
    double e2 = conicB * gradA + conicC * halfB;
    double e3 = conicB * halfB + conicC * gradC;
    double s00 = -(e0 * conicA + e1 * conicB);
    double s01 = -(e0 * conicB + e1 * conicC);
    double s11 = -(e2 * conicB + e3 * conicC);

    // dL/dV = Tᵀ S T; rows of S T.
    double a0 = s00 * t0 + s01 * u0;
    double a1 = s00 * t1 + s01 * u1;
    double a2 = s00 * t2 + s01 * u2;
    double b0 = s01 * t0 + s11 * u0;
    double b1 = s01 * t1 + s11 * u1;
    double b2 = s01 * t2 + s11 * u2;
    double d00 = t0 * a0 + u0 * b0;
    double d01 = t0 * a1 + u0 * b1;
    double d02 = t0 * a2 + u0 * b2;
    double d11 = t1 * a1 + u1 * b1;
    double d12 = t1 * a2 + u1 * b2;
    double d22 = t2 * a2 + u2 * b2;

    // dL/dT = 2 S T V, and from it dL/dJ = dL/dT Wᵀ, all six elements: the rotation of W needs
    // those where J is 0 as well.
    double p0 = 2 * (a0 * v00 + a1 * v01 + a2 * v02);
    double p1 = 2 * (a0 * v01 + a1 * v11 + a2 * v12);
    double p2 = 2 * (a0 * v02 + a1 * v12 + a2 * v22);
    double r0 = 2 * (b0 * v00 + b1 * v01 + b2 * v02);
    double r1 = 2 * (b0 * v01 + b1 * v11 + b2 * v12);
    double r2 = 2 * (b0 * v02 + b1 * v12 + b2 * v22);
    double j00 = p0 * r[0] + p1 * r[1] + p2 * r[2];
    double j01 = p0 * r[3] + p1 * r[4] + p2 * r[5];
    double j02 = p0 * r[6] + p1 * r[7] + p2 * r[8];
    double j10 = r0 * r[0] + r1 * r[1] + r2 * r[2];
    double j11 = r0 * r[3] + r1 * r[4] + r2 * r[5];
    double j12 = r0 * r[6] + r1 * r[7] + r2 * r[8];

    // The centre in camera space: by its own projection and by J.
    double f = frame.focal;
    double inverseZ = 1 / z;
    double f1 = f * inverseZ;
    double f2 = f1 * inverseZ;
    double k02 = -f2 * x;
    double k12 = -f2 * y;
    double gx = f1 * gradX - f2 * j02;
    double gy = f1 * gradY - f2 * j12;
    double gz =
        k02 * gradX + k12 * gradY - f2 * (j00 + j11) + 2 * f2 * inverseZ * (x * j02 + y * j12);
    meanGradient[0] = r[0] * gx + r[3] * gy + r[6] * gz;
    meanGradient[1] = r[1] * gx + r[4] * gy + r[7] * gz;
    meanGradient[2] = r[2] * gx + r[5] * gy + r[8] * gz;

    // The pose: a turn ω moves the centre by ω × c and turns W inside T, where dL/dω is the
    // antisymmetric part of Jᵀ dL/dJ.
    poseGradient[0] = cy * gz - cz * gy + k02 * j01 + k12 * j11 - f1 * j12;
    poseGradient[1] = cz * gx - cx * gz + f1 * j02 - k02 * j00 - k12 * j10;
    poseGradient[2] = cx * gy - cy * gx + f1 * j10 - f1 * j01;
    poseGradient[3] = gx;
    poseGradient[4] = gy;
    poseGradient[5] = gz;

    shapeBackward(d00, d01, d02, d11, d12, d22);
  }

  /**
   * From dL/dV (symmetric) to scales and quaternion: V = M Mᵀ with M = Q diag(s), so dL/dM = 2
   * dL/dV M.
   */
  private void shapeBackward(
      double d00, double d01, double d02, double d11, double d12, double d22) {
    logScaleGradient[0] = 0;
    logScaleGradient[1] = 0;
    logScaleGradient[2] = 0;
    double g00 = 0;
    double g01 = 0;
    double g02 = 0;
    double g10 = 0;
    double g11 = 0;
    double g12 = 0;
    double g20 = 0;
    double g21 = 0;
    double g22 = 0;
    for (int c = 0; c < 3; c++) {
      double m0 = m[c];
      double m1 = m[3 + c];
      double m2 = m[6 + c];
      double h0 = 2 * (d00 * m0 + d01 * m1 + d02 * m2);
      double h1 = 2 * (d01 * m0 + d11 * m1 + d12 * m2);
      double h2 = 2 * (d02 * m0 + d12 * m1 + d22 * m2);
      logScaleGradient[c] = h0 * m0 + h1 * m1 + h2 * m2;
      double s = scale[c];
      switch (c) {
        case 0 -> {
          g00 = h0 * s;
          g10 = h1 * s;
          g20 = h2 * s;
        }
        case 1 -> {
          g01 = h0 * s;
          g11 = h1 * s;
          g21 = h2 * s;
        }
        default -> {
          g02 = h0 * s;
          g12 = h1 * s;
          g22 = h2 * s;
        }
      }
    }
    double gw = 2 * (-qz * g01 + qy * g02 + qz * g10 - qx * g12 - qy * g20 + qx * g21);
    double gi =
        2
            * (qy * g01
                + qz * g02
                + qy * g10
                - 2 * qx * g11
                - qw * g12
                + qz * g20
                + qw * g21
                - 2 * qx * g22);
    double gj =
        2
            * (-2 * qy * g00
                + qx * g01
                + qw * g02
                + qx * g10
                + qz * g12
                - qw * g20
                + qz * g21
                - 2 * qy * g22);
    double gk =
        2
            * (-2 * qz * g00
                - qw * g01
                + qx * g02
                + qw * g10
                - 2 * qz * g11
                + qy * g12
                + qx * g20
                + qy * g21);
    double along = gw * qw + gi * qx + gj * qy + gk * qz;
    rotationGradient[0] = (gw - along * qw) * inverseNorm;
    rotationGradient[1] = (gi - along * qx) * inverseNorm;
    rotationGradient[2] = (gj - along * qy) * inverseNorm;
    rotationGradient[3] = (gk - along * qz) * inverseNorm;
  }
}
