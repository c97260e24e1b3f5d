package dev.zener.format;

import java.util.List;

/** A labelled file in memory, ready to be written again, and a report on how it was read. */
public record LabelledItems(List<TaggedItem> items, ReadReport report) {
  public LabelledItems {
    items = List.copyOf(items);
  }
}
