package studio.viseme.sample.lessons;

import java.util.List;
import java.util.random.RandomGenerator;
import studio.viseme.sample.voice.FormantSynthesizer;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.SampleScript;

/** The sample presenter's voice, saying syllables that mean nothing. */
final class OwnVoice {
  private static final List<Phone> VOWELS = of(Phone.Kind.VOWEL);
  private static final List<Phone> CONSONANTS =
      List.of(Phone.values()).stream()
          .filter(p -> p.kind() != Phone.Kind.VOWEL && p != Phone.SIL && p != Phone.NG)
          .toList();

  private OwnVoice() {}

  private static List<Phone> of(Phone.Kind kind) {
    return List.of(Phone.values()).stream().filter(p -> p.kind() == kind).toList();
  }

  static Utterance speak(RandomGenerator random, boolean varyPitch, boolean varySpeed) {
    StringBuilder phones = new StringBuilder();
    int syllables = random.nextInt(15, 40);
    for (int s = 0; s < syllables; s++) {
      if (random.nextDouble() < 0.9) {
        phones.append(one(CONSONANTS, random)).append(' ');
      }
      phones.append(one(VOWELS, random)).append(random.nextInt(3)).append(' ');
      if (random.nextDouble() < 0.35) {
        phones.append(one(CONSONANTS, random)).append(' ');
      }
      phones.append(random.nextDouble() < 0.1 ? ", " : random.nextDouble() < 0.4 ? "| " : "");
    }
    double pitch = 85 * Math.pow(3, random.nextDouble());
    double tempo = 0.8 + 0.7 * random.nextDouble();
    String ending = random.nextDouble() < 0.3 ? "?" : ".";
    SampleScript script =
        new SampleScript(
            "lesson",
            varyPitch ? pitch : 140,
            varySpeed ? tempo : 1.1,
            List.of(new SampleScript.Sentence(ending, phones.toString().strip())));
    return new Utterance(FormantSynthesizer.speak(script, random.nextLong()), script.timing());
  }

  private static Phone one(List<Phone> choice, RandomGenerator random) {
    return choice.get(random.nextInt(choice.size()));
  }
}
