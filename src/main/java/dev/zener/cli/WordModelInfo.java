package dev.zener.cli;

import dev.zener.data.WordRule;
import dev.zener.files.Count;
import dev.zener.model.BiLstmShape;
import dev.zener.pretrained.BiLstmDirectory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of the output of {@code info MODEL} for a BiLSTM-CRF, each with its heading. */
record WordModelInfo(BiLstmDirectory model) {
  String network() {
    BiLstmShape shape = model.shape();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Network", "BiLSTM-CRF over words");
    lines.put(
        "Characters",
        "%s, vectors of %d, LSTM of %d in each direction"
            .formatted(
                Count.of(model.characters().all().size(), "characters"),
                shape.characterWidth(),
                shape.characterHidden()));
    lines.put(
        "Word vectors",
        "%s, vectors of %d".formatted(Count.of(model.vectors().size(), "words"), shape.vectors()));
    lines.put(
        "Words' LSTM",
        shape.hidden() + " in each direction" + (shape.shared() ? ", with shared weights" : ""));
    if (shape.dense() > 0) {
      lines.put(
          "Dense layer",
          shape.dense() + (shape.features() ? ", also reads the source model's features" : ""));
    }
    return Info.section("Model " + model, lines);
  }

  String labels() {
    Map<String, String> lines = new LinkedHashMap<>();
    ModelInfo.names(model.labels(), lines);
    lines.put("Decoding", "the CRF's most probable sequence");
    return Info.section("Labels", lines);
  }

  String words() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "Words",
        model
            .words()
            .map(WordRule::summary)
            .orElse("no rule is stored; text is split at white space and punctuation"));
    return Info.section("Text", lines);
  }
}
