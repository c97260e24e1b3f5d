package dev.zener.label;

import java.util.List;

/**
 * The repaired tags of a sentence.
 *
 * @param tags the tags, valid in the scheme that repaired them
 * @param count the number of tags that were invalid; 0 if nothing was changed
 */
public record Repair(List<String> tags, int count) {
  public Repair {
    tags = List.copyOf(tags);
  }
}
