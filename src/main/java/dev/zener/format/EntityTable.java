package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Source;
import java.io.IOException;
import java.util.Locale;

/**
 * Writes a table of entities: a line per entity, with columns separated by commas (RFC 4180) and
 * their names on top. Start and end count from the beginning of the sentence or text.
 */
public final class EntityTable implements ItemWriter {
  private static final String HEADER = "file,line,start,end,type,text,confidence\n";

  private final Appendable out;
  private final Offsets offsets;
  private boolean started;

  public EntityTable(Appendable out, WriteOptions options) {
    this.out = out;
    this.offsets = options.offsets();
  }

  @Override
  public void write(TaggedItem item) throws IOException {
    start();
    String text = item.sentence().text();
    Source source = item.sentence().source();
    for (Entity entity : item.entities()) {
      CharSpan characters = entity.characters();
      String words = characters.of(text);
      ColumnText.requireWhole("Entity", words);
      ColumnText.requireWhole("Type", entity.type());
      out.append(quoted(source.file())).append(',');
      out.append(Integer.toString(source.line())).append(',');
      out.append(Integer.toString(offsets.fromUnits(text, characters.start()))).append(',');
      out.append(Integer.toString(offsets.fromUnits(text, characters.end()))).append(',');
      out.append(quoted(entity.type())).append(',').append(quoted(words)).append(',');
      out.append(confidence(entity)).append('\n');
    }
  }

  private static String confidence(Entity entity) {
    return entity.confidence().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.6f", entity.confidence().getAsDouble());
  }

  @Override
  public void end() throws IOException {
    start();
  }

  private void start() throws IOException {
    if (!started) {
      started = true;
      out.append(HEADER);
    }
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
