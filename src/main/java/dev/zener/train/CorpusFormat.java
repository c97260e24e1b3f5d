package dev.zener.train;

import dev.zener.data.Columns;
import dev.zener.data.Format;
import dev.zener.data.Offsets;
import dev.zener.data.ReadOptions;
import dev.zener.data.Separator;
import dev.zener.label.Scheme;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * How a corpus is written; each setting touches the layouts that know it.
 *
 * @param layout empty: by the file's extension
 * @param scheme of the tags; empty: the one that fits the file best
 * @param separator of columns
 * @param columns of word and tag, from 1, 0 for a tag in the last; empty: first and last
 * @param charset of columns and plain text, as Java names it; CoNLL-2002 and 2003 are ISO-8859-1
 * @param stripLanguage drop a token's language, {@code de:Berlin}, as WikiAnn's have it
 * @param repair whether illegal tags are mended and counted; otherwise they are errors
 * @param offsets what the offsets of JSON lines count
 */
public record CorpusFormat(
    Optional<Format> layout,
    Optional<Scheme> scheme,
    @Default("auto") Separator separator,
    @Default("[]") List<Integer> columns,
    @Default("UTF-8") String charset,
    @Default("false") boolean stripLanguage,
    @Default("false") boolean repair,
    @Default("code-points") Offsets offsets) {
  public CorpusFormat {
    Require.that(
        columns.isEmpty() || columns.size() == 2 && Columns.allowed(columns.get(0), columns.get(1)),
        "columns",
        columns.toString(),
        "two different ones, the word's and the tag's, from 1, or 0 for a tag in the last");
    Require.that(isCharset(charset), "charset", "'" + charset + "'", "one such as UTF-8");
  }

  private static boolean isCharset(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9:._+-]*") && Charset.isSupported(name);
  }

  /** The same for the readers. */
  public ReadOptions readOptions() {
    return new ReadOptions(
        layout,
        scheme,
        repair,
        separator,
        columns.isEmpty() ? Columns.FIRST_AND_LAST : new Columns(columns.get(0), columns.get(1)),
        Charset.forName(charset),
        stripLanguage,
        offsets);
  }
}
