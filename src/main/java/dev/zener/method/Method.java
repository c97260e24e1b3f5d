package dev.zener.method;

import dev.zener.mapping.MappingSettings;
import dev.zener.train.Select;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of the result table: a way to come from labelled text of the source and unlabelled text of
 * a target to a tagger. It is a record of its settings, whose components are the keys in a
 * configuration. {@link Methods} lists the methods.
 */
public interface Method {
  /** The name in tables. Rows of the same method have different titles. */
  String title();

  /** The name of the method in configurations, such as {@code msd}. */
  default String key() {
    return Methods.key(this);
  }

  /** A name of the row for files and messages: the key, or the title if it is not the usual one. */
  default String name() {
    return title().equals(Methods.usualTitle(key()))
        ? key()
        : title().toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum}]+", "-");
  }

  /** The settings of the trainings on a target's unlabelled text; empty if there is none. */
  default List<StudentTraining> students() {
    return List.of();
  }

  /** What the method needs of a configuration. */
  default Needs needs() {
    return new Needs(true, !students().isEmpty(), false, false);
  }

  /**
   * Whether there is a model per target language. Otherwise one model serves all languages, and no
   * target is needed.
   */
  default boolean perTarget() {
    return needs().unlabelled() || needs().targetVectors();
  }

  /** Whether a training is selected by the target's development set. */
  default boolean selectsByTarget() {
    return students().stream().anyMatch(student -> student.select() == Select.TARGET_DEV);
  }

  /** How the targets' vectors are mapped into the source's space; empty if they are not. */
  default Optional<MappingSettings> targetMapping() {
    return Optional.empty();
  }

  /**
   * Checks the settings whose allowed values depend on the encoder.
   *
   * @param layers L, the encoder's number of layers
   * @throws IllegalArgumentException whose message starts with the setting
   */
  default void check(int layers) {
    students().forEach(student -> student.kept(layers));
  }

  /**
   * Describes how a model is made.
   *
   * @param target the target's language code; empty if the method is not {@link #perTarget}
   * @param seed the configured seed; {@link Trainings} derives a seed for each training from it
   */
  TrainedModel model(Trainings trainings, Optional<String> target, long seed);
}
