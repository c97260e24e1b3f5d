package dev.zener.format;

import java.io.IOException;
import java.util.Set;

/** JSON objects, one per line, in an array, or one after another. */
final class JsonFormat implements FileFormat {
  private static final Set<String> EXTENSIONS = Set.of("jsonl", "ndjson", "json");

  @Override
  public String title() {
    return "JSON";
  }

  @Override
  public boolean recognises(Head head) {
    return EXTENSIONS.contains(head.extension());
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public boolean holdsText() {
    return true;
  }

  @Override
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return new JsonlWriter(out, JsonShapes.OWN, options);
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    return new JsonReader(opening);
  }
}
