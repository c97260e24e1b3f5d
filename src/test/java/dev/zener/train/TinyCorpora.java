package dev.zener.train;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.graph.Inputs;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small corpora in which every word always has the same tag, and a model for them. */
final class TinyCorpora {
  static final PieceTokenizer TOKENIZER = TokenizerFiles.open(HfTiny.TAGGER);
  static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));
  static final int MAX_PIECES = 9;
  static final int HIDDEN = 12;

  /** Two layers with a head on each. */
  static final TaggerShape SHAPE =
      new TaggerShape(
          EncoderShape.bert(TOKENIZER.size(), HIDDEN, 2, 2, 20, 32, 2)
              .withRates(new EncoderShape.Rates(0.1, 0.1, 0.5)),
          LABELS.size(),
          List.of(1));

  /** Words and their tags. Every word except "Zagreb" is one piece. */
  static final Map<String, String> TAGS =
      Map.of("Ana", "B-PER", "ide", "O", "u", "O", "Zagreb", "B-LOC", "мі", "I-LOC", "\u200e", "O");

  private TinyCorpora() {}

  /** Labelled sentences of these lengths. Some contain a word without pieces. */
  static List<LabelledSentence> labelled(long seed, int... lengths) {
    Random random = new Random(seed);
    List<String> words = List.of("Ana", "ide", "u", "Zagreb", "\u200e");
    List<LabelledSentence> sentences = new ArrayList<>();
    for (int length : lengths) {
      List<String> chosen = new ArrayList<>();
      while (chosen.size() < length) {
        chosen.add(words.get(random.nextInt(words.size())));
        if (chosen.get(chosen.size() - 1).equals("Zagreb") && chosen.size() < length) {
          chosen.add("мі"); // I-LOC is legal only here
        }
      }
      sentences.add(new LabelledSentence(chosen, chosen.stream().map(TAGS::get).toList()));
    }
    return sentences;
  }

  /** Sentences of these lengths, with other words than the labelled sentences. */
  static List<Sentence> unlabelled(long seed, int... lengths) {
    Random random = new Random(seed);
    List<String> words = List.of("Wien", "liegt", "an", "der", "Donau", "Москва");
    List<Sentence> sentences = new ArrayList<>();
    for (int length : lengths) {
      List<String> chosen = new ArrayList<>();
      for (int w = 0; w < length; w++) {
        chosen.add(words.get(random.nextInt(words.size())));
      }
      sentences.add(Sentence.ofWords(chosen));
    }
    return sentences;
  }

  static WindowedText corpus(List<Sentence> sentences) {
    return WindowedText.of(TOKENIZER, MAX_PIECES, sentences);
  }

  static WindowedText source(List<LabelledSentence> sentences) {
    return corpus(sentences.stream().map(LabelledSentence::unlabelled).toList());
  }

  static Parameters parameters() {
    return Parameters.random(SHAPE, 4);
  }

  /** The contents of inputs in a form that can be compared. */
  static Map<String, List<Byte>> contents(Inputs inputs) {
    Map<String, List<Byte>> contents = new HashMap<>();
    inputs
        .tensors()
        .forEach(
            (name, t) -> {
              List<Byte> bytes = new ArrayList<>();
              for (int i = 0; i < t.size() * t.type().bytes(); i++) {
                bytes.add(t.bytes().get(i));
              }
              contents.put(name + " " + t, bytes);
            });
    return contents;
  }
}
