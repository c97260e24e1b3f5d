package dev.zener.testing;

import dev.zener.weights.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tiny tagger as saved by transformers, and the results of transformers for its three
 * sentences.
 */
public final class HfTiny {
  /** A tagger with the labels O, B-PER, I-PER, B-LOC, I-LOC and 32 positions. */
  public static final Path TAGGER = Path.of("src/test/resources/golden/hf-tiny");

  /** The same encoder as an old checkpoint without a tagging head. */
  public static final Path ENCODER = Path.of("src/test/resources/golden/hf-old");

  private HfTiny() {}

  public static Golden expected() {
    return new Golden("hf-tiny/expected");
  }

  public static List<String> sentences() {
    Path file = TAGGER.resolve("expected.safetensors");
    try (WeightFile open = WeightFile.open(file)) {
      JsonNode facts = JsonMapper.shared().readTree(open.metadata().get("golden"));
      List<String> sentences = new ArrayList<>();
      facts.get("sentences").forEach(text -> sentences.add(text.stringValue()));
      return sentences;
    }
  }
}
