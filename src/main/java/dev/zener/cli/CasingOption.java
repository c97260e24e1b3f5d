package dev.zener.cli;

import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.Casing;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether a model's text keeps its capital letters. */
final class CasingOption {
  /** How a model is named, for the help of commands that take one. */
  static final String MODEL =
      "Directory (HuggingFace, Google or SavedModel), weight file, prefix of a TensorFlow checkpoint,"
          + " or a .zip or .jar with one of these in it (ARCHIVE!/NAME where it has several).";

  @Option(
      names = "--casing",
      paramLabel = "cased|uncased",
      converter = Word.class,
      description =
          "Of the model's text; by default as its files say, or else its vocabulary: uncased if no"
              + " piece has a capital letter.")
  private Casing casing;

  /** The casing, if it was named. */
  Optional<Casing> casing() {
    return Optional.ofNullable(casing);
  }

  /** A model whose casing this decides. */
  ModelSource model(String place) {
    ModelSource model = ModelSource.of(place);
    return casing().map(model::withCasing).orElse(model);
  }

  private static final class Word implements ITypeConverter<Casing> {
    @Override
    public Casing convert(String value) {
      return switch (value) {
        case "cased" -> Casing.CASED;
        case "uncased" -> Casing.UNCASED;
        default -> throw new TypeConversionException("'" + value + "'; allowed: cased, uncased");
      };
    }
  }
}
