package dev.zener.fuzz;

import dev.zener.pretrained.ModelDirectory;
import dev.zener.weights.BundleBuilder;
import dev.zener.weights.PickleBuilder;
import dev.zener.weights.WeightFile;
import dev.zener.weights.WeightFuzzer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Weight files that need far more time or memory than their size suggests. */
final class HostileWeights {
  /** The maximum size of a header, a directory, a pickle or an index that the readers accept. */
  private static final int MOST = (1 << 25) - 1000;

  private HostileWeights() {}

  static List<Hostile> all() {
    return List.of(
        weights("tensors without end", out -> header(out, HostileWeights::tensor), "65536 tensors"),
        weights(
            "tensors of 64 dimensions", out -> header(out, HostileWeights::wide), "65536 tensors"),
        weights("metadata without end", out -> metadata(out), "65536 strings"),
        weights(
            "one name of 30 MB", out -> safetensors(out, "{\"" + "a".repeat(30_000_000)), "JSON"),
        weights("a directory without end", HostileWeights::directory, "entries"),
        weights("tensors made and thrown away", out -> zip(out, made()), "not a dictionary"),
        weights("names of one tensor", out -> zip(out, named()), "65536 tensors"),
        weights("notes without end", out -> zip(out, noted()), "instructions"),
        weights("a bomb in the archive", HostileWeights::bomb, "compressed"),
        weights("an index without end", HostileWeights::index, "262144 tensors"),
        checkpoint("a checkpoint of 100,000 tensors", HostileWeights::names, "65536 tensors"),
        checkpoint("a checkpoint's endless key", HostileWeights::longKey, "a key of"),
        checkpoint("a checkpoint of huge tensors", HostileWeights::huge, "which has"),
        archive(
            "a bomb as a model",
            out -> bomb(out, "model.safetensors"),
            "weights never compress that much"),
        archive(
            "a bomb as an archive",
            out -> bomb(out, "inner.zip"),
            "weights never compress that much"));
  }

  private static Hostile weights(String name, Hostile.Content content, String expected) {
    return new Hostile(name, "hostile.weights", content, HostileWeights::read, expected);
  }

  private static Hostile checkpoint(String name, Hostile.Content content, String expected) {
    Target.Reader reader =
        file -> {
          Files.write(file.resolveSibling("hostile.data-00000-of-00001"), new byte[100]);
          read(file);
        };
    return new Hostile(name, "hostile.index", content, reader, expected);
  }

  private static Hostile archive(String name, Hostile.Content content, String expected) {
    return new Hostile(name, "hostile.zip", content, ModelDirectory::open, expected);
  }

  private static void names(OutputStream out) throws IOException {
    BundleBuilder bundle = new BundleBuilder().blockSize(4000);
    for (int i = 0; i < 100_000; i++) {
      bundle.floats("t" + i, new float[0], 0);
    }
    out.write(bundle.files("m").get("m.index"));
  }

  private static void longKey(OutputStream out) throws IOException {
    BundleBuilder bundle = new BundleBuilder().floats("a".repeat(1_000_000), new float[1], 1);
    out.write(bundle.files("m").get("m.index"));
  }

  /** Claims the largest possible number of bytes, none of which exists. */
  private static void huge(OutputStream out) throws IOException {
    BundleBuilder bundle = new BundleBuilder();
    bundle.tensor("x", 1, new long[] {1L << 30, 1L << 30}, new byte[0]);
    out.write(bundle.files("m").get("m.index"));
  }

  private static void read(Path file) {
    try (WeightFile weights = WeightFile.open(file)) {
      weights.names().forEach(name -> WeightFuzzer.readAll(weights, name));
    }
  }

  private static void safetensors(OutputStream out, String json) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
  }

  private static void header(OutputStream out, IntFunction<String> tensor) throws IOException {
    safetensors(out, members("{", tensor, "}"));
  }

  private static String tensor(int i) {
    return "\"" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
  }

  private static String wide(int i) {
    return "\"%d\":{\"dtype\":\"U8\",\"shape\":%s,\"data_offsets\":[0,0]}"
        .formatted(i, Collections.nCopies(64, 0));
  }

  private static void metadata(OutputStream out) throws IOException {
    safetensors(out, members("{\"__metadata__\":{", i -> "\"" + i + "\":\"\"", "}}"));
  }

  private static void index(OutputStream out) throws IOException {
    String index = members("{\"weight_map\":{", i -> "\"" + i + "\":\"a\"", "}}");
    out.write(index.getBytes(StandardCharsets.UTF_8));
  }

  private static String members(String start, IntFunction<String> member, String end) {
    StringBuilder text = new StringBuilder(start);
    for (int i = 0; text.length() < MOST; i++) {
      text.append(i == 0 ? "" : ",").append(member.apply(i));
    }
    return text.append(end).toString();
  }

  /** Many small entries of one file that all share the same content. */
  private static void directory(OutputStream out) throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    zip(one, new PickleBuilder().op('N').stop());
    byte[] archive = one.toByteArray();
    int start = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(archive.length - 6);
    out.write(archive, 0, start);
    int count = MOST / 54;
    for (int i = 0; i < count; i++) {
      byte[] record = new byte[54];
      System.arraycopy(archive, start, record, 0, 46);
      ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putShort(28, (short) 8).putInt(30, 0);
      System.arraycopy("%08x".formatted(i).getBytes(StandardCharsets.US_ASCII), 0, record, 46, 8);
      out.write(record);
    }
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50);
    out.write(end.putInt(12, count * 54).putInt(16, start).array());
  }

  private static PickleBuilder pickle() {
    return new PickleBuilder();
  }

  /**
   * Stores the function that makes a tensor as memo 1, and the arguments of a tensor of 64
   * dimensions as memo 2.
   */
  private static PickleBuilder tensorArguments() {
    long[] ones = IntStream.range(0, 64).mapToLong(i -> 1).toArray();
    return pickle()
        .global("torch._utils", "_rebuild_tensor_v2")
        .op('q', 1, '(')
        .storage("FloatStorage", "0", 1)
        .number(0)
        .tuple(ones)
        .tuple(ones)
        .op(0x89, '}', 't', 'q', 2);
  }

  private static byte[] made() {
    PickleBuilder pickle = tensorArguments();
    for (int i = 0; i < 600_000; i++) {
      pickle.op('h', 1, 'h', 2, 'R');
    }
    return pickle.stop();
  }

  private static byte[] named() {
    PickleBuilder pickle = tensorArguments().op('R', 'q', 3, '}');
    for (int i = 0; i < 600_000; i++) {
      pickle.text(Integer.toString(i, 36)).op('h', 3, 's');
    }
    return pickle.stop();
  }

  private static byte[] noted() {
    PickleBuilder pickle = pickle();
    for (int i = 0; i < 1_000_000; i++) {
      pickle.op('}', 'r').i4(i);
    }
    return pickle.stop();
  }

  private static void zip(OutputStream out, byte[] pickle) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (String name : List.of("a/data.pkl", "a/data/0")) {
      byte[] content = name.endsWith("0") ? new byte[4] : pickle;
      ZipEntry entry = new ZipEntry(name);
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    zip.finish();
  }

  private static void bomb(OutputStream out) throws IOException {
    bomb(out, "a/data.pkl");
  }

  /** Compresses a GiB of zeros into one MiB. */
  private static void bomb(OutputStream out, String name) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(name));
    byte[] zeros = new byte[1 << 20];
    for (int i = 0; i < 1 << 10; i++) {
      zip.write(zeros);
    }
    zip.finish();
  }
}
