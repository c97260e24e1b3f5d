package dev.zener.format;

import dev.zener.data.Offsets;
import dev.zener.label.Scheme;
import java.util.Objects;

/**
 * Options for writing files. An option has no effect on formats that do not use it.
 *
 * @param offsets the unit of offsets
 * @param scheme the scheme of tags; not IO, which cannot hold neighbouring entities of one type
 * @param locations whether JSON records say the file and the line that they come from
 * @param array whether JSON records are the elements of one array instead of lines
 */
public record WriteOptions(Offsets offsets, Scheme scheme, boolean locations, boolean array) {
  /** Offsets in code points, IOB2, JSON lines without locations. */
  public static final WriteOptions DEFAULTS = new WriteOptions(Offsets.CODE_POINTS, Scheme.IOB2);

  public WriteOptions {
    Objects.requireNonNull(offsets, "offsets");
    Objects.requireNonNull(scheme, "scheme");
    if (scheme == Scheme.IO) {
      throw new IllegalArgumentException(
          "scheme IO cannot be written: it joins neighbouring entities of one type");
    }
  }

  /** JSON lines without locations. */
  public WriteOptions(Offsets offsets, Scheme scheme) {
    this(offsets, scheme, false, false);
  }

  public WriteOptions withLocations(boolean value) {
    return new WriteOptions(offsets, scheme, value, array);
  }

  public WriteOptions withArray(boolean value) {
    return new WriteOptions(offsets, scheme, locations, value);
  }
}
