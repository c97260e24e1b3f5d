package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests models that are converted to fewer layers or fewer pieces. */
class SmallerModelTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER"));
  private static final PieceTokenizer FULL = SmallBert.TOKENIZER;
  private static final EncoderShape ENCODER = EncoderShape.bert(FULL.size(), 16, 4, 2, 20, 16, 2);
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  @TempDir Path temp;

  private Path tagger(List<Integer> heads) {
    Path target = temp.resolve("tagger");
    try (Parameters p = Parameters.random(new TaggerShape(ENCODER, LABELS.size(), heads), 3)) {
      ModelWriter.write(target, p, LABELS, FULL, DType.F32, Map.of("zener_method", "msd"));
    }
    return target;
  }

  private Conversion.Result convert(Path source, Conversion.Settings settings) {
    return Conversion.run(ModelSource.of(source), temp.resolve("out"), settings);
  }

  @Test
  void aTaggerIsCutWhereAHeadStands() {
    Path whole = tagger(List.of(1, 2, 3));
    Conversion.Result result = convert(whole, Conversion.Settings.DEFAULTS.withLayers(2));
    assertThat(result.lines()).contains("kept 2 of 4 layers, with the head of layer 2");
    assertThat(result.report().unused())
        .contains("classifier.weight", "heads.3.bias", "bert.encoder.layer.2.output.dense.bias")
        .doesNotContain("bert.encoder.layer.1.output.dense.bias", "heads.2.bias");
    ModelDirectory cut = ModelDirectory.open(temp.resolve("out"));
    assertThat(cut.encoder()).isEqualTo(ENCODER.withLayers(2));
    assertThat(cut.headLayers()).containsExactly(1);
    try (LoadedModel small = cut.load(ElementType.FLOAT32);
        LoadedModel large = ModelDirectory.open(whole).load(ElementType.FLOAT32)) {
      Map<String, String> elsewhere =
          Map.of("classifier.weight", "heads.2.weight", "classifier.bias", "heads.2.bias");
      for (String name : cut.shape().parameters().names()) {
        float[] expected = large.parameters().get(elsewhere.getOrDefault(name, name)).toFloats();
        assertThat(small.parameters().get(name).toFloats())
            .as(name)
            .isEqualTo(name.equals("omega") ? new float[] {expected[0]} : expected);
      }
    }
  }

  @Test
  void aHeadIsNeededAndSoAreLayers() {
    Path whole = tagger(List.of(2));
    Errors.assertSays(
        () -> convert(whole, Conversion.Settings.DEFAULTS.withLayers(3)),
        whole + ": has no head on layer 3; allowed: one of [2], or all 4");
    for (int layers : new int[] {0, 5}) {
      Errors.assertSays(
          () -> convert(whole, Conversion.Settings.DEFAULTS.withLayers(layers)),
          "cannot keep " + layers + " layers; allowed: 1 to 4");
    }
    assertThat(temp.resolve("out")).doesNotExist();
    assertThat(convert(whole, Conversion.Settings.DEFAULTS.withLayers(4)).left()).isEmpty();
  }

  /**
   * The pooler of an encoder reads the last layer, which is a different layer after layers are
   * removed.
   */
  @Test
  void anEncoderIsCutAnywhereAndLosesItsPooler() {
    Conversion.Result result = convert(TinyModel.OLD, Conversion.Settings.DEFAULTS.withLayers(1));
    assertThat(result.tagger()).isFalse();
    assertThat(result.lines()).contains("kept 1 of 2 layers");
    assertThat(result.report().unused()).anyMatch(name -> name.contains("pooler"));
    assertThat(ModelDirectory.open(temp.resolve("out")).encoder().layers()).isEqualTo(1);
  }

  @Test
  void onlyPiecesThatOccurAreKeptAndTheirTextsHaveTheSame() {
    List<String> words = List.of("Ana", "ide", "u", "Zagreb", ".");
    Path whole = tagger(List.of());
    Conversion.Result result =
        convert(
            whole,
            Conversion.Settings.DEFAULTS.withPieces((tokenizer, each) -> each.accept(words)));
    ModelDirectory smaller = ModelDirectory.open(temp.resolve("out"));
    List<String> kept = smaller.tokenizer().pieces();
    assertThat(kept.size()).isLessThan(FULL.size());
    assertThat(smaller.encoder()).isEqualTo(ENCODER.withVocabulary(kept.size()));
    assertThat(result.lines())
        .anyMatch(
            line -> line.startsWith("kept %d of %d pieces".formatted(kept.size(), FULL.size())));
    assertThat(kept)
        .contains("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
        .isSubsetOf(FULL.pieces());
    FULL.pieces().stream()
        .filter(piece -> piece.length() == 1 || piece.matches("##."))
        .forEach(piece -> assertThat(kept).contains(piece));
    int[] before = FULL.encode(words).ids();
    int[] after = smaller.tokenizer().encode(words).ids();
    assertThat(after).hasSameSizeAs(before);
    try (LoadedModel small = smaller.load(ElementType.FLOAT32);
        LoadedModel large = ModelDirectory.open(whole).load(ElementType.FLOAT32)) {
      for (int i = 0; i < before.length; i++) {
        assertThat(kept.get(after[i])).isEqualTo(FULL.pieces().get(before[i]));
        for (int h = 0; h < 16; h++) {
          assertThat(small.parameters().get(WORDS).get(16 * after[i] + h))
              .isEqualTo(large.parameters().get(WORDS).get(16 * before[i] + h));
        }
      }
    }
  }

  @Test
  void bothAtOnceInNarrowNumbers() {
    Path whole = tagger(List.of(1));
    convert(
        whole,
        new Conversion.Settings(
            Optional.of(DType.BF16),
            OptionalInt.of(1),
            Optional.of((tokenizer, each) -> each.accept(List.of("Ana"))),
            false,
            Optional.empty()));
    ModelDirectory small = ModelDirectory.open(temp.resolve("out"));
    assertThat(small.encoder().layers()).isEqualTo(1);
    assertThat(small.tokenizer().pieces()).contains("Ana").doesNotContain("Zagreb");
  }
}
