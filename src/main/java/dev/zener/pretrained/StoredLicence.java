package dev.zener.pretrained;

import dev.zener.files.Folder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;

/** The licence that a model's card states: the key {@code license} at the top of README.md. */
final class StoredLicence {
  private static final String CARD = "README.md";
  private static final String FENCE = "---";
  private static final String KEY = "license:";

  /** The maximum size of a card in bytes. */
  private static final int LARGEST = 1 << 24;

  private StoredLicence() {}

  /** The licence of the model in a folder; empty if there is no card, or it states none. */
  static Optional<String> of(Folder folder) {
    if (!folder.has(CARD)) {
      return Optional.empty();
    }
    String text = new String(folder.read(CARD, LARGEST), StandardCharsets.UTF_8);
    Iterator<String> lines = text.lines().map(String::stripTrailing).iterator();
    if (!lines.hasNext() || !lines.next().equals(FENCE)) {
      return Optional.empty();
    }
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals(FENCE)) {
        break;
      }
      if (line.startsWith(KEY)) {
        String value = line.substring(KEY.length()).strip().replaceAll("^[\"']|[\"']$", "");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
