package studio.viseme.sample;

import java.util.Locale;

/**
 * Who stands before the camera, and how she is filmed. A value: the same casting, seed and script
 * are the same film. {@link #PRESENTER} is the presenter of the demonstration; {@link #drawn} casts
 * somebody else for every seed.
 */
public final class Casting {
  /** The presenter of the demonstration. */
  public static final Casting PRESENTER =
      new Casting(
          HeadShape.PRESENTER,
          HairStyle.PRESENTER,
          Complexion.PRESENTER,
          Wardrobe.PRESENTER,
          Spectacles.NONE,
          Lamps.STUDIO,
          Backdrop.PRESENTER,
          Shooting.PRESENTER,
          "the presenter");

  final HeadShape head;
  final HairStyle hair;
  final Complexion complexion;
  final Wardrobe wardrobe;
  final Spectacles spectacles;
  final Lamps lamps;
  final Backdrop backdrop;
  final Shooting shooting;
  private final String description;

  private Casting(
      HeadShape head,
      HairStyle hair,
      Complexion complexion,
      Wardrobe wardrobe,
      Spectacles spectacles,
      Lamps lamps,
      Backdrop backdrop,
      Shooting shooting,
      String description) {
    this.head = head;
    this.hair = hair;
    this.complexion = complexion;
    this.wardrobe = wardrobe;
    this.spectacles = spectacles;
    this.lamps = lamps;
    this.backdrop = backdrop;
    this.shooting = shooting;
    this.description = description;
  }

  /** Somebody, somehow lit and dressed, before some camera. */
  public static Casting drawn(long seed) {
    Draw draw = new Draw(seed);
    boolean man = draw.chance(0.5);
    double tone = draw.between(0, 1);
    HeadShape head = HeadShape.drawn(draw, man);
    HairStyle hair = HairStyle.drawn(draw, man, tone);
    Complexion complexion = Complexion.drawn(draw, tone, man, hair);
    Wardrobe wardrobe = Wardrobe.drawn(draw, man, complexion.skin());
    Spectacles spectacles = Spectacles.drawn(draw, head);
    Lamps lamps = Lamps.drawn(draw);
    Backdrop backdrop = Backdrop.drawn(draw, hair, wardrobe);
    Shooting shooting = Shooting.drawn(draw);
    String description =
        String.format(
            Locale.ROOT,
            "%s, skin %.1f, %s hair%s%s, %s, %s, %s",
            man ? "man" : "woman",
            tone,
            hair.cut().name().toLowerCase(Locale.ROOT),
            complexion.beardCover() > 0.5
                ? ", beard"
                : complexion.beardCover() > 0 ? ", stubble" : "",
            spectacles.isWorn() ? ", glasses" : "",
            wardrobe.cloth().name().toLowerCase(Locale.ROOT),
            backdrop.kind().name().toLowerCase(Locale.ROOT),
            shooting.description());
    return new Casting(
        head, hair, complexion, wardrobe, spectacles, lamps, backdrop, shooting, description);
  }

  /** In a few words. */
  public String description() {
    return description;
  }

  /** What the film is compressed to, bits a second. */
  public long bitRate() {
    return shooting.bitRate();
  }
}
