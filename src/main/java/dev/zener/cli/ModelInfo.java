package dev.zener.cli;

import dev.zener.StoredDecoding;
import dev.zener.data.WordRule;
import dev.zener.files.Count;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.predict.Decoding;
import dev.zener.pretrained.Confidence;
import dev.zener.pretrained.ModelDetails;
import dev.zener.pretrained.ModelDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sections of the output of {@code info MODEL}, each with its heading. */
record ModelInfo(ModelDirectory model, ModelDetails details) {
  static ModelInfo of(ModelDirectory model) {
    return new ModelInfo(model, ModelDetails.of(model));
  }

  String architecture() {
    EncoderShape shape = model.encoder();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Encoder", shape.architecture().title());
    lines.put("Layers", Integer.toString(shape.layers()));
    lines.put("Hidden", shape.hidden() + ", feed-forward " + shape.feedForward());
    lines.put("Heads", Integer.toString(shape.heads()));
    lines.put("Positions", Integer.toString(shape.positions()));
    int pieces = model.tokenizer().size();
    lines.put(
        "Vocabulary",
        pieces == shape.vocabulary()
            ? pieces + " pieces"
            : pieces + " pieces, " + shape.vocabulary() + " rows of weights");
    return Info.section("Model " + model, lines);
  }

  String labels() {
    Map<String, String> lines = new LinkedHashMap<>();
    if (!model.isTagger()) {
      lines.put("Labels", "none: " + details.noLabels());
      return Info.section("Labels", lines);
    }
    names(model.labels(), lines);
    lines.put(
        "Decoding",
        StoredDecoding.of(model)
            .map(decoding -> decoding.key() + ", as the model says")
            .orElse(Decoding.ARGMAX.key() + ", since the model does not choose"));
    lines.put("Temperature", temperature(model.confidence()));
    if (!model.headLayers().isEmpty()) {
      lines.put(
          "Heads", "of the last layer and of the inner layers " + numbers(model.headLayers()));
    }
    return Info.section("Labels", lines);
  }

  /** Adds the lines on labels that do not depend on the network. */
  static void names(LabelSet labels, Map<String, String> lines) {
    List<String> written = IntStream.range(0, labels.size()).mapToObj(labels::label).toList();
    lines.put("Labels", labels.size() + ": " + String.join(", ", written));
    if (!written.equals(labels.tags())) {
      lines.put("Read as", String.join(", ", labels.tags()));
    }
    List<String> extra =
        IntStream.range(0, labels.size()).filter(labels::isExtra).mapToObj(labels::label).toList();
    if (!extra.isEmpty()) {
      lines.put("Never chosen", String.join(", ", extra));
    }
    String notation = labels.notation().toString();
    lines.put(
        "Scheme",
        notation.isEmpty() ? labels.scheme().toString() : labels.scheme() + " (" + notation + ")");
    lines.put("Types", String.join(", ", labels.types()));
  }

  private static String temperature(Confidence confidence) {
    return confidence.calibrated()
        ? String.format(
            Locale.ROOT,
            "%s, chosen on %s: calibration error %.1f %%, %.1f %% without it",
            confidence.temperature(),
            confidence.set(),
            100 * confidence.after(),
            100 * confidence.before())
        : "1, the confidence is not calibrated";
  }

  private static String numbers(List<Integer> layers) {
    return layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  String tokenizer() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Casing", model.tokenizer().normalization() + ": " + details.casingOrigin());
    lines.put(
        "Words",
        model
            .words()
            .map(WordRule::summary)
            .orElse("no rule is stored; text is split at white space and punctuation"));
    return Info.section("Tokenizer", lines);
  }

  String files() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Weights", details.weights());
    lines.put("Base", details.base().map(ModelInfo::base).orElse("none, the model is not a delta"));
    lines.put("Licence", details.licence().orElse("not stated in a README.md"));
    lines.put(
        "Size",
        details.files() == 0
            ? "not a file on disk"
            : "%s in %s".formatted(size(details.bytes()), Count.of(details.files(), "files")));
    return Info.section("Files", lines);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
  }

  private static String base(ModelDetails.Base base) {
    return "%s (SHA-256 %s), found at %s".formatted(base.name(), base.sha256(), base.place());
  }
}
