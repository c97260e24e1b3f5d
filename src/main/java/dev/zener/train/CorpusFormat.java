package dev.zener.train;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * How a corpus is written; each setting touches the layouts that know it.
 *
 * @param layout empty: by the file's extension
 * @param scheme of the tags; empty: the one that fits the file best
 * @param separator of columns
 * @param charset of columns and plain text, as Java names it; CoNLL-2002 and 2003 are ISO-8859-1
 * @param stripLanguage drop a token's language, {@code de:Berlin}, as WikiAnn's have it
 * @param repair whether illegal tags are mended and counted; otherwise they are errors
 * @param offsets what the offsets of JSON lines count
 */
public record CorpusFormat(
    Optional<Layout> layout,
    Optional<Scheme> scheme,
    @Default("auto") Separator separator,
    @Default("UTF-8") String charset,
    @Default("false") boolean stripLanguage,
    @Default("false") boolean repair,
    @Default("code-points") Offsets offsets) {
  public CorpusFormat {
    Require.that(isCharset(charset), "charset", "'" + charset + "'", "one such as UTF-8");
  }

  private static boolean isCharset(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9:._+-]*") && Charset.isSupported(name);
  }

  /** Layout of a corpus file. */
  public enum Layout {
    /** A word a line, token first, tag last, blank line after a sentence. */
    CONLL,
    /** An object a line: tokens and tags, or text and entities. */
    JSONL,
    /** A sentence a line; only for unlabelled text. */
    TEXT
  }

  /** What separates columns. */
  public enum Separator {
    /** Tabs on a line that has one, otherwise spaces. */
    AUTO,
    /** Tokens may then hold spaces. */
    TAB,
    SPACE
  }

  /** How a file marks entities. */
  public enum Scheme {
    IOB1,
    IOB2,
    BIOES
  }

  /** What offsets count. */
  public enum Offsets {
    CODE_POINTS,
    UTF16
  }
}
