package dev.zener.run;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.data.Offsets;
import dev.zener.format.Columns;
import dev.zener.format.Format;
import dev.zener.format.ReadOptions;
import dev.zener.format.Separator;
import dev.zener.label.Scheme;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * The file format of a corpus. A setting has no effect on layouts that do not use it.
 *
 * @param layout the layout; empty: found from the file's beginning and its name
 * @param scheme the scheme of the tags; empty: the scheme that fits the file best
 * @param separator the separator of columns
 * @param columns the numbers, from 1, of the word's and the tag's column, where 0 as the tag's
 *     means the last column; empty: found from the whole file
 * @param charset Java's name of the charset of columns and plain text; CoNLL-2002 and 2003 are
 *     ISO-8859-1
 * @param stripLanguage whether to drop the language prefix of tokens such as {@code de:Berlin} in
 *     WikiAnn
 * @param repair whether invalid tags are repaired and counted; otherwise they are errors
 * @param offsets the unit of the offsets in files of text with entities
 * @param surface whether the words of CoNLL-U are the tokens of the text ({@code zum}) instead of
 *     the syntactic words ({@code zu dem})
 * @param labels the names of the tags that a file gives as numbers from 0
 */
public record CorpusFormat(
    Optional<Format> layout,
    Optional<Scheme> scheme,
    @Default("auto") Separator separator,
    @Default("[]") List<Integer> columns,
    @Default("UTF-8") String charset,
    @Default("false") boolean stripLanguage,
    @Default("false") boolean repair,
    @Default("code-points") Offsets offsets,
    @Default("false") boolean surface,
    @Default("[]") List<String> labels) {
  public CorpusFormat {
    Require.that(
        columns.isEmpty() || columns.size() == 2 && Columns.allowed(columns.get(0), columns.get(1)),
        "columns",
        columns.toString(),
        "two different numbers, the word's from 1, the tag's from 1 or 0 for the last column");
    Require.that(isCharset(charset), "charset", "'" + charset + "'", "one such as UTF-8");
  }

  private static boolean isCharset(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9:._+-]*") && Charset.isSupported(name);
  }

  /** These settings as options of the readers. */
  public ReadOptions readOptions() {
    return new ReadOptions.Builder()
        .format(layout)
        .scheme(scheme)
        .repair(repair)
        .separator(separator)
        .columns(
            columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Columns(columns.get(0), columns.get(1))))
        .charset(Charset.forName(charset))
        .stripLanguage(stripLanguage)
        .offsets(offsets)
        .surface(surface)
        .labels(labels)
        .build();
  }
}
