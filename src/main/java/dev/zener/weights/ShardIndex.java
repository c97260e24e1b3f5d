package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The index of weights stored in several files (shards): {@code {"weight_map": {"tensor name":
 * "file name"}}}.
 *
 * @param files the file name of each tensor, in the order of the index; the files are in the folder
 *     of the index
 */
record ShardIndex(Map<String, String> files) {
  /** The maximum size of an index in bytes. */
  static final int MAX_BYTES = 1 << 25;

  /** The maximum number of tensors in an index. */
  private static final int MAX_TENSORS = 1 << 18;

  private static final String MAP = "weight_map";

  /** The maximum length of a file name on common file systems. */
  private static final int LONGEST_NAME = 255;

  static ShardIndex parse(ByteBuffer json) {
    Map<String, String> files = new LinkedHashMap<>();
    boolean[] found = new boolean[1];
    JsonInput.parse(
        json,
        input -> {
          input.members("the index", member -> found[0] |= member(member, input, files));
          return null;
        });
    if (!found[0]) {
      throw new InputException("the index has no " + MAP);
    }
    return new ShardIndex(files);
  }

  private static boolean member(String member, JsonInput input, Map<String, String> files) {
    if (!member.equals(MAP)) {
      input.skip();
      return false;
    }
    input.members(MAP, name -> put(files, name, fileName(name, input.string(MAP))));
    return true;
  }

  private static void put(Map<String, String> files, String tensor, String file) {
    files.put(tensor, file);
    if (files.size() > MAX_TENSORS) {
      throw new InputException(
          "an index of more than " + MAX_TENSORS + " tensors is not supported");
    }
  }

  /** Requires a plain file name, so that an index cannot refer to files in other folders. */
  private static String fileName(String tensor, String file) {
    if (file.isBlank()
        || file.length() > LONGEST_NAME
        || file.startsWith(".")
        || !file.matches("[^/\\\\:\\p{Cntrl}]+")) {
      throw new InputException(
          "the index places tensor %s in %s; allowed: the plain name of a file next to the index"
              .formatted(Quoted.of(tensor), Quoted.of(file)));
    }
    return file;
  }
}
