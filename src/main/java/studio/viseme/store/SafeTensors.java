package studio.viseme.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import studio.viseme.job.JobException;

/**
 * Named arrays in one file, in the safetensors format: eight bytes with the length of a JSON
 * header, the header, then the numbers, little-endian and without gaps. Read through a memory map;
 * only what is asked for is copied to the heap.
 *
 * <p>A header is a claim. Before anything of it is used it is checked that every name has a known
 * type, that every shape fits its bytes, and that the tensors cover the data exactly, without
 * overlap; a file that fails is refused in one line.
 */
public final class SafeTensors {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long MAX_HEADER = 16 << 20;

  /** Bytes that are written at a time. */
  private static final int BLOCK = 1 << 16;

  private static final String METADATA = "__metadata__";

  private record Entry(TensorType type, long[] shape, long begin, long end) {}

  private final Path file;
  private final MemorySegment data;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private SafeTensors(
      Path file, MemorySegment data, Map<String, Entry> entries, Map<String, String> metadata) {
    this.file = file;
    this.data = data;
    this.entries = entries;
    this.metadata = metadata;
  }

  /**
   * @throws JobException (input) when the file can't be read or its header lies
   */
  public static SafeTensors read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return parse(
          file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  /**
   * Reads a file that the program carries inside itself.
   *
   * @param file its name, for messages
   * @throws JobException (input) when its header lies
   */
  public static SafeTensors of(byte[] bytes, Path file) {
    return parse(file, MemorySegment.ofArray(bytes));
  }

  private static SafeTensors parse(Path file, MemorySegment all) {
    long size = all.byteSize();
    require(size >= 8, "it has no header", file);
    long header = all.get(LONG, 0);
    require(
        header >= 2 && header <= MAX_HEADER && header <= size - 8,
        "its header can't be " + header + " bytes",
        file);
    String text =
        new String(all.asSlice(8, header).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    return parse(file, all.asSlice(8 + header), Json.tree(text, file));
  }

  private static SafeTensors parse(Path file, MemorySegment data, JsonNode header) {
    require(header.isObject(), "its header is no object", file);
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field
            .getValue()
            .properties()
            .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
      } else {
        entries.put(field.getKey(), entry(field.getKey(), field.getValue(), data.byteSize(), file));
      }
    }
    requireCovered(entries, data.byteSize(), file);
    return new SafeTensors(file, data, entries, Collections.unmodifiableMap(metadata));
  }

  private static Entry entry(String name, JsonNode node, long bytes, Path file) {
    TensorType type = null;
    for (TensorType known : TensorType.values()) {
      if (known.name().equals(node.path("dtype").asText())) {
        type = known;
      }
    }
    require(type != null, "the type of \"" + name + "\" is unknown", file);
    JsonNode offsets = node.path("data_offsets");
    JsonNode sizes = node.path("shape");
    boolean formed = sizes.isArray() && offsets.isArray() && offsets.size() == 2;
    require(
        formed && whole(sizes) && whole(offsets),
        "the place of \"" + name + "\" can't be understood",
        file);
    long[] shape = new long[sizes.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
      require(
          shape[i] >= 0 && (shape[i] == 0 || count <= bytes / shape[i]),
          "\"" + name + "\" is larger than the file",
          file);
      count *= shape[i];
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    require(
        begin >= 0 && begin <= end && end <= bytes, "\"" + name + "\" lies outside the file", file);
    require(
        count * type.bytes() == end - begin,
        "the shape of \"" + name + "\" doesn't fit its bytes",
        file);
    return new Entry(type, shape, begin, end);
  }

  private static boolean whole(JsonNode array) {
    for (JsonNode value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        return false;
      }
    }
    return true;
  }

  private static void requireCovered(Map<String, Entry> entries, long bytes, Path file) {
    long[] begins =
        entries.values().stream()
            .filter(e -> e.end > e.begin)
            .mapToLong(Entry::begin)
            .sorted()
            .toArray();
    long[] ends =
        entries.values().stream()
            .filter(e -> e.end > e.begin)
            .mapToLong(Entry::end)
            .sorted()
            .toArray();
    long at = 0;
    for (int i = 0; i < begins.length; i++) {
      require(begins[i] == at, "its tensors overlap or leave gaps", file);
      at = ends[i];
    }
    require(at == bytes, "its data has %d bytes instead of %d".formatted(bytes, at), file);
  }

  private static void require(boolean holds, String why, Path file) {
    if (!holds) {
      throw JobException.input(
          "The file is damaged, " + why, file, "restore it from a copy or make it anew");
    }
  }

  /** The tensors' names, in the order of the header. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  public long[] shape(String name) {
    return entry(name).shape.clone();
  }

  /**
   * @throws JobException (input) when there is no such tensor, or it holds other numbers or too
   *     many for an array
   */
  public float[] floats(String name) {
    return slice(name, TensorType.F32).toArray(FLOAT);
  }

  public int[] ints(String name) {
    return slice(name, TensorType.I32).toArray(INT);
  }

  public byte[] bytes(String name) {
    return slice(name, TensorType.U8).toArray(ValueLayout.JAVA_BYTE);
  }

  /** {@code count} floats of a tensor from {@code first} on; the rest of it stays on the disk. */
  public float[] floats(String name, long first, int count) {
    MemorySegment all = slice(name, TensorType.F32);
    return all.asSlice(first * Float.BYTES, (long) count * Float.BYTES).toArray(FLOAT);
  }

  private MemorySegment slice(String name, TensorType type) {
    Entry entry = entry(name);
    require(
        entry.type == type, "\"" + name + "\" holds " + entry.type + " instead of " + type, file);
    require(
        (entry.end - entry.begin) / type.bytes() < Integer.MAX_VALUE - 8,
        "\"" + name + "\" is too large",
        file);
    return data.asSlice(entry.begin, entry.end - entry.begin);
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    require(entry != null, "it holds no \"" + name + "\"", file);
    return entry;
  }

  /** Begins a new file. */
  public static Writer writer() {
    return new Writer();
  }

  /** Collects arrays, which are not copied, and writes them. */
  public static final class Writer {
    private record Pending(TensorType type, long[] shape, long bytes, Values values) {}

    /** Writes a tensor's bytes. */
    private interface Values {
      void writeTo(OutputStream out) throws IOException;
    }

    private final Map<String, Pending> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private Writer() {}

    public Writer metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /**
     * @throws IllegalArgumentException when the shape doesn't fit the array or the name is taken
     */
    public Writer floats(String name, float[] values, long... shape) {
      return add(name, TensorType.F32, MemorySegment.ofArray(values), values.length, shape);
    }

    public Writer ints(String name, int[] values, long... shape) {
      return add(name, TensorType.I32, MemorySegment.ofArray(values), values.length, shape);
    }

    public Writer bytes(String name, byte[] values, long... shape) {
      return add(name, TensorType.U8, MemorySegment.ofArray(values), values.length, shape);
    }

    /**
     * A tensor of one dimension that is never in memory as a whole: its values are asked for, one
     * block after the other, while the file is written.
     *
     * @param count how many in all
     */
    public Writer floats(String name, long count, FloatBlocks blocks) {
      return add(name, TensorType.F32, out -> copy(blocks, count, out), count, new long[0]);
    }

    private Writer add(
        String name, TensorType type, MemorySegment values, long count, long[] shape) {
      return add(name, type, out -> copy(type, values, out), count, shape);
    }

    private Writer add(String name, TensorType type, Values values, long count, long[] shape) {
      long[] known = shape.length == 0 ? new long[] {count} : shape.clone();
      if (Arrays.stream(known).reduce(1, Math::multiplyExact) != count || name.equals(METADATA)) {
        throw new IllegalArgumentException(
            name + " of " + Arrays.toString(known) + " with " + count + " values");
      }
      if (tensors.put(name, new Pending(type, known, count * type.bytes(), values)) != null) {
        throw new IllegalArgumentException("two tensors " + name);
      }
      return this;
    }

    /** Writes the file atomically. Equal tensors give equal bytes. */
    public void write(Path target) {
      byte[] header = header();
      AtomicFiles.write(
          target,
          out -> {
            byte[] length = new byte[8];
            MemorySegment.ofArray(length).set(LONG, 0, header.length);
            out.write(length);
            out.write(header);
            for (Pending tensor : tensors.values()) {
              tensor.values.writeTo(out);
            }
          });
    }

    private byte[] header() {
      Map<String, Object> header = new LinkedHashMap<>();
      if (!metadata.isEmpty()) {
        header.put(METADATA, metadata);
      }
      long at = 0;
      for (Map.Entry<String, Pending> entry : tensors.entrySet()) {
        Pending tensor = entry.getValue();
        long end = at + tensor.bytes;
        header.put(
            entry.getKey(),
            Map.of(
                "dtype",
                tensor.type.name(),
                "shape",
                tensor.shape,
                "data_offsets",
                new long[] {at, end}));
        at = end;
      }
      String text = Json.line(header);
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return (text + " ".repeat(Math.floorMod(-length, 8))).getBytes(StandardCharsets.UTF_8);
    }

    /** Java's own order of bytes is the machine's; the file's is little-endian. */
    private static void copy(TensorType type, MemorySegment values, OutputStream out)
        throws IOException {
      byte[] block = new byte[BLOCK];
      MemorySegment target = MemorySegment.ofArray(block);
      long bytes = values.byteSize();
      for (long at = 0; at < bytes; at += block.length) {
        int count = (int) Math.min(block.length, bytes - at);
        if (type == TensorType.U8) {
          MemorySegment.copy(values, at, target, 0, count);
        } else {
          MemorySegment.copy(values, ValueLayout.JAVA_INT_UNALIGNED, at, target, INT, 0, count / 4);
        }
        out.write(block, 0, count);
      }
    }

    private static void copy(FloatBlocks blocks, long count, OutputStream out) throws IOException {
      float[] block = new float[BLOCK / Float.BYTES];
      for (long done = 0; done < count; done += block.length) {
        int length = (int) Math.min(block.length, count - done);
        blocks.fill(block, length);
        copy(TensorType.F32, MemorySegment.ofArray(block).asSlice(0, 4L * length), out);
      }
    }
  }

  /** Where a tensor's values come from when they don't fit into memory. */
  @FunctionalInterface
  public interface FloatBlocks {
    /** Puts the next {@code count} values at the start of {@code block}. */
    void fill(float[] block, int count);
  }
}
