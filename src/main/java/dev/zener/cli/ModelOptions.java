package dev.zener.cli;

import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.Casing;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for opening a model: what its files may not state. */
final class ModelOptions {
  /** The description of a model argument for the commands' help. */
  static final String MODEL =
      "Directory (HuggingFace, Google or SavedModel), weight file, prefix of a TensorFlow checkpoint,"
          + " a .zip or .jar with one of these (ARCHIVE!/NAME if it has several), or a delta.";

  @Option(
      names = "--casing",
      paramLabel = "cased|uncased",
      converter = Word.class,
      description =
          "Casing of the model; by default as its files say, otherwise by its vocabulary: uncased"
              + " if no piece has a capital letter.")
  private Casing casing;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description =
          "Base model of a delta; by default the path stored in the delta; mBERT is searched on"
              + " the class path, in target/mbert and in Maven's local repository.")
  private String base;

  /** The casing, if given. */
  Optional<Casing> casing() {
    return Optional.ofNullable(casing);
  }

  /** The model at a location, with these options applied. */
  ModelSource model(String place) {
    return opened(ModelSource.of(place));
  }

  /** The same for a model that has been found. */
  ModelSource opened(ModelSource source) {
    ModelSource model = source;
    if (base != null) {
      model = model.withBase(ModelSource.of(base));
    }
    return casing == null ? model : model.withCasing(casing);
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
