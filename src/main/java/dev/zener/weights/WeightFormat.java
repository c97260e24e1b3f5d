package dev.zener.weights;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The formats, told apart by how a file begins. */
enum WeightFormat {
  SAFETENSORS("safetensors"),
  TORCH_ZIP("PyTorch zip"),
  TORCH_LEGACY("PyTorch before 1.6"),
  INDEX("index");

  private static final String LFS = "version https://git-lfs";

  private final String label;

  WeightFormat(String label) {
    this.label = label;
  }

  static WeightFile open(Path file) {
    return open(file, true);
  }

  private static WeightFile open(Path file, boolean indexAllowed) {
    try {
      Bytes bytes = map(file);
      try {
        return open(file, bytes, indexAllowed);
      } catch (RuntimeException | Error e) {
        bytes.close();
        throw e;
      }
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Only a regular file: a pipe would never answer. */
  private static Bytes map(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Files.exists(file)
              ? "not a file; name the weight file or its index.json"
              : "no such file");
    }
    try {
      return Bytes.map(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static WeightFile open(Path file, Bytes bytes, boolean indexAllowed) {
    if (of(bytes) != INDEX) {
      return parse(file.toString(), bytes);
    }
    if (!indexAllowed) {
      throw new InputException("an index where a weight file should be");
    }
    ShardIndex index = ShardIndex.parse(bytes.view(0, indexLength(bytes)));
    bytes.close();
    return ShardedWeights.open(file.toString(), index, name -> open(sibling(file, name), false));
  }

  private static Path sibling(Path index, String name) {
    try {
      return index.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw new InputException(
          "the index names the file "
              + Quoted.of(name)
              + ", which this system's file names cannot spell: rename it, there and on disk",
          e);
    }
  }

  private static int indexLength(Bytes bytes) {
    if (bytes.size() > ShardIndex.MAX_BYTES) {
      throw new InputException(
          "an index of " + bytes.size() + " bytes, at most " + ShardIndex.MAX_BYTES + " are read");
    }
    return (int) bytes.size();
  }

  /** The tensors of a single file. */
  static StoredWeights parse(String path, Bytes bytes) {
    WeightFormat format = of(bytes);
    String description = format.label + " " + path;
    return switch (format) {
      case SAFETENSORS -> SafetensorsHeader.open(description, bytes);
      case TORCH_ZIP -> TorchZip.open(description, bytes);
      case TORCH_LEGACY -> TorchLegacy.open(description, bytes);
      case INDEX -> throw new InputException("an index where a weight file should be");
    };
  }

  static WeightFormat of(Bytes bytes) {
    ByteBuffer head = bytes.view(0, (int) Math.min(bytes.size(), 64));
    if (ZipDirectory.isSignature(head)) {
      return TORCH_ZIP;
    }
    if (TorchLegacy.isSignature(head)) {
      return TORCH_LEGACY;
    }
    if (isSafetensors(head)) {
      return SAFETENSORS;
    }
    String text = StandardCharsets.ISO_8859_1.decode(head.duplicate()).toString();
    if (text.stripLeading().startsWith("{")) {
      return INDEX;
    }
    throw new InputException(
        text.startsWith(LFS)
            ? "a Git LFS pointer, not the weights: fetch them with `git lfs pull`"
            : "neither safetensors nor a PyTorch .bin nor an index.json");
  }

  /** Eight bytes of header length, whose upper ones are zero (no text has any), then JSON. */
  private static boolean isSafetensors(ByteBuffer head) {
    return head.remaining() >= Long.BYTES
        && head.get(5) == 0
        && head.get(6) == 0
        && head.get(7) == 0
        && (head.remaining() == Long.BYTES || head.get(8) == '{');
  }
}
