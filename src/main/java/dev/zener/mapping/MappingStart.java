package dev.zener.mapping;

/** Where the first mapping comes from. */
public enum MappingStart {
  /** From the shape of both languages' vectors alone. */
  ADVERSARIAL,

  /** From words that both languages write in the same way. */
  IDENTICAL,

  /** From a file of word pairs. */
  DICTIONARY
}
