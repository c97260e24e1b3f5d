package dev.zener.benchmarks;

import dev.zener.report.Curves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures how time and memory grow with size, and writes a table and a picture, {@code
 * scaling.csv} and {@code scaling.svg}, to the folder of the first argument. Each number of threads
 * is measured in a separate JVM, since the library uses as many threads as the JVM reports
 * processors. See {@link ScalingRun} for what is measured and for the other arguments.
 */
public final class Scaling {
  private static final String HEADER = "series,threads,x,milliseconds,mebibytes";

  private Scaling() {}

  /** A line of the table. Memory is NaN if it was not measured. */
  private record Row(String series, int threads, long x, double milliseconds, double mebibytes) {
    static Row of(String line) {
      String[] c = line.split(",");
      return new Row(
          c[0],
          Integer.parseInt(c[1]),
          Long.parseLong(c[2]),
          Double.parseDouble(c[3]),
          Double.parseDouble(c[4]));
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads *= 2) {
      lines.addAll(measure(threads, List.of(arguments).subList(1, arguments.length)));
    }
    Files.write(folder.resolve("scaling.csv"), lines);
    List<Row> rows = lines.stream().skip(1).map(Row::of).toList();
    Files.writeString(folder.resolve("scaling.svg"), picture(rows).svg());
  }

  private static List<String> measure(int threads, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ScalingRun.class.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (var out = process.inputReader()) {
      lines = out.lines().filter(line -> line.startsWith(ScalingRun.MARK)).toList();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "the run with " + threads + " threads failed; its error message is above");
    }
    return lines.stream().map(line -> line.substring(ScalingRun.MARK.length())).toList();
  }

  private static Curves picture(List<Row> rows) {
    return new Curves(
        List.of(
            panel(rows, "batch", "tagging a batch, ms", "sentences of 27 pieces", false),
            panel(
                rows,
                "length",
                "tagging a fixed number of pieces, ms",
                "pieces per sentence",
                false),
            panel(rows, "mmd", "MMD forward, ms", "rows of each sample", false),
            panel(rows, "mmd", "MMD, MiB in addition to its inputs", "rows of each sample", true)));
  }

  private static Curves.Panel panel(
      List<Row> rows, String series, String title, String across, boolean memory) {
    Map<Integer, List<Curves.Point>> curves =
        rows.stream()
            .filter(row -> row.series().equals(series))
            .collect(
                Collectors.groupingBy(
                    Row::threads,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        row ->
                            new Curves.Point(
                                row.x(), memory ? row.mebibytes() : row.milliseconds()),
                        Collectors.toList())));
    return new Curves.Panel(
        title,
        across,
        curves.entrySet().stream()
            .map(
                c ->
                    new Curves.Curve(
                        c.getKey() + (c.getKey() == 1 ? " thread" : " threads"), c.getValue()))
            .toList());
  }
}
