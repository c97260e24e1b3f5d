package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.Offsets;
import dev.zener.format.Columns;
import dev.zener.format.Format;
import dev.zener.format.ReadOptions;
import dev.zener.format.Separator;
import dev.zener.label.Scheme;
import dev.zener.method.Auxiliary;
import dev.zener.method.Direct;
import dev.zener.method.LabelTraining;
import dev.zener.method.Msd;
import dev.zener.method.StudentTraining;
import dev.zener.method.Tsl;
import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterGroup;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backends;
import dev.zener.problem.InputException;
import dev.zener.train.Frozen;
import dev.zener.train.Optimiser;
import dev.zener.train.RateFactors;
import dev.zener.train.Select;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainConfigTest {
  private static final String LEAST =
      """
      source: {language: en, train: a, dev: b}
      targets: {de: {unlabelled: c, test: d}}
      encoder: {pretrained: m}
      """;

  @TempDir Path folder;

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("configs"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigReadsAndSurvivesWriting(Path file) throws IOException {
    TrainConfig config = TrainConfigFile.read(file, List.of());
    assertThat(config.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(read(TrainConfigFile.yaml(config))).isEqualTo(config);
    assertThat(config.published())
        .allSatisfy(row -> assertThat(row.f1().keySet()).isEqualTo(config.targets().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conll", "wikiann", "mlowner"})
  void thePapersConfigsSpellOutTheDefaults(String name) throws IOException {
    TrainConfig paper = TrainConfigFile.read(Path.of("configs", name + ".yaml"), List.of());
    TrainConfig least = read(LEAST);
    Msd own = msd(paper);
    Msd usual = msd(least);
    assertThat(own.auxiliary().heads(12)).isEqualTo(usual.auxiliary().heads(12));
    assertThat(own)
        .isEqualTo(
            new Msd(
                usual.title(),
                usual.teacher(),
                usual.student(),
                usual.distillers(),
                own.auxiliary(),
                usual.mmd()));
    assertThat(own.auxiliary().teacher()).isEqualTo(usual.auxiliary().teacher());
    assertThat(own.auxiliary().student()).isEqualTo(usual.auxiliary().student());
    assertThat(paper.frozen()).isEqualTo(least.frozen());
    assertThat(paper.optimiser()).isEqualTo(least.optimiser());
    assertThat(paper.seeds()).isEqualTo(least.seeds()).hasSize(5);
    assertThat(paper.maxPieces()).isEqualTo(least.maxPieces());
    assertThat(paper.dropout()).isEqualTo(least.dropout());
    assertThat(paper.precision()).isEqualTo(least.precision());
    assertThat(paper.evaluateEvery()).isEqualTo(least.evaluateEvery());
  }

  @Test
  void theDefaultsAreThePublishedSettings() throws IOException {
    TrainConfig config = read(LEAST);
    LabelTraining teacher = new LabelTraining(5e-5, 32, 10, Select.SOURCE_DEV);
    StudentTraining student =
        new StudentTraining(
            2e-5, 32, 10, StudentTraining.Start.PRETRAINED, Select.SOURCE_DEV, List.of());
    assertThat(config.methods())
        .containsExactly(
            new Direct("Direct transfer", teacher),
            new Tsl("TSL", teacher, student),
            new Msd(
                "MSD",
                teacher,
                student,
                true,
                new Auxiliary(List.of(), 0.1, 0.1),
                new Msd.Mmd(0.001, 0.001)));
    assertThat(config.frozen()).isEqualTo(new Frozen(true, 3));
    assertThat(config.optimiser())
        .isEqualTo(new Optimiser(0.9, 0.999, 1e-8, 0.01, 1.0, 0.1, Map.of()));
    assertThat(config.maxPieces()).isEqualTo(128);
    assertThat(config.dropout()).isEqualTo(0.1);
    assertThat(config.precision()).isEqualTo(ProductPrecision.FLOAT32);
    assertThat(config.evaluateEvery()).isEqualTo(20);
    assertThat(config.evaluation().decoding()).isEqualTo(dev.zener.predict.Decoding.ARGMAX);
  }

  @Test
  void thePrecisionsAreThoseThatABackendHas() throws IOException {
    List<String> keys = Stream.of(ProductPrecision.values()).map(ProductPrecision::key).toList();
    assertThat(keys).isEqualTo(Backends.PRECISIONS);
    for (String key : keys) {
      assertThat(read(LEAST, "precision=" + key).precision().key()).isEqualTo(key);
    }
  }

  @Test
  void corporaLieInTheFolderAndMayHaveTheirOwnFormat() throws IOException {
    TrainConfig config =
        read(LEAST, "folder=data", "format.scheme=iob1", "targets.de.format={scheme: iob2}");
    Path train = config.source().train().parts().get(CorpusFiles.WHOLE).get(0);
    assertThat(config.file(train)).isEqualTo(Path.of("data", "a"));
    assertThat(config.format(config.source().format()).scheme()).contains(Scheme.IOB1);
    assertThat(config.format(config.targets().get("de").format()).scheme()).contains(Scheme.IOB2);
  }

  @Test
  void schemesHaveTheirUsualNames() throws IOException {
    for (String key : List.of("bioes", "bilou", "bmes", "bmewo")) {
      assertThat(read(LEAST, "format.scheme=" + key).format().scheme()).contains(Scheme.BIOES);
    }
    assertThat(read(LEAST, "format.scheme=io").format().scheme()).contains(Scheme.IO);
    assertThatThrownBy(() -> read(LEAST, "format.scheme=iobes"))
        .hasMessageContaining("expected one of iob2, iob1, bioes, io, bilou, bmes, bmewo");
  }

  @Test
  void aFormatSaysTheReadersWhatTheyMustKnow() throws IOException {
    assertThat(read(LEAST).format().readOptions()).isEqualTo(ReadOptions.DEFAULTS);
    TrainConfig config =
        read(
            LEAST,
            "format={layout: jsonl, scheme: bioes, separator: tab, columns: [2, 0], charset: ISO-8859-1,"
                + " stripLanguage: true, repair: true, offsets: utf16, surface: true, labels: [O, B-X]}");
    assertThat(config.format().readOptions())
        .isEqualTo(
            new ReadOptions(
                Optional.of(Format.JSONL),
                Optional.of(Scheme.BIOES),
                true,
                Separator.TAB,
                Optional.of(new Columns(2, 0)),
                StandardCharsets.ISO_8859_1,
                true,
                Offsets.UTF16,
                true,
                List.of("O", "B-X")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format.columns=[2, 2] | format.columns is [2, 2]; allowed: two different numbers",
        "format.columns=[1] | format.columns is [1]; allowed: two different numbers",
        "methods=[msd, msd] | methods is [msd, msd]; allowed: at least one, without repetition",
        "methods=[msdd] | 'methods[0]' is 'msdd' (did you mean 'msd'?)",
        "seeds=[] | seeds is []",
        "precision=half | 'precision' is 'half'; expected one of float32, tf32, bfloat16, auto",
        "name=a/b | name is 'a/b'",
        "dropout=1 | dropout is 1.0; allowed: at least 0 and below 1",
        "maxPieces=2 | maxPieces is 2",
        "student.learningRate=0 | student.learningRate is 0.0; allowed: a number above 0",
        "teacher.select=target-dev | teacher.select is target-dev; allowed: source-dev or last",
        "student.select=target-dev | targets.de.dev is missing",
        "targets.de.unlabelled= | targets.de.unlabelled is missing",
        "targets.de.unlabelled={a: b} | targets.de.unlabelled is a map; allowed: a file or a list of files",
        "source.language= | source.language is missing; allowed: a code such as en; required unless train is",
        "source={train: [a, b], dev: c} | source.language is missing",
        "source.language=' ' | source.language is empty",
        "source.train= | 'source.train' is missing; it is a file, a list of files, or a map from names",
        "targets={} | targets is empty",
        "auxiliary.layers=[3, 2] | auxiliary.layers is [3, 2]",
        "format.charset=latin-99 | format.charset is 'latin-99'",
        "encoder.pretrained= | encoder: no encoder is given",
        "encoder.scratch.vocabulary=v | encoder: both pretrained and scratch are given",
        "encoder={scratch: {vocabulary: v, hidden: 128, heads: 3}} | encoder.scratch.heads is 3",
        "encoder={scratch: {vocabulary: v, positions: 64}} | maxPieces is 128; allowed: at most enc",
      })
  void whatCannotWorkIsRefused(String set, String message) {
    assertThatThrownBy(() -> read(LEAST, set))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(": " + message);
  }

  @Test
  void severalSourceLanguagesNeedNoNameOfTheirOwn() throws IOException {
    assertThat(read(LEAST).source().name()).isEqualTo("en");
    assertThat(read(LEAST).source().languages()).containsExactly("en");
    String[] sets = {"source.train={hr: a, en: [b, c]}", "source.language="};
    TrainConfig config = read(LEAST, sets);
    assertThat(config.source().name()).isEqualTo("hr+en");
    assertThat(config.source().languages()).containsExactly("hr", "en");
    assertThat(read(TrainConfigFile.yaml(config))).isEqualTo(config);
    TrainConfig named = read(LEAST, sets[0], "source.language=both");
    assertThat(named.source().name()).isEqualTo("both");
    assertThat(named.source().languages()).containsExactly("hr", "en");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "targets.en.unlabelled=e | targets.en is named 'en', which is also a name in source",
        "source.train={en: a, de: b} | targets.de is named 'de', which is also a name in source.train",
        "source.dev={en: a, de: b} | targets.de is named 'de', which is also a name in source.dev",
        "source.test={en: a, de: b} | targets.de is named 'de', which is also a name in source.test",
        "targets.de.test={de: a, en: b} | targets.de.test is named 'en', which is also a name in source",
        "targets.nl={unlabelled: a, test: {de: b}} | targets.nl.test is named 'de', which is also a name in targets.de",
        "targets={de: {unlabelled: a, test: {x: b}}, nl: {unlabelled: a, test: {x: b}}} | targets.nl.test is named 'x', which is also a name in targets.de.test",
      })
  void aNameThatStandsForTwoCorporaIsRefused(String set, String message) {
    assertThatThrownBy(() -> read(LEAST, set))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            ": " + message + "; allowed: names that differ from those of source languages,")
        .hasMessageEndingWith("rename or remove one of the two");
  }

  @Test
  void aTestSetMayHaveItsTargetsCode() throws IOException {
    String set = "targets.de.test={de: a, de-pud: b}";
    assertThat(read(LEAST, set).targets().get("de").test().orElseThrow().names())
        .containsExactly("de", "de-pud");
  }

  @Test
  void aRunThatDistilsNothingNeedsNoUnlabelledText() throws IOException {
    assertThat(read(LEAST, "methods=[direct, teacher]", "targets.de.unlabelled=").targets())
        .extractingByKey("de")
        .extracting(TargetSettings::unlabelled)
        .isEqualTo(Optional.empty());
  }

  private static Msd msd(TrainConfig config) {
    return config.methods().stream()
        .filter(Msd.class::isInstance)
        .map(Msd.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private TrainConfig read(String yaml, String... sets) throws IOException {
    Path file = Files.writeString(folder.resolve("train.yaml"), yaml);
    return TrainConfigFile.read(file, List.of(sets));
  }

  @Test
  void frozenAreTheEmbeddingsAndTheLowestLayers() {
    TaggerShape shape = new TaggerShape(EncoderShape.bert(11, 8, 5, 2, 12, 7, 2), 3, List.of(1, 2));
    Map<Frozen, String> names =
        Map.of(
            new Frozen(true, 3), "bert\\.(embeddings|encoder\\.layer\\.[012])\\..*",
            new Frozen(false, 1), "bert\\.encoder\\.layer\\.0\\..*",
            new Frozen(true, 0), "bert\\.embeddings\\..*");
    names.forEach(
        (frozen, expected) ->
            assertThat(shape.parameters().names())
                .allSatisfy(
                    name ->
                        assertThat(frozen.freezes(shape.parameters().get(name).group()))
                            .as(name)
                            .isEqualTo(name.matches(expected))));
  }

  @Test
  void aGroupOfParametersMayHaveItsOwnRate() throws IOException {
    TrainConfig config = read(LEAST, "optimiser.rates={embeddings: 0.5, 2: 0, heads: 10}");
    assertThat(read(TrainConfigFile.yaml(config))).isEqualTo(config);
    RateFactors factors = config.optimiser().factors();
    assertThat(factors.of(ParameterGroup.EMBEDDINGS)).isEqualTo(0.5);
    assertThat(factors.of(ParameterGroup.layer(1))).isEqualTo(1);
    assertThat(factors.of(ParameterGroup.layer(2))).isEqualTo(0);
    assertThat(factors.of(ParameterGroup.HEAD)).isEqualTo(10);
    assertThat(factors.of(ParameterGroup.innerHead(2))).isEqualTo(10);
    assertThat(factors.of(ParameterGroup.LOSS)).isEqualTo(1);
    assertThat(factors.highestLayer()).isEqualTo(2);
    RateFactors layers = read(LEAST, "optimiser.rates={layers: 3, 2: 4}").optimiser().factors();
    assertThat(layers.of(ParameterGroup.layer(1))).isEqualTo(3);
    assertThat(layers.of(ParameterGroup.layer(2))).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embeding=2 | rates.embeding is 2.0; allowed: factors of embeddings, layers, the number of",
        "0=2 | rates.0 is 2.0; allowed: factors of",
        "heads=-1 | rates.heads is -1.0; allowed: a number of at least 0",
        "heads=x | optimiser.rates.heads' is 'x'; expected a number",
      })
  void aRateOfAnUnknownGroupIsRefused(String rate, String message) {
    assertThatThrownBy(() -> read(LEAST, "optimiser.rates." + rate))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
