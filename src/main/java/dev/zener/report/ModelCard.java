package dev.zener.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The model card, README.md in a HuggingFace model directory: YAML front matter, then what a user
 * should know about the model.
 *
 * @param name the name of the model
 * @param languages the language codes, the source first
 * @param method the method of training, for instance "MSD"
 * @param summary a sentence or two
 * @param basis what the model was made from
 * @param licence the SPDX id; empty if not decided
 * @param types the entity types that it tags
 * @param data the files used in training and scoring
 * @param settings the settings as YAML
 * @param results the F1 by test set
 * @param calibration the calibration of its confidence, if there is one
 * @param words how its training text writes words, if that was measured
 * @param versions the versions of Zener, Java, ND4J ... by name
 * @param seed the seed of the training
 * @param limits known limitations, a sentence each
 */
public record ModelCard(
    String name,
    List<String> languages,
    String method,
    String summary,
    Basis basis,
    Optional<String> licence,
    List<String> types,
    List<Data> data,
    String settings,
    List<Result> results,
    Optional<Calibration> calibration,
    Optional<String> words,
    Map<String, String> versions,
    long seed,
    List<String> limits) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  public ModelCard {
    languages = List.copyOf(languages);
    types = List.copyOf(types);
    data = List.copyOf(data);
    results = List.copyOf(results);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    limits = List.copyOf(limits);
  }

  /**
   * What a model was made from, besides the corpora.
   *
   * @param line the line that says it
   * @param material what has a licence of its own, such as the encoder
   * @param baseModel the location of the pretrained encoder, if there is one
   * @param transformers whether the library of that name can load the model
   */
  public record Basis(
      String line, String material, Optional<String> baseModel, boolean transformers) {
    /** An encoder at a location; empty: from random weights. */
    public static Basis encoder(Optional<String> location) {
      return new Basis(
          "Encoder: " + location.orElse("from random weights"), "the encoder", location, true);
    }

    /** A BiLSTM-CRF from random weights that reads words by their vectors. */
    public static Basis wordVectors() {
      return new Basis(
          "Network: BiLSTM-CRF over word vectors and characters, from random weights",
          "the word vectors",
          Optional.empty(),
          false);
    }

    private String library() {
      return transformers ? "transformers" : "zener";
    }

    /** A remark on what only Zener does, where another library can load the model too. */
    private String notElsewhere() {
      return transformers ? " (not by transformers)" : "";
    }

    private String openLicence() {
      return "Not settled. It follows from the licences of "
          + material
          + " and of the corpora above; check them before you publish the model.";
    }
  }

  /**
   * A file used in training or scoring.
   *
   * @param role the role, for instance "source train" or "sr unlabelled"
   * @param file the path as configured
   * @param sha256 the SHA-256 of the file
   */
  public record Data(String role, String file, String sha256) {}

  /**
   * The score on a test set.
   *
   * @param dataset the test set, for instance "sr test"
   * @param f1 the F1 as a fraction, 0 to 1
   */
  public record Result(String dataset, double f1) {}

  /**
   * The calibration of the model's confidence.
   *
   * @param set the data that the temperature was fitted to
   * @param temperature the divisor of the logits
   * @param before the expected calibration error of entities at temperature 1, a fraction
   * @param after the same error at {@code temperature}
   */
  public record Calibration(String set, double temperature, double before, double after) {}

  /** The content of the file. */
  public String markdown() {
    return YAML.writeValueAsString(frontMatter()) + "---\n\n" + body();
  }

  private Map<String, Object> frontMatter() {
    Map<String, Object> front = new LinkedHashMap<>();
    front.put("language", languages);
    front.put("license", licence.orElse("other"));
    front.put("library_name", basis.library());
    front.put("pipeline_tag", "token-classification");
    front.put("tags", List.of("named-entity-recognition", "cross-lingual", "zener"));
    basis.baseModel().ifPresent(base -> front.put("base_model", base));
    if (!results.isEmpty()) {
      front.put("model-index", List.of(index()));
    }
    return front;
  }

  private Map<String, Object> index() {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("name", name);
    index.put("results", results.stream().map(ModelCard::indexed).toList());
    return index;
  }

  private static Map<String, Object> indexed(Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("task", Map.of("type", "token-classification"));
    entry.put("dataset", named(result.dataset()));
    entry.put("metrics", List.of(metric(result.f1())));
    return entry;
  }

  private static Map<String, Object> named(String dataset) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", dataset);
    entry.put("type", dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    return entry;
  }

  private static Map<String, Object> metric(double f1) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", "f1");
    entry.put("value", Math.round(f1 * 1e4) / 1e4);
    return entry;
  }

  private String body() {
    List<String> lines = new ArrayList<>();
    lines.add("# " + Markdown.escape(name));
    section(lines, null, List.of(Markdown.escape(summary)));
    section(
        lines,
        null,
        List.of(
            "- Method: " + Markdown.escape(method),
            "- Languages: " + Markdown.escape(String.join(", ", languages)),
            "- Entity types: " + Markdown.escape(String.join(", ", types)),
            "- " + Markdown.escape(basis.line()),
            "- Seed: " + seed));
    section(lines, "Words", words.map(this::wordLine).stream().toList());
    section(lines, "Results", resultLines());
    section(lines, "Confidence", calibration.map(this::line).stream().toList());
    section(lines, "Data", dataLines());
    section(lines, "Limits", limits.stream().map(limit -> "- " + Markdown.escape(limit)).toList());
    section(lines, "Settings", fenced(settings));
    section(
        lines,
        "Versions",
        versions.entrySet().stream()
            .map(v -> "- " + Markdown.escape(v.getKey() + " " + v.getValue()))
            .toList());
    section(lines, "Licence", List.of(licence.map(Markdown::escape).orElse(basis.openLicence())));
    return String.join("\n", lines) + "\n";
  }

  /** Adds a section, unless its contents are empty. */
  private static void section(List<String> lines, String title, List<String> contents) {
    if (contents.isEmpty()) {
      return;
    }
    if (title != null) {
      lines.add("");
      lines.add("## " + title);
    }
    lines.add("");
    lines.addAll(contents);
  }

  private String wordLine(String words) {
    return "Text is split into words as in the training text"
        + basis.notElsewhere()
        + ": "
        + Markdown.escape(words)
        + ".";
  }

  private String line(Calibration c) {
    return String.format(
        Locale.ROOT,
        "Expected calibration error of entities on %s, 15 bins: %.1f %% as trained, %.1f %% with the"
            + " temperature %.2f, which was chosen there and is applied%s.",
        Markdown.escape(c.set()),
        100 * c.before(),
        100 * c.after(),
        c.temperature(),
        basis.notElsewhere());
  }

  private List<String> resultLines() {
    List<String> lines = new ArrayList<>();
    if (!results.isEmpty()) {
      lines.add("| test set | F1 in percent |");
      lines.add("|---|---:|");
      results.forEach(
          r ->
              lines.add(
                  "| %s | %s |"
                      .formatted(
                          Markdown.escape(r.dataset()),
                          MeanAndDeviation.of(List.of(100 * r.f1())).meanText())));
    }
    return lines;
  }

  private List<String> dataLines() {
    List<String> lines = new ArrayList<>();
    if (!data.isEmpty()) {
      lines.add("| role | file | SHA-256 |");
      lines.add("|---|---|---|");
      data.forEach(
          d ->
              lines.add(
                  "| %s | %s | `%s` |"
                      .formatted(
                          Markdown.escape(d.role()), Markdown.escape(d.file()), d.sha256())));
    }
    return lines;
  }

  /** A fenced code block; its fence is longer than any run of backticks in the text. */
  private static List<String> fenced(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return List.of(fence + "yaml", text.stripTrailing(), fence);
  }
}
