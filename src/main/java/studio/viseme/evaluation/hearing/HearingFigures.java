package studio.viseme.evaluation.hearing;

import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.avatar.syncgaussian.HearingTrial.Mouth;
import studio.viseme.evaluation.Series;

/**
 * How well mouths were heard.
 *
 * @param frames that were asked about
 * @param opening correlation of the opening between the lips
 * @param openingWithin where it would lie with other seconds like these
 * @param jaw correlation of the chin's drop
 * @param jawWithin the same of that
 * @param spread deviation of the heard opening over that of the real one
 * @param closed really closed frames
 * @param closures the share of those that close; NaN where there is none
 * @param lipError mean lip error over that of a mouth that stands still
 */
public record HearingFigures(
    int frames,
    double opening,
    Interval openingWithin,
    double jaw,
    Interval jawWithin,
    double spread,
    int closed,
    double closures,
    double lipError) {
  /** What {@link #opening} should be, on the held-out part. */
  public static final double OPENING_GOAL = 0.88;

  public static final double SPREAD_GOAL = 0.9;
  public static final double CLOSURES_GOAL = 0.75;
  public static final double LIP_ERROR_GOAL = 0.6;

  static HearingFigures of(List<Mouth> mouths) {
    int[] all = IntStream.range(0, mouths.size()).toArray();
    double[] gap = mouths.stream().mapToDouble(Mouth::gap).toArray();
    double[] realGap = mouths.stream().mapToDouble(Mouth::realGap).toArray();
    double[] jaw = mouths.stream().mapToDouble(Mouth::jaw).toArray();
    double[] realJaw = mouths.stream().mapToDouble(Mouth::realJaw).toArray();
    long closed = mouths.stream().filter(Mouth::isClosed).count();
    long closing = mouths.stream().filter(m -> m.isClosed() && m.looksClosed()).count();
    double still = mouths.stream().mapToDouble(Mouth::stillError).sum();
    return new HearingFigures(
        mouths.size(),
        Series.correlation(gap, realGap, all),
        Interval.of(all.length, some -> Series.correlation(gap, realGap, some)),
        Series.correlation(jaw, realJaw, all),
        Interval.of(all.length, some -> Series.correlation(jaw, realJaw, some)),
        Series.deviation(gap) / Series.deviation(realGap),
        (int) closed,
        closed == 0 ? Double.NaN : (double) closing / closed,
        mouths.stream().mapToDouble(Mouth::lipError).sum() / still);
  }

  /** The means of several, without intervals: what they were asked about isn't independent. */
  static HearingFigures mean(List<HearingFigures> some) {
    Interval unknown = new Interval(Double.NaN, Double.NaN);
    return new HearingFigures(
        some.getFirst().frames,
        some.stream().mapToDouble(HearingFigures::opening).average().orElse(Double.NaN),
        unknown,
        some.stream().mapToDouble(HearingFigures::jaw).average().orElse(Double.NaN),
        unknown,
        some.stream().mapToDouble(HearingFigures::spread).average().orElse(Double.NaN),
        some.getFirst().closed,
        some.stream().mapToDouble(HearingFigures::closures).average().orElse(Double.NaN),
        some.stream().mapToDouble(HearingFigures::lipError).average().orElse(Double.NaN));
  }
}
