package dev.zener.format;

import dev.zener.data.Offsets;
import dev.zener.label.Scheme;
import java.util.Objects;

/**
 * Options for writing files. An option has no effect on formats that do not use it.
 *
 * @param offsets the unit of offsets
 * @param scheme the scheme of tags
 */
public record WriteOptions(Offsets offsets, Scheme scheme) {
  /** Offsets in code points, IOB2. */
  public static final WriteOptions DEFAULTS = new WriteOptions(Offsets.CODE_POINTS, Scheme.IOB2);

  public WriteOptions {
    Objects.requireNonNull(offsets, "offsets");
    Objects.requireNonNull(scheme, "scheme");
  }
}
