package dev.zener.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The architectures of encoders that can be read, run, trained and written. */
public final class Architectures {
  /** The architecture of a model that does not name one. */
  public static final Architecture BERT = new Bert();

  public static final Architecture DISTILBERT = new DistilBert();

  private static final List<Architecture> ALL = List.of(BERT, DISTILBERT);

  private Architectures() {}

  /** The architecture of a {@code model_type}, if it is supported. */
  public static Optional<Architecture> of(String modelType) {
    return ALL.stream().filter(a -> a.modelType().equals(modelType)).findFirst();
  }

  /** The supported values of {@code model_type}, for messages. */
  public static String modelTypes() {
    return ALL.stream().map(Architecture::modelType).collect(Collectors.joining(", "));
  }

  /** The names for people, for messages. */
  public static String titles() {
    return ALL.stream().map(Architecture::title).collect(Collectors.joining(" or "));
  }
}
