package studio.viseme.sample.lessons;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import studio.viseme.job.JobException;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.TimedPhone;

/**
 * The synthesiser eSpeak NG as the system has it installed, called through its C interface ({@code
 * speak_lib.h}, version 1.51): it tells the sample at which each phone begins. One at a time in a
 * process, one thread at a time: the library keeps its state in globals.
 */
final class Espeak implements AutoCloseable {
  private static final String LIBRARY = "libespeak-ng.so.1";

  /**
   * {@code AUDIO_OUTPUT_SYNCHRONOUS}: sound goes to the callback, and a call returns at its end.
   */
  private static final int SYNCHRONOUS = 2;

  /** {@code espeakINITIALIZE_PHONEME_EVENTS | PHONEME_IPA | DONT_EXIT}. */
  private static final int OPTIONS = 1 | 2 | 0x8000;

  private static final int RATE = 1;
  private static final int PITCH = 3;
  private static final int RANGE = 4;

  /** {@code espeakCHARS_UTF8 | espeakENDPAUSE}. */
  private static final int FLAGS = 1 | 0x1000;

  // typedef struct { type, unique_identifier, text_position, length, audio_position, sample: int;
  //   user_data: void*; id: union of int, char*, char[8] } espeak_EVENT;
  private static final long EVENT_BYTES = 40;
  private static final long EVENT_SAMPLE = 20;
  private static final long EVENT_ID = 32;
  private static final int EVENT_PHONEME = 7;

  private static final double LEAST_SECONDS = 0.2;
  private static final double LONGEST_CLOSURE = 0.09;

  /** Power, relative to the loudest 5 ms. */
  private static final double SILENT = 1e-4;

  /** A mark without a name that is shorter than this is no pause, seconds. */
  private static final double LEAST_PAUSE = 0.045;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle setVoice;
  private final MethodHandle setParameter;
  private final MethodHandle synth;
  private final MethodHandle terminate;
  private final int rate;

  private final List<short[]> pieces = new ArrayList<>();
  private final List<String> symbols = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  /**
   * @throws JobException (input) when the library isn't installed
   */
  Espeak() {
    try {
      SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, arena);
      Linker linker = Linker.nativeLinker();
      setVoice = handle(linker, library, "espeak_SetVoiceByName", ValueLayout.ADDRESS);
      setParameter =
          handle(
              linker,
              library,
              "espeak_SetParameter",
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT);
      synth =
          handle(
              linker,
              library,
              "espeak_Synth",
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS);
      terminate = handle(linker, library, "espeak_Terminate");
      MethodHandle initialize =
          handle(
              linker,
              library,
              "espeak_Initialize",
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT);
      rate = (int) initialize.invokeExact(SYNCHRONOUS, 0, MemorySegment.NULL, OPTIONS);
      MethodHandle listener =
          MethodHandles.lookup()
              .findVirtual(
                  Espeak.class,
                  "listen",
                  MethodType.methodType(
                      int.class, MemorySegment.class, int.class, MemorySegment.class))
              .bindTo(this);
      MemorySegment stub =
          linker.upcallStub(
              listener,
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS),
              arena);
      MethodHandle setCallback =
          linker.downcallHandle(
              library.findOrThrow("espeak_SetSynthCallback"),
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
      setCallback.invokeExact(stub);
    } catch (IllegalArgumentException e) {
      throw JobException.input(
          "eSpeak NG isn't installed", LIBRARY, "install it (Debian: espeak-ng)");
    } catch (Throwable e) {
      throw new IllegalStateException("eSpeak NG can't be called", e);
    }
    if (rate <= 0) {
      throw JobException.input(
          "eSpeak NG doesn't start", LIBRARY, "install its data (Debian: espeak-ng-data)");
    }
  }

  private static MethodHandle handle(
      Linker linker, SymbolLookup library, String name, ValueLayout... arguments) {
    return linker.downcallHandle(
        library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /**
   * Says something.
   *
   * @param voice a language and a variant, such as {@code en-gb+f3}
   * @param wordsPerMinute 80 … 450
   * @param pitch 0 … 99
   * @param range of the melody, 0 … 99
   * @throws JobException (input) for a voice that isn't there
   */
  Utterance speak(String voice, String text, int wordsPerMinute, int pitch, int range) {
    pieces.clear();
    symbols.clear();
    starts.clear();
    try (Arena call = Arena.ofConfined()) {
      if ((int) setVoice.invokeExact(call.allocateFrom(voice)) != 0) {
        throw JobException.input(
            "eSpeak NG has no such voice", voice, "install version 1.51 with its data");
      }
      set(RATE, wordsPerMinute);
      set(PITCH, pitch);
      set(RANGE, range);
      MemorySegment written = call.allocateFrom(text, StandardCharsets.UTF_8);
      int ignored =
          (int)
              synth.invokeExact(
                  written,
                  written.byteSize(),
                  0,
                  0,
                  0,
                  FLAGS,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
    } catch (JobException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("eSpeak NG can't speak", e);
    }
    return utterance();
  }

  private void set(int parameter, int value) throws Throwable {
    int ignored = (int) setParameter.invokeExact(parameter, value, 0);
  }

  /** The library's callback: samples, how many, and events up to one of type 0. */
  private int listen(MemorySegment samples, int count, MemorySegment events) {
    if (count > 0) {
      pieces.add(samples.reinterpret(2L * count).toArray(ValueLayout.JAVA_SHORT));
    }
    for (long at = 0; ; at += EVENT_BYTES) {
      MemorySegment event = events.reinterpret(at + EVENT_BYTES).asSlice(at);
      int type = event.get(ValueLayout.JAVA_INT, 0);
      if (type == 0) {
        return 0;
      }
      if (type == EVENT_PHONEME) {
        byte[] name = event.asSlice(EVENT_ID).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < name.length && name[length] != 0) {
          length++;
        }
        symbols.add(new String(name, 0, length, StandardCharsets.UTF_8));
        starts.add(event.get(ValueLayout.JAVA_INT, EVENT_SAMPLE));
      }
    }
  }

  /**
   * The library tells when a plosive bursts; the closure, which is silent, is part of it too: the
   * start moves back through what is silent, at most to the middle of the sound before.
   */
  private void holdClosures(float[] sound) {
    int block = rate / 200;
    double[] level = new double[sound.length / block + 1];
    double loudest = 0;
    for (int i = 0; i < sound.length; i++) {
      level[i / block] += sound[i] * sound[i] / block;
      loudest = Math.max(loudest, level[i / block]);
    }
    for (int i = 1; i < starts.size(); i++) {
      List<Phone> sounds = Ipa.sounds(symbols.get(i));
      if (sounds.isEmpty()
          || sounds.getFirst().kind() != Phone.Kind.PLOSIVE
              && sounds.getFirst().kind() != Phone.Kind.VOICED_PLOSIVE) {
        continue;
      }
      int earliest =
          Math.max(
              (starts.get(i - 1) + starts.get(i)) / 2,
              starts.get(i) - (int) (LONGEST_CLOSURE * rate));
      int start = starts.get(i);
      while (start - block >= earliest
          && start / block - 1 < level.length
          && level[start / block - 1] < SILENT * loudest) {
        start -= block;
      }
      starts.set(i, start);
    }
  }

  private Utterance utterance() {
    int count = pieces.stream().mapToInt(p -> p.length).sum();
    float[] sound = new float[count];
    int at = 0;
    for (short[] piece : pieces) {
      for (short sample : piece) {
        sound[at++] = sample / 32768f;
      }
    }
    float[] samples = Resampler.to16k(sound, rate);
    holdClosures(sound);
    double end = Math.max(LEAST_SECONDS, (double) count / rate);
    List<TimedPhone> phones = new ArrayList<>();
    double now = 0;
    if (!starts.isEmpty() && starts.getFirst() > 0) {
      now = (double) starts.getFirst() / rate;
      phones.add(new TimedPhone(Phone.SIL, 0, 0, now, 0));
    }
    for (int i = 0; i < symbols.size(); i++) {
      double next = i + 1 < starts.size() ? (double) starts.get(i + 1) / rate : end;
      if (next > now) {
        String symbol = symbols.get(i);
        boolean mark = symbol.isBlank() && next - now < LEAST_PAUSE;
        now = Ipa.add(phones, mark ? "ː" : symbol, now, next);
      }
    }
    if (phones.isEmpty() || now < end) {
      phones.add(new TimedPhone(Phone.SIL, 0, now, end, 0));
    }
    return new Utterance(samples, phones);
  }

  @Override
  public void close() {
    try {
      int ignored = (int) terminate.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("eSpeak NG can't be closed", e);
    } finally {
      arena.close();
    }
  }
}
