package dev.zener.cli;

import dev.zener.pretrained.ModelSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the labels of a head. */
final class LabelNames {
  @Option(
      names = "--labels",
      paramLabel = "O,B-PER,I-PER,...",
      description =
          "Labels of the head's outputs in their order; needed if the model's config.json has only"
              + " placeholders such as LABEL_0.")
  private String names;

  /** The names, if given. */
  Optional<List<String>> names() {
    return Optional.ofNullable(names)
        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  /** A model with these labels. */
  ModelSource applyTo(ModelSource model) {
    return names().map(model::withLabels).orElse(model);
  }
}
