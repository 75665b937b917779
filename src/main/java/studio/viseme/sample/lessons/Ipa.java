package studio.viseme.sample.lessons;

import static studio.viseme.sample.voice.Phone.*;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;

/**
 * Which of the presenter's sounds looks like a sound of any language, by its IPA symbol. What
 * counts is the mouth: the French <i>u</i> is rounded like <i>oo</i> though its tongue lies
 * elsewhere.
 */
final class Ipa {
  private static final Map<String, List<Phone>> WHOLE =
      Map.ofEntries(
          Map.entry("tʃ", List.of(CH)),
          Map.entry("dʒ", List.of(JH)),
          Map.entry("tɕ", List.of(CH)),
          Map.entry("dʑ", List.of(JH)),
          Map.entry("tʂ", List.of(CH)),
          Map.entry("ts", List.of(T, S)),
          Map.entry("dz", List.of(D, Z)),
          Map.entry("pf", List.of(P, F)),
          Map.entry("aɪ", List.of(AY)),
          Map.entry("aʊ", List.of(AW)),
          Map.entry("eɪ", List.of(EY)),
          Map.entry("oʊ", List.of(OW)),
          Map.entry("əʊ", List.of(OW)),
          Map.entry("ɔɪ", List.of(OY)),
          Map.entry("ɔø", List.of(OY)),
          Map.entry("ɔʏ", List.of(OY)));

  private Ipa() {}

  /**
   * Adds the sounds of a symbol, which share its time evenly; a symbol that says nothing of the
   * mouth lengthens the sound before it.
   *
   * @return its end
   */
  static double add(List<TimedPhone> phones, String symbol, double start, double end) {
    List<Phone> sounds = sounds(symbol);
    if (sounds.isEmpty()) {
      if (phones.isEmpty()) {
        sounds = List.of(SIL);
      } else {
        TimedPhone last = phones.removeLast();
        phones.add(new TimedPhone(last.phone(), last.stress(), last.start(), end, 0));
        return end;
      }
    }
    double each = (end - start) / sounds.size();
    for (int i = 0; i < sounds.size(); i++) {
      phones.add(
          new TimedPhone(
              sounds.get(i),
              0,
              start + i * each,
              i == sounds.size() - 1 ? end : start + (i + 1) * each,
              0));
    }
    return end;
  }

  /** What a symbol's mouth does; empty for a mark without one. */
  static List<Phone> sounds(String symbol) {
    String plain =
        symbol
            .codePoints()
            .filter(c -> Character.isLetter(c) && c != 'ː' && c != 'ʲ' && c != 'ʰ' && c != 'ˑ')
            .filter(c -> Character.getType(c) != Character.MODIFIER_LETTER)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (plain.isEmpty()) {
      return symbol.isBlank() || symbol.startsWith("_") ? List.of(SIL) : List.of();
    }
    List<Phone> whole = WHOLE.get(plain);
    if (whole != null) {
      return whole;
    }
    return plain.codePoints().mapToObj(Ipa::sound).filter(p -> p != SIL).toList();
  }

  private static Phone sound(int symbol) {
    return switch (symbol) {
      case 'p' -> P;
      case 'b', 'ɓ' -> B;
      case 'm' -> M;
      case 'f' -> F;
      case 'v', 'ʋ', 'ⱱ', 'ɱ' -> V;
      case 'w', 'ʍ', 'ɸ', 'β', 'ɥ' -> W;
      case 't', 'ʈ' -> T;
      case 'd', 'ɖ', 'ɗ', 'ɾ', 'ɽ' -> D;
      case 'n', 'ɳ', 'ɲ' -> N;
      case 'l', 'ɫ', 'ɭ', 'ʎ', 'r' -> L;
      case 'ŋ', 'ɴ' -> NG;
      case 's' -> S;
      case 'z' -> Z;
      case 'ʃ', 'ɕ', 'ʂ' -> SH;
      case 'ʒ', 'ʑ', 'ʐ' -> ZH;
      case 'θ' -> TH;
      case 'ð' -> DH;
      case 'k', 'q', 'c' -> K;
      case 'ɡ', 'g', 'ɟ', 'ɢ' -> G;
      case 'h', 'ɦ', 'x', 'χ', 'ħ', 'ʁ', 'ʀ', 'ɣ', 'ɰ', 'ʔ', 'ç' -> HH;
      case 'j', 'ʝ' -> Y;
      case 'ɹ', 'ɻ' -> R;
      case 'i', 'ɪ', 'ɨ', 'ᵻ' -> symbol == 'i' ? IY : IH;
      case 'e' -> IH;
      case 'ɛ' -> EH;
      case 'æ' -> AE;
      case 'a', 'ɑ', 'ɐ', 'ɶ' -> AA;
      case 'ɒ', 'ɔ' -> AO;
      case 'ʌ' -> AH;
      case 'ə', 'ɘ', 'ɤ' -> IH;
      case 'ɜ', 'ɚ', 'ɝ', 'œ', 'ɵ', 'ɞ' -> ER;
      case 'o', 'ø', 'ʊ', 'ʏ' -> UH;
      case 'u', 'y', 'ɯ', 'ʉ' -> symbol == 'ɯ' ? IH : UW;
      default -> bare(symbol);
    };
  }

  /** A vowel with marks on it is the vowel: Japanese has ä, nasal vowels have tildes. */
  private static Phone bare(int symbol) {
    String apart = Normalizer.normalize(Character.toString(symbol), Normalizer.Form.NFD);
    return apart.codePointAt(0) == symbol ? SIL : sound(apart.codePointAt(0));
  }
}
