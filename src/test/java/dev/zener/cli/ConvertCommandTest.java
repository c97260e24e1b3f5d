package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.pretrained.SmallBert;
import dev.zener.testing.HfTiny;
import dev.zener.testing.Zip;
import dev.zener.weights.DType;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir Path folder;

  @Test
  void aConvertedTaggerTagsAlike() {
    String target = folder.resolve("new").toString();
    Ran ran = Ran.command("convert", HfTiny.TAGGER.toString(), target);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("a tagger", "39 tensors");
    String text = "Ana ide u Zagreb .\n";
    assertThat(Ran.withInput(text, "tag", target).out())
        .isEqualTo(Ran.withInput(text, "tag", HfTiny.TAGGER.toString()).out());
  }

  /** Every command that opens a model can open it in an archive as well as in a directory. */
  @Test
  void anArchiveIsAModelLikeAnyOther() throws IOException {
    Path tagger = SmallBert.huggingFace(folder.resolve("tagger"));
    Path zip = folder.resolve("tagger.zip");
    Files.write(zip, Zip.of(Zip.files(tagger, "in/"), true));
    Path gold = Files.writeString(folder.resolve("gold.tsv"), "Ana\tB-PER\nide\tO\n\n");
    for (String[] command :
        List.of(
            new String[] {"tag", "MODEL", "--conll", gold.toString()},
            new String[] {"evaluate", "MODEL", gold.toString()},
            new String[] {"tokenize", "MODEL", gold.toString()})) {
      assertThat(on(zip, command)).isEqualTo(on(tagger, command));
    }
    String[] encode = {"encode", "MODEL", gold.toString(), "--output", ""};
    encode[4] = folder.resolve("a.safetensors").toString();
    on(zip, encode);
    encode[4] = folder.resolve("b.safetensors").toString();
    on(tagger, encode);
    assertThat(folder.resolve("a.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("b.safetensors"));
  }

  private static String on(Path model, String... command) {
    String[] arguments = command.clone();
    arguments[1] = model.toString();
    Ran ran = Ran.command(arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out();
  }

  @Test
  void whatACheckpointDoesNotSayIsTold() throws IOException {
    Path zip = folder.resolve("google.zip");
    Files.write(zip, Zip.of(SmallBert.google(), true));
    Ran ran = Ran.command("convert", zip.toString(), folder.resolve("a").toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains(
            "37 tensors from " + zip + "!/bert_model.ckpt.index",
            "renamed 37 tensors, such as bert/embeddings/word_embeddings to bert.embeddings.word_",
            "left out 3 tensors of the training state",
            "casing: cased, since no file sets it and piece 'Ana' of " + zip + "!/vocab.txt has");
    Ran decided =
        Ran.command(
            "convert", zip.toString(), folder.resolve("b").toString(), "--casing", "uncased");
    assertThat(decided.err()).doesNotContain("casing");
    assertThat(folder.resolve("b/tokenizer_config.json"))
        .content()
        .contains("\"do_lower_case\" : true");
    assertThat(Ran.command("convert", zip.toString(), "x", "--casing", "upper"))
        .matches(usage -> usage.code() == 2 && usage.err().contains("allowed: cased, uncased"));
  }

  @Test
  void typeAndReportFollowTheOptions() {
    Path target = folder.resolve("new");
    String source = HfTiny.ENCODER.resolve("pytorch_model.bin").toString();
    Ran ran = Ran.command("convert", source, target.toString(), "--dtype", "bf16");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("BF16", "an encoder without a head", "unused");
    try (WeightFile file = WeightFile.open(target.resolve("model.safetensors"))) {
      assertThat(file.info("bert.embeddings.word_embeddings.weight").dtype()).isEqualTo(DType.BF16);
    }
    assertThat(Ran.command("convert", source, target.toString()))
        .matches(
            again ->
                again.code() == 1 && again.err().contains("already exists and is not overwritten"));
  }

  /** Only the head of this tagger differs from the base. */
  @Test
  void aDeltaTagsAsTheTaggerItWasMadeFrom() throws IOException {
    Path tagger = SmallBert.huggingFace(folder.resolve("tagger"));
    String base = folder.resolve("base.zip").toString();
    Files.write(Path.of(base), Zip.of(SmallBert.google(), true));
    String delta = folder.resolve("delta").toString();
    Ran ran = Ran.command("convert", tagger.toString(), delta, "--delta", base, "--energy", "0.9");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("kept 2 tensors whole and 0 as factors", "a delta of " + base + " (SHA-256 ");
    Path gold = Files.writeString(folder.resolve("gold.tsv"), "Ana\tB-PER\nide\tO\n\n");
    String[] evaluate = {"evaluate", "MODEL", gold.toString()};
    assertThat(on(Path.of(delta), evaluate)).isEqualTo(on(tagger, evaluate));
    Files.move(Path.of(base), folder.resolve("moved.zip"));
    Ran lost = Ran.command("evaluate", delta, gold.toString());
    assertThat(lost.code()).isEqualTo(1);
    assertThat(lost.err()).contains("its base " + base + " is not found", "--base");
    assertThat(
            Ran.command(
                    "evaluate",
                    delta,
                    gold.toString(),
                    "--base",
                    folder.resolve("moved.zip").toString())
                .out())
        .isEqualTo(on(tagger, evaluate));
  }

  @Test
  void aModelOfFewerPiecesTagsTheirTextsAlike() throws IOException {
    Path gold = Files.writeString(folder.resolve("gold.tsv"), "Ana\tB-PER\nide\tO\n\n");
    Path text = Files.writeString(folder.resolve("more.txt"), "Ana ide u Zagreb .\n");
    String target = folder.resolve("small").toString();
    Ran ran =
        Ran.command(
            "convert",
            HfTiny.TAGGER.toString(),
            target,
            "--pieces-of",
            gold.toString(),
            text.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).containsPattern("kept \\d+ of \\d+ pieces: \\d+ that occur in the texts");
    String[] tag = {"tag", "MODEL", gold.toString(), text.toString()};
    assertThat(on(Path.of(target), tag)).isEqualTo(on(HfTiny.TAGGER, tag));
    Ran missing =
        Ran.command("convert", HfTiny.TAGGER.toString(), target + "2", "--pieces-of", "no.txt");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("no.txt");
  }

  @Test
  void aModelTakesTheWordsOfACorpus() throws IOException {
    String target = folder.resolve("words").toString();
    String corpus = "data/uner/hr_set.dev.tsv";
    Ran ran = Ran.command("convert", HfTiny.TAGGER.toString(), target, "--words-of", corpus);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("words of 960 sentences: ", "between letters");
    Path text = Files.writeString(folder.resolve("text.txt"), "Tajnik NATO-a ide.\n");
    assertThat(on(Path.of(target), "tag", "MODEL", "--conll", text.toString()).lines())
        .anyMatch(line -> line.startsWith("NATO-a\t"));
    Ran plain =
        Ran.command(
            "convert", HfTiny.TAGGER.toString(), target + "2", "--words-of", text.toString());
    assertThat(plain.code()).isOne();
    assertThat(plain.err()).contains("text.txt:1: is text", "--format");
    String empty = Files.writeString(folder.resolve("empty.tsv"), "").toString();
    Ran nothing =
        Ran.command("convert", HfTiny.TAGGER.toString(), target + "3", "--words-of", empty);
    assertThat(nothing.code()).isOne();
    assertThat(nothing.err()).contains("empty.tsv]: no words, so there is nothing to measure");
  }

  @Test
  void whatDoesNotGoTogetherIsAUsageError() {
    String model = HfTiny.TAGGER.toString();
    for (String[] options :
        new String[][] {
          {"--delta", model, "--layers", "1"},
          {"--delta", model, "--words-of", "a.conll"},
          {"--delta", model, "--rank", "2", "--energy", "0.5"},
          {"--delta", model, "--rank", "0"},
          {"--delta", model, "--energy", "2"},
          {"--rank", "2"}
        }) {
      String[] command = new String[3 + options.length];
      command[0] = "convert";
      command[1] = model;
      command[2] = folder.resolve("out").toString();
      System.arraycopy(options, 0, command, 3, options.length);
      Ran ran = Ran.command(command);
      assertThat(ran.code()).as(ran.err()).isEqualTo(2);
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @Test
  void namesMakeATaggerOfAHeadWithPlaceholders() throws IOException {
    Path model = SmallBert.constant(folder.resolve("m"), List.of("LABEL_0", "LABEL_1"), 0, 4);
    String[] tag = {"tag", model.toString(), "--conll"};
    assertThat(Ran.withInput("Ana\n", tag))
        .matches(ran -> ran.code() == 1 && ran.err().contains("--labels O,B-PER,I-PER,..."));
    String named = folder.resolve("named").toString();
    Ran ran = Ran.command("convert", model.toString(), named, "--labels", "O,B-PER");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Ran.withInput("Ana\n", "tag", named, "--conll").out()).isEqualTo("Ana\tB-PER\n\n");
    assertThat(Ran.withInput("Ana\n", "tag", model + "", "--conll", "--labels=O, B-PER").out())
        .isEqualTo("Ana\tB-PER\n\n");
    String encoder = folder.resolve("encoder").toString();
    Ran alone = Ran.command("convert", named, encoder, "--encoder-only");
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(alone.err()).contains("unused 2: classifier", "an encoder without a head");
  }

  @Test
  void whatExcludesAnEncoderAloneIsAUsageError() {
    for (String[] other : List.of(new String[] {"--labels", "O"}, new String[] {"--delta", "b"})) {
      Ran ran = Ran.command("convert", "m", "n", "--encoder-only", other[0], other[1]);
      assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    }
  }
}
