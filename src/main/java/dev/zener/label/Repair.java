package dev.zener.label;

import java.util.List;

/**
 * A sentence's tags made legal.
 *
 * @param tags legal in the scheme that repaired them
 * @param count tags that had been illegal; 0 when nothing was changed
 */
public record Repair(List<String> tags, int count) {
  public Repair {
    tags = List.copyOf(tags);
  }
}
