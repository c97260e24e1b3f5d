package dev.zener.train;

import java.nio.charset.Charset;

/**
 * How a corpus is written.
 *
 * @param encoding as Java names it; CoNLL-2002 and 2003 are ISO-8859-1
 * @param comments whether lines beginning with '#' and a space are comments
 * @param prefix whether a token carries its language, {@code de:Berlin}, as WikiAnn's do
 * @param repair whether an illegal tag is mended and counted; otherwise it is an error
 */
public record CorpusFormat(
    @Default("columns") Layout layout,
    @Default("tab") Separator separator,
    @Default("iob2") Scheme scheme,
    @Default("UTF-8") String encoding,
    @Default("false") boolean comments,
    @Default("false") boolean prefix,
    @Default("false") boolean repair) {
  public CorpusFormat {
    Require.that(isCharset(encoding), "encoding", "'" + encoding + "'", "a charset such as UTF-8");
  }

  private static boolean isCharset(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9:._+-]*") && Charset.isSupported(name);
  }

  /** Layout of a corpus file. */
  public enum Layout {
    /** A word a line, token first, tag last, blank line after a sentence. */
    COLUMNS,
    /** An object a line: tokens and tags, or text and entities. */
    JSONL,
    /** A sentence a line; only for unlabelled text. */
    TEXT
  }

  /** What separates columns. */
  public enum Separator {
    /** Tokens may then hold spaces. */
    TAB,
    SPACE,
    /** Any run of tabs and spaces. */
    BLANK
  }

  /** How a file marks entities. */
  public enum Scheme {
    IOB1,
    IOB2,
    BIOES
  }
}
