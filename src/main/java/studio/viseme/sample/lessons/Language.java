package studio.viseme.sample.lessons;

import java.util.random.RandomGenerator;

/**
 * What is said in a language: everyday words in no order, and between them words that don't exist,
 * so that each sound meets each other. Nobody's sentences are in it.
 */
public enum Language {
  ENGLISH(
      "the people of my family have been waiting for a better summer while big brown birds flew"
          + " above water maybe we should move five more boxes from this room before lunch time"
          + " thank you very much both mothers jump over happy purple bubbles every week what year"
          + " will it be when everyone comes home again good morning how many apples could she buy"
          + " number problem simple member important remember maybe public table believe village",
      "p b m f v w th d t s z sh ch j k g h y r l n pr bl st br fl",
      "a e i o u ee oo ou ay oy ar or er",
      "en-us",
      "en",
      "en-gb-scotland",
      "en-gb-x-rp",
      "en-029"),
  GERMAN(
      "guten morgen meine mutter und der große bruder haben immer viel wasser auf dem boden über"
          + " fünf schöne bäume fliegen pfeifen apfel kopf aber bitte wieder bleiben warum können wir"
          + " nicht etwas mehr brot probieren sommer himmel blume freund vater wollen müssen jahr"
          + " problem beispiel zimmer bild papier beim lieben oben öffnen früh zwei zwischen jetzt",
      "p b m f w v d t s z sch k g h j r l n pf br bl st fl",
      "a e i o u ä ö ü ei au eu ie",
      "de"),
  FRENCH(
      "bonjour ma belle maman mange une pomme pendant que papa boit du vin blanc peut être beaucoup"
          + " de monde fait la fête avec des amis vous pouvez venir demain matin chambre fenêtre plume"
          + " heure deux feuilles bleues sous le pont notre ville je voudrais un peu de pain problème"
          + " jamais simple monsieur madame vivre homme femme jambe nombre important quelque chose",
      "p b m f v d t s z ch j c g r l n pr bl br fl",
      "a e i o u ou eu eau oi an on in un é è",
      "fr",
      "fr-be"),
  ITALIAN(
      "buongiorno la mamma compra molto pane bianco per i bambini dopo il mare piove sempre un poco"
          + " mio fratello vuole vivere a roma perché ama le piazze grandi fumo bello gatto amico"
          + " problema tempo numero primavera uomo donna sabato campo gamba buono febbraio ombra",
      "p b m f v d t s z sc c g r l n pr br st",
      "a e i o u ia io uo",
      "it"),
  SPANISH(
      "buenos días mi hermano vive en una pueblo blanco cerca del mar donde siempre llueve poco"
          + " hombre mujer nombre tiempo primavera cabeza febrero problema campo fuego jamón muy bien"
          + " por favor vamos a comer pan y manzanas también ahora bebemos agua amarillo pequeño",
      "p b m f v d t s ch j g r l n pr br fl",
      "a e i o u ie ue",
      "es",
      "es-419"),
  DUTCH(
      "goede morgen mijn moeder heeft vijf bruine bomen bij het water gezien waarom blijven wij"
          + " vandaag niet buiten appel boven vriend fiets deur huis zomer mooi bloem papier probleem"
          + " kamer wonen leven veel beter misschien",
      "p b m f v w d t s z k g h j r l n br bl",
      "a e i o u oe ui ij eu aa oo",
      "nl"),
  PORTUGUESE(
      "bom dia minha mãe compra maçãs para o almoço porque o tempo está bonito homem mulher campo"
          + " problema nome sempre branco primavera também fevereiro amigo vamos beber um pouco de"
          + " água novo velho família chuva",
      "p b m f v d t s z ch j g r l n pr br",
      "a e i o u ão ei ou",
      "pt",
      "pt-br"),
  JAPANESE(
      "おはよう ありがとう わたし まいにち ばんごはん たべます みず のみもの ともだち ふゆ ひまわり"
          + " べんきょう でんわ まめ ぶんか みみ ぼうし かぞく はな やま あめ こんばんは もも ぱん"
          + " えんぴつ しんぶん むすめ むかし せんせい がっこう なまえ つくえ",
      "か さ た な は ま や ら わ ば ぱ だ が ざ み む め も び ぶ べ ぼ ぴ ぷ ぺ ぽ ふ し ち つ",
      "い う え お ん あ",
      "ja"),
  CHINESE(
      "jin1tian1 ming2tian1 ma1ma5 ba4ba5 peng2you3 ping2guo3 mian4bao1 mei2you3 bei3jing1 fei1ji1"
          + " bu2yao4 chi1fan4 feng1yu3 men2kou3 piao4liang5 bu4fen5 ping2an1 ban4fa3 mei3tian1"
          + " wo3men5 ni3men5 ta1men5 xue2sheng5 lao3shi1 xi3huan5 gong1zuo4 zhong1guo2 shen2me5"
          + " shi2hou5 mi3fan4 bai2se4 hong2se4 mu3qin1 fu4qin1 fang1bian4 pu3tong1 mi4mi4 mu4tou5",
      "b p m f d t n l g k h j q x zh ch sh r z c s",
      "a1 o1 i2 u3 an4 ang1 ai2 ao3 ou1 en4 eng2 ian3 iu4 uo1",
      "cmn-latn-pinyin");

  private static final double INVENTED = 0.3;

  private final String[] words;
  private final String[] onsets;
  private final String[] rimes;
  private final String[] voices;

  Language(String words, String onsets, String rimes, String... voices) {
    this.words = words.split(" ");
    this.onsets = onsets.split(" ");
    this.rimes = rimes.split(" ");
    this.voices = voices;
  }

  /** A name of eSpeak's for one of the language's accents. */
  String voice(RandomGenerator random) {
    return one(voices, random);
  }

  /** Some words, commas and stops. */
  String text(RandomGenerator random) {
    int count = random.nextInt(10, 24);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      if (!text.isEmpty()) {
        double pause = random.nextDouble();
        text.append(pause < 0.05 ? ". " : pause < 0.15 ? ", " : " ");
      }
      if (random.nextDouble() < INVENTED) {
        int syllables = random.nextInt(1, 4);
        for (int s = 0; s < syllables; s++) {
          text.append(one(onsets, random)).append(one(rimes, random));
        }
      } else {
        text.append(one(words, random));
      }
    }
    return text.append('.').toString();
  }

  private static String one(String[] choice, RandomGenerator random) {
    return choice[random.nextInt(choice.length)];
  }
}
