package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Folder;
import dev.zener.files.ZipDirectory;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The supported formats, each with a test that recognises it and a reader. Formats recognised by
 * the end of a file come last, since reading the end of a compressed file needs a pass over it.
 */
enum WeightFormat {
  TORCH_ZIP(
      "PyTorch zip",
      input -> ZipDirectory.isSignature(input.head()),
      (label, input) -> TorchZip.open(label, input.bytes())),
  TORCH_LEGACY(
      "PyTorch before 1.6",
      input -> TorchLegacy.isSignature(input.head()),
      (label, input) -> TorchLegacy.open(label, input.bytes())),
  SAFETENSORS(
      "safetensors",
      input -> isSafetensors(input.head()),
      (label, input) -> SafetensorsHeader.open(label, input.bytes())),
  INDEX("index", input -> text(input).stripLeading().startsWith("{"), ShardedWeights::open),
  TENSOR_BUNDLE("TensorFlow checkpoint", TensorBundle::recognises, TensorBundle::open);

  private static final String LFS = "version https://git-lfs";

  private final String label;
  private final Predicate<WeightInput> recognises;
  private final BiFunction<String, WeightInput, WeightFile> reader;

  WeightFormat(
      String label,
      Predicate<WeightInput> recognises,
      BiFunction<String, WeightInput, WeightFile> reader) {
    this.label = label;
    this.recognises = recognises;
    this.reader = reader;
  }

  /** Opens a weight file, or the files listed by an index. */
  static WeightFile open(Folder folder, String name) {
    return open(folder, name, true);
  }

  /** Opens a file listed by an index; it must not be an index itself. */
  static WeightFile openShard(Folder folder, String name) {
    return open(folder, name, false);
  }

  private static WeightFile open(Folder folder, String name, boolean indexAllowed) {
    try {
      Bytes bytes = folder.open(name);
      try {
        WeightInput input = new WeightInput(folder, name, bytes);
        WeightFormat format = of(input);
        if (format == INDEX && !indexAllowed) {
          throw new InputException("is an index; expected: a weight file");
        }
        return format.read(input);
      } catch (RuntimeException | Error e) {
        bytes.close();
        throw e;
      }
    } catch (InputException e) {
      throw told(folder.place(name), e);
    }
  }

  /** Puts the location at the start of the message, unless it is there already. */
  private static InputException told(String place, InputException e) {
    return e.getMessage().startsWith(place)
        ? e
        : new InputException(place + ": " + e.getMessage(), e);
  }

  /** Reads a file of this format. */
  WeightFile read(WeightInput input) {
    return reader.apply(label + " " + input.place(), input);
  }

  static WeightFormat of(WeightInput input) {
    return Arrays.stream(values())
        .filter(format -> format.recognises.test(input))
        .findFirst()
        .orElseThrow(() -> unknown(input));
  }

  private static InputException unknown(WeightInput input) {
    return new InputException(
        text(input).startsWith(LFS)
            ? "a Git LFS pointer, not the weights: fetch them with `git lfs pull`"
            : "neither safetensors nor a PyTorch .bin nor an index.json nor the .index of a"
                + " TensorFlow checkpoint");
  }

  private static String text(WeightInput input) {
    return StandardCharsets.ISO_8859_1.decode(input.head()).toString();
  }

  /**
   * Whether a file starts with a header length whose high bytes are 0, unlike any text, then JSON.
   */
  private static boolean isSafetensors(ByteBuffer head) {
    return head.remaining() >= Long.BYTES
        && head.get(5) == 0
        && head.get(6) == 0
        && head.get(7) == 0
        && (head.remaining() == Long.BYTES || head.get(8) == '{');
  }
}
