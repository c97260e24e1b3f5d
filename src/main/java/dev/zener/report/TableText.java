package dev.zener.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Formats a table of summaries. The first column is text; decimal points are aligned. */
record TableText(List<String> header, List<Row> rows, List<Row> published, List<String> footer) {
  private static final String EMPTY = "–";
  private static final String GAP = "  ";

  /** A row: its title and one cell for each column of the header after the first. */
  record Row(String title, List<Optional<MeanAndDeviation>> cells) {}

  String aligned() {
    List<Integer> widths = IntStream.range(0, header.size()).mapToObj(this::width).toList();
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths));
    String rule = rule(widths);
    lines.add(rule);
    rows.forEach(row -> lines.add(line(texts(row), widths)));
    if (!published.isEmpty()) {
      lines.add(rule);
      published.forEach(row -> lines.add(line(texts(row), widths)));
    }
    lines.addAll(footer);
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(List<String> texts, List<Integer> widths) {
    return IntStream.range(0, texts.size())
        .mapToObj(
            i ->
                i == 0
                    ? DisplayWidth.padRight(texts.get(i), widths.get(i))
                    : DisplayWidth.padLeft(texts.get(i), widths.get(i)))
        .collect(Collectors.joining(GAP));
  }

  private static String rule(List<Integer> widths) {
    return widths.stream().map("-"::repeat).collect(Collectors.joining(GAP));
  }

  private int width(int column) {
    return all()
        .map(row -> texts(row).get(column))
        .mapToInt(DisplayWidth::of)
        .reduce(DisplayWidth.of(header.get(column)), Math::max);
  }

  /** The texts of a row. Cells without deviation are padded on the right to align the points. */
  private List<String> texts(Row row) {
    List<String> texts = new ArrayList<>(List.of(row.title()));
    for (int i = 0; i < row.cells().size(); i++) {
      int column = i;
      int deviation =
          all()
              .flatMap(each -> each.cells().get(column).stream())
              .mapToInt(cell -> DisplayWidth.of(cell.deviationText()))
              .reduce(0, Math::max);
      Optional<MeanAndDeviation> cell = row.cells().get(i);
      texts.add(
          cell.map(MeanAndDeviation::meanText).orElse(EMPTY)
              + DisplayWidth.padLeft(
                  cell.map(MeanAndDeviation::deviationText).orElse(""), deviation));
    }
    return texts;
  }

  private Stream<Row> all() {
    return Stream.concat(rows.stream(), published.stream());
  }

  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(markdownLine(header));
    lines.add("|---|" + "---:|".repeat(header.size() - 1));
    all().forEach(row -> lines.add(markdownLine(plain(row))));
    lines.add("");
    footer.forEach(note -> lines.add("- " + Markdown.escape(note)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> plain(Row row) {
    List<String> texts = new ArrayList<>(List.of(row.title()));
    row.cells().forEach(cell -> texts.add(cell.map(MeanAndDeviation::toString).orElse(EMPTY)));
    return texts;
  }

  private static String markdownLine(List<String> texts) {
    return texts.stream().map(Markdown::escape).collect(Collectors.joining(" | ", "| ", " |"));
  }
}
