package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.Place;
import dev.zener.data.WordRule;
import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.pretrained.StoredWordRule;
import dev.zener.testing.HfTiny;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Text is cut into the words and sentences that a model learned from. */
class TaggerWordsTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  private static final WordRule HYPHENS =
      new WordRule(Map.of((int) '-', EnumSet.of(Place.LETTERS)), Set.of("dr."), Set.of(), false);

  @TempDir Path folder;

  /** The tiny tagger's sizes with random weights, which tag some words and not others. */
  private Tagger tagger(WordRule rule) {
    ModelDirectory tiny = ModelDirectory.open(HfTiny.TAGGER);
    LabelSet labels = LabelSet.of(List.of("PER", "ORG"));
    try (Parameters p =
        Parameters.random(new TaggerShape(tiny.encoder(), labels.size(), List.of()), 5)) {
      Path target = folder.resolve("tagger");
      Map<String, String> info = StoredWordRule.info(rule);
      ModelWriter.write(target, p, labels, tiny.tokenizer(), DType.F32, info);
      return Tagger.open(target);
    }
  }

  @Test
  void asTextAndAsTokensASentenceHasTheSameEntities() throws IOException {
    Path given = CASES.resolve("01-hyphenated-words");
    JsonNode tokens = JsonMapper.shared().readTree(Files.readString(given.resolve("nato.jsonl")));
    List<String> words = tokens.get("tokens").valueStream().map(JsonNode::stringValue).toList();
    String text = Files.readString(given.resolve("in.txt")).strip();
    try (Tagger tagger = tagger(HYPHENS)) {
      TaggedText asText = tagger.tag(text);
      TaggedText asTokens = tagger.tagWords(words);
      assertThat(asText.words()).isEqualTo(words).contains("NATO-a");
      assertThat(asText.tags()).isEqualTo(asTokens.tags()).contains("B-PER");
      assertThat(asText.entities().stream().map(TaggedEntity::confidence))
          .isEqualTo(asTokens.entities().stream().map(TaggedEntity::confidence).toList());
      for (TaggedEntity entity : asText.entities()) {
        assertThat(text.substring(entity.start(), entity.end())).isEqualTo(entity.text());
      }
    }
  }

  @Test
  void aModelWithoutARuleCutsAtEveryMark() {
    try (Tagger tagger = Tagger.open(HfTiny.TAGGER)) {
      assertThat(tagger.tag("NATO-a.").words()).containsExactly("NATO", "-", "a", ".");
    }
  }

  @Test
  void aFormFeedPartsWords() throws IOException {
    String text = Files.readString(CASES.resolve("12-form-feed/in.txt")).strip();
    try (Tagger tagger = Tagger.open(HfTiny.TAGGER)) {
      TaggedText tagged = tagger.tag(text);
      assertThat(tagged.words()).containsSubsequence("Beogradu", "Ana");
      assertThat(tagged.tags())
          .isEqualTo(tagger.tag(text.replace('\f', ' ')).tags())
          .isEqualTo(tagger.tag(text.replace('\f', '\u000b')).tags());
    }
  }

  @Test
  void theSentencesOfADocumentAreTaggedEachForItself() {
    List<String> sentences = List.of("Ana ide u Zagreb.", "Wien liegt 😀 da!", "Ana u Wien?");
    String document = String.join("  ", sentences);
    try (Tagger tagger = Tagger.open(HfTiny.TAGGER)) {
      TaggedText whole = tagger.tagDocuments(List.of(document, ""), Locale.ROOT).get(0);
      List<String> tags = new ArrayList<>();
      List<TaggedEntity> entities = new ArrayList<>();
      int start = 0;
      for (TaggedText alone : tagger.tag(sentences)) {
        for (TaggedEntity e : alone.entities()) {
          entities.add(
              new TaggedEntity(
                  e.type(),
                  e.text(),
                  start + e.start(),
                  start + e.end(),
                  tags.size() + e.firstWord(),
                  tags.size() + e.endWord(),
                  e.confidence()));
        }
        tags.addAll(alone.tags());
        start += alone.text().length() + 2;
      }
      assertThat(whole.text()).isEqualTo(document);
      assertThat(whole.tags()).isEqualTo(tags);
      assertThat(whole.words()).isEqualTo(tagger.tag(document).words());
      assertThat(whole.entities()).hasSameSizeAs(entities).isNotEmpty();
      for (int e = 0; e < entities.size(); e++) {
        assertThat(whole.entities().get(e))
            .usingRecursiveComparison()
            .withEqualsForFields((Double a, Double b) -> Math.abs(a - b) < 1e-6, "confidence")
            .isEqualTo(entities.get(e));
      }
      assertThat(tagger.tagDocuments(List.of("", " "), Locale.ROOT))
          .isEqualTo(tagger.tag(List.of("", " ")));
    }
  }
}
