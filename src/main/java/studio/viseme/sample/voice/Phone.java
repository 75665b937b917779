package studio.viseme.sample.voice;

import static studio.viseme.sample.voice.Phone.Kind.*;

/**
 * The sounds of English, named as in ARPAbet: how long they last, where their resonances lie, and
 * what the mouth does. Durations after Klatt (1976), "Linguistic uses of segmental duration in
 * English"; formants of vowels near the women's means of Peterson and Barney (1952), "Control
 * methods used in a study of the vowels".
 */
public enum Phone {
  AA(VOWEL, 240, 100, 850, 1220, 2810, 0, mouth(1.15, 1.25, 0.05, 0, 0.9)),
  AE(VOWEL, 230, 80, 860, 2050, 2850, 0, mouth(1.05, 1.20, 0.18, 0, 0.9)),
  AH(VOWEL, 140, 60, 760, 1400, 2780, 0, mouth(0.65, 0.80, 0.02, 0, 0.8)),
  AO(VOWEL, 240, 100, 590, 920, 2710, 0, mouth(0.90, 0.95, -0.35, 0.35, 1)),
  EH(VOWEL, 150, 70, 610, 2330, 2990, 0, mouth(0.70, 0.90, 0.15, 0, 0.8)),
  ER(VOWEL, 180, 80, 500, 1640, 1960, 0, mouth(0.35, 0.45, -0.25, 0.30, 0.9)),
  IH(VOWEL, 135, 40, 430, 2480, 3070, 0, mouth(0.40, 0.60, 0.20, 0, 0.8)),
  IY(VOWEL, 155, 55, 310, 2790, 3310, 0, mouth(0.25, 0.50, 0.34, 0, 0.9)),
  UH(VOWEL, 160, 60, 470, 1160, 2680, 0, mouth(0.40, 0.45, -0.30, 0.30, 0.9)),
  UW(VOWEL, 210, 70, 370, 950, 2670, 0, mouth(0.28, 0.32, -0.62, 0.60, 1.2)),
  AW(VOWEL, 260, 100, 850, 1220, 2810, 0, mouth(1.10, 1.15, 0, 0, 0.9)),
  AY(VOWEL, 250, 95, 850, 1300, 2810, 0, mouth(1.10, 1.15, 0.05, 0, 0.9)),
  EY(VOWEL, 190, 70, 560, 2380, 2990, 0, mouth(0.55, 0.75, 0.22, 0, 0.85)),
  OW(VOWEL, 220, 80, 560, 1000, 2700, 0, mouth(0.60, 0.65, -0.45, 0.45, 1.1)),
  OY(VOWEL, 280, 110, 590, 920, 2710, 0, mouth(0.80, 0.85, -0.40, 0.40, 1)),
  W(GLIDE, 80, 60, 330, 800, 2500, 0, mouth(0.20, 0.18, -0.70, 0.65, 1.4)),
  Y(GLIDE, 80, 40, 300, 2700, 3300, 0, mouth(0.25, 0.45, 0.25, 0, 0.5)),
  R(GLIDE, 80, 30, 380, 1350, 1750, 0, mouth(0.28, 0.36, -0.35, 0.35, 0.9)),
  L(GLIDE, 80, 40, 400, 1250, 3050, 0, tongue(0.40, 0.55, 0.02, 0.9, 0.5)),
  M(NASAL, 70, 60, 300, 1200, 2500, 0, closed(0.12)),
  N(NASAL, 65, 40, 300, 1850, 2900, 0, tongue(0.25, 0.42, 0.05, 1, 0.45)),
  NG(NASAL, 90, 60, 300, 2350, 2800, 0, mouth(0.35, 0.48, 0.02, 0, 0.4)),
  HH(ASPIRATE, 75, 25, 600, 1600, 2800, 0, mouth(0.55, 0.65, 0, 0, 0.25)),
  F(FRICATIVE, 110, 80, 380, 1250, 2600, 7000, tucked(0.22)),
  V(VOICED_FRICATIVE, 65, 45, 330, 1250, 2600, 7000, tucked(0.24)),
  TH(FRICATIVE, 100, 60, 380, 1600, 2800, 6800, tongue(0.30, 0.48, 0, 0.75, 0.7)),
  DH(VOICED_FRICATIVE, 55, 30, 330, 1600, 2800, 6800, tongue(0.30, 0.46, 0, 0.75, 0.6)),
  S(FRICATIVE, 115, 60, 380, 1950, 3000, 6400, mouth(0.10, 0.40, 0.15, 0, 0.8)),
  Z(VOICED_FRICATIVE, 75, 40, 330, 1950, 3000, 6400, mouth(0.12, 0.40, 0.15, 0, 0.8)),
  SH(FRICATIVE, 125, 80, 380, 2050, 2900, 3500, mouth(0.18, 0.48, -0.35, 0.50, 1)),
  ZH(VOICED_FRICATIVE, 75, 45, 330, 2050, 2900, 3500, mouth(0.18, 0.48, -0.35, 0.50, 1)),
  P(PLOSIVE, 95, 60, 350, 1000, 2400, 900, closed(0.15)),
  B(VOICED_PLOSIVE, 85, 60, 300, 1000, 2400, 900, closed(0.15)),
  T(PLOSIVE, 85, 50, 350, 2000, 3000, 5200, tongue(0.22, 0.42, 0.06, 1, 0.5)),
  D(VOICED_PLOSIVE, 75, 45, 300, 2000, 3000, 4800, tongue(0.24, 0.42, 0.05, 1, 0.5)),
  K(PLOSIVE, 90, 55, 350, 2300, 2900, 2500, mouth(0.40, 0.52, 0.02, 0, 0.4)),
  G(VOICED_PLOSIVE, 80, 55, 300, 2300, 2900, 2300, mouth(0.40, 0.52, 0.02, 0, 0.4)),
  CH(PLOSIVE, 130, 80, 380, 2050, 2900, 3500, mouth(0.16, 0.46, -0.32, 0.48, 1)),
  JH(VOICED_PLOSIVE, 100, 65, 330, 2050, 2900, 3400, mouth(0.16, 0.46, -0.32, 0.48, 1)),
  SIL(SILENCE, 300, 60, 500, 1500, 2800, 0, mouth(0, 0, 0.06, 0, 0.7));

  /** How a sound is made. */
  public enum Kind {
    VOWEL,
    GLIDE,
    NASAL,
    ASPIRATE,
    FRICATIVE,
    VOICED_FRICATIVE,
    PLOSIVE,
    VOICED_PLOSIVE,
    SILENCE
  }

  /** A mouth shape, and how strongly a sound insists on it against its neighbours. */
  public record Articulation(MouthShape shape, double dominance) {}

  private final Kind kind;
  private final double inherent;
  private final double least;
  private final double[] formants;
  private final double noise;
  private final Articulation articulation;

  Phone(
      Kind kind,
      double inherent,
      double least,
      double f1,
      double f2,
      double f3,
      double noise,
      Articulation articulation) {
    this.kind = kind;
    this.inherent = inherent / 1000;
    this.least = least / 1000;
    this.formants = new double[] {f1, f2, f3};
    this.noise = noise;
    this.articulation = articulation;
  }

  private static Articulation mouth(
      double jaw, double gap, double width, double protrusion, double dominance) {
    return new Articulation(new MouthShape(jaw, gap, width, protrusion, 0, 0, 0), dominance);
  }

  private static Articulation tongue(
      double jaw, double gap, double width, double tongue, double dominance) {
    return new Articulation(new MouthShape(jaw, gap, width, 0, 0, 0, tongue), dominance);
  }

  private static Articulation closed(double jaw) {
    return new Articulation(new MouthShape(jaw, 0, 0, 0, 0, 1, 0), 2);
  }

  private static Articulation tucked(double jaw) {
    return new Articulation(new MouthShape(jaw, 0.30, 0.05, 0, 1, 0, 0), 1.8);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the vocal folds swing. */
  public boolean isVoiced() {
    return switch (kind) {
      case VOWEL, GLIDE, NASAL, VOICED_FRICATIVE, VOICED_PLOSIVE -> true;
      case ASPIRATE, FRICATIVE, PLOSIVE, SILENCE -> false;
    };
  }

  /** Whether the lips close for it. */
  public boolean isBilabial() {
    return this == M || this == B || this == P;
  }

  /** How long it lasts when nothing shortens or stretches it, seconds. */
  double inherentSeconds() {
    return inherent;
  }

  /** Shorter than this it can't be said, seconds. */
  double leastSeconds() {
    return least;
  }

  /** Where it starts from; of a diphthong its first half. */
  double[] formants() {
    return formants;
  }

  /** Of a diphthong the vowel it glides to; itself for all others. */
  Phone glidesTo() {
    return switch (this) {
      case AW, OW -> UH;
      case AY, EY, OY -> IH;
      default -> this;
    };
  }

  /** Centre of its noise, hertz; 0 where there is none. */
  double noiseHertz() {
    return noise;
  }

  /** What the mouth does for it. */
  public Articulation articulation() {
    return articulation;
  }
}
