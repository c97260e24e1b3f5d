package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.metric.Figures;
import dev.zener.metric.Scorer;
import dev.zener.metric.Summary;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corpora of other schemes and notations keep all their entities. */
class TagNotationTest {
  private static final Path CASES = Path.of("src/test/resources/cases/05-other-schemes-repaired");

  private static LabelledCorpus read(String file) throws IOException {
    return new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(CASES.resolve(file));
  }

  private static List<Span> entities(LabelledCorpus corpus) {
    return corpus.sentences().stream().flatMap(s -> s.entities().stream()).toList();
  }

  @Test
  void bilou() throws IOException {
    LabelledCorpus corpus = read("bilou.conll");
    assertThat(entities(corpus)).containsExactly(new Span(0, 1, "ORG"), new Span(1, 4, "PER"));
    assertThat(corpus.report().scheme()).isEqualTo(Scheme.BIOES);
    assertThat(corpus.report().toString())
        .endsWith("BIOES (letters B I L O U); 1 sentence, 5 words");
  }

  @Test
  void bmes() throws IOException {
    assertThat(entities(read("bmes.tsv")))
        .containsExactly(new Span(0, 3, "PER"), new Span(3, 4, "LOC"));
  }

  @Test
  void untyped() throws IOException {
    assertThat(entities(read("barebio.tsv"))).containsExactly(new Span(0, 2, "ENTITY"));
  }

  @Test
  void bareTypes() throws IOException {
    assertThat(entities(read("bareio.conll")))
        .containsExactly(new Span(0, 2, "PER"), new Span(1, 2, "LOC"));
  }

  /** The advice that used to drop or shorten these entities is not followed. */
  @Test
  void repairChangesNothingHere() throws IOException {
    for (String file : List.of("bilou.conll", "bmes.tsv", "barebio.tsv", "bareio.conll")) {
      LabelledCorpus repaired =
          new LabelledReader(ReadOptions.DEFAULTS.withRepair(true), Texts.SPLITTER)
              .read(CASES.resolve(file));
      assertThat(repaired).isEqualTo(read(file));
      assertThat(repaired.report().repairedTags()).isZero();
    }
  }

  private static Figures score(String file) throws IOException {
    Scorer scorer = new Scorer();
    ScoredFile.read(CASES.resolve(file), scorer::add);
    return Summary.of(scorer.evaluation()).micro();
  }

  @Test
  void scoresAsConllevalDoes() throws IOException {
    Figures untyped = score("bare.tsv");
    assertThat(untyped.precision()).isEqualTo(0.5);
    assertThat(untyped.recall()).isEqualTo(0.5);
    assertThat(score("bilou.tsv").f1()).isEqualTo(1);
    assertThat(score("bilou.tsv").gold()).isEqualTo(3);
  }

  @Test
  void tagsOfJsonLinesAreReadTogether() throws IOException {
    String lines =
        """
        {"tokens": ["Ana", "M"], "tags": ["PER_B", "PER_I"]}
        {"text": "Rim", "entities": [{"start": 0, "end": 3, "type": "LOC"}]}
        {"tokens": ["Rim"], "tags": ["LOC_B"]}
        """;
    LabelledCorpus corpus = Texts.labelled(lines, "f.jsonl");
    assertThat(entities(corpus))
        .containsExactly(new Span(0, 2, "PER"), new Span(0, 1, "LOC"), new Span(0, 1, "LOC"));
    String odd = lines.replace("LOC_B", "B-LOC");
    assertThatThrownBy(() -> Texts.labelled(odd, "f.jsonl"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.jsonl:3: tag 'B-LOC': ");
  }
}
