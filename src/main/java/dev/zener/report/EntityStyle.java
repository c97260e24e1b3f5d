package dev.zener.report;

import java.util.Collection;
import java.util.function.Function;

/**
 * The style sheet of an {@link EntityPage}.
 *
 * <p>Bidirectional text: the words of an entity must stay where they would be without the mark. An
 * entity is therefore not isolated; isolating "London" in "University of London" within an Arabic
 * sentence would move it before "University". Only the label with the type is isolated, since it is
 * not part of the sentence. By itself, the label would be placed at the other end of "University of
 * London", because it lies between two directions. An invisible mark of the entity's direction
 * after the label keeps it at the end of the entity.
 *
 * <p>Labels are generated content, so they are neither copied nor found by a search. A no-break
 * space keeps a label on the line of its entity.
 */
final class EntityStyle {
  /** The class of an entity that ends with left-to-right letters. */
  static final String LEFT_TO_RIGHT = "l";

  /** The class of an entity that ends with right-to-left letters, such as Hebrew. */
  static final String RIGHT_TO_LEFT = "r";

  /** As {@link #RIGHT_TO_LEFT}, for Arabic, which orders adjacent digits differently. */
  static final String ARABIC = "a";

  private static final String RULES =
      """
      :root { color-scheme: light dark; --text: #1c1e21; --ground: #ffffff; --faint: #5f6670;
        --line: #e3e6ea; }
      body { margin: 0 auto; max-width: 50rem; padding: 1.5rem 1.25rem 3rem;
        color: var(--text); background: var(--ground); font: 1.0625rem/2 system-ui, sans-serif;
        overflow-wrap: anywhere; }
      header { font-size: .9375rem; line-height: 1.5; padding-bottom: 1rem;
        border-bottom: 1px solid var(--line); }
      h1 { font-size: 1.375rem; line-height: 1.3; margin: 0; }
      header p { color: var(--faint); margin: .25rem 0 .75rem; }
      ul { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; }
      li { color: var(--ink); background: var(--tint); border-radius: .25rem;
        padding: 0 .5rem; font-weight: 600; min-width: 0; }
      li span { color: var(--text); font-weight: 400; }
      main p { margin: 0; padding: .375rem 0; border-bottom: 1px solid var(--line);
        white-space: pre-wrap; break-inside: avoid; }
      main p:empty::before { content: "\\2060"; }
      mark { color: inherit; background: var(--tint); border-bottom: 2px solid var(--ink);
        border-radius: .1875rem; padding: .125rem .2em; box-decoration-break: clone;
        -webkit-box-decoration-break: clone; }
      mark::after { color: var(--ink); font-size: .6875em; font-weight: 600; font-style: normal;
        content: "\\A0\\2068" attr(data-type) "\\2069"; }
      mark.l::after { content: "\\A0\\2068" attr(data-type) "\\2069\\200E"; }
      mark.r::after { content: "\\A0\\2068" attr(data-type) "\\2069\\200F"; }
      mark.a::after { content: "\\A0\\2068" attr(data-type) "\\2069\\61C"; }
      li, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      @media print { body { max-width: none; padding: 0; font-size: 11pt; } }
      """;

  private static final String DARK = "@media screen and (prefers-color-scheme: dark) {\n";
  private static final String DARK_PAGE =
      ":root { --text: #e6e8eb; --ground: #15171a; --faint: #a0a7b1; --line: #2c3036; }\n";

  private EntityStyle() {}

  /** The class of the n-th type of a page. */
  static String type(int n) {
    return "t" + n;
  }

  /**
   * The complete style sheet.
   *
   * @param types the entity types in the order of their classes
   */
  static String sheet(Collection<String> types) {
    return RULES
        + colours(types, TypeColours::light)
        + DARK
        + DARK_PAGE
        + colours(types, TypeColours::dark)
        + "}\n";
  }

  private static String colours(
      Collection<String> types, Function<TypeColours, TypeColours.Pair> which) {
    StringBuilder rules = new StringBuilder();
    int n = 0;
    for (String type : types) {
      TypeColours.Pair pair = which.apply(TypeColours.of(type));
      rules.append(
          ".%s { --tint: %s; --ink: %s; }\n".formatted(type(n++), pair.tint(), pair.ink()));
    }
    return rules.toString();
  }

  /**
   * The class for the direction of an entity's end, with a space before it. Empty if the end has no
   * direction of its own, as in "Yahoo!", so that the surrounding sentence determines it.
   */
  static String direction(String entity) {
    for (int i = entity.length(); i > 0; ) {
      int letter = entity.codePointBefore(i);
      i -= Character.charCount(letter);
      switch (Character.getDirectionality(letter)) {
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
          return " " + LEFT_TO_RIGHT;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT -> {
          return " " + RIGHT_TO_LEFT;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
          return " " + ARABIC;
        }
        case Character.DIRECTIONALITY_NONSPACING_MARK,
            Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
            Character.DIRECTIONALITY_EUROPEAN_NUMBER -> {
          // its direction is that of the letters before it
        }
        default -> {
          return "";
        }
      }
    }
    return "";
  }
}
