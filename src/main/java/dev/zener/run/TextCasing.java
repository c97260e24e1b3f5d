package dev.zener.run;

/** Whether text keeps upper case and accents. */
public enum TextCasing {
  CASED,
  UNCASED
}
