package dev.zener.config;

/**
 * How values of a type are written in a configuration, where that is not how a scalar or a record
 * is written.
 *
 * @param <T> the type of the values
 */
public interface ValueForm<T> {
  Class<T> type();

  /** What is allowed, for messages that end with "expected ...". */
  String expectation();

  /**
   * Reads a value.
   *
   * @param path the setting's name, such as {@code source.train}
   * @throws dev.zener.problem.InputException if the node has not this form
   */
  T read(ConfigNode node, String path, ConfigBinder binder);

  /**
   * A value in the form in which it is written: made of lists, maps, records, paths, enums and
   * scalars.
   */
  Object written(T value);
}
