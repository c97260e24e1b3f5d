package dev.zener.bench;

import dev.zener.bench.Account.Entry;
import dev.zener.device.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * Formats the result of a benchmark as text and as a line of JSON.
 *
 * @param tokenizing the time for tokenizing all sentences, including the first batch, in
 *     nanoseconds
 * @param limit the machine's speed in matrix products, if measured
 * @param peak the peak of resident memory in bytes, if the system reports it
 */
record Report(
    BenchSettings settings,
    String device,
    ElementType products,
    int threads,
    BenchRun run,
    long tokenizing,
    Optional<Limit> limit,
    OptionalLong peak) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String precision() {
    return products.name().toLowerCase(Locale.ROOT);
  }

  private String style() {
    return settings.kind().name().toLowerCase(Locale.ROOT);
  }

  private double share(Limit limit) {
    return run.gflops() / limit.gflops();
  }

  /** The table of times and the speeds derived from it. */
  String text() {
    StringBuilder text = new StringBuilder();
    boolean student = settings.kind() == BenchSettings.Kind.STUDENT;
    text.append(
        line(
            "%s, %s, %s products, %d threads: %d steps of %d sentences, %.0f pieces on average",
            student ? "student step" : "tagging",
            device,
            precision(),
            threads,
            run.steps(),
            settings.batch() * (student ? 2 : 1),
            (double) run.pieces() / run.steps()));
    text.append('\n').append(table()).append('\n');
    text.append(
        line(
            "%.1f pieces/s (median of the steps %.1f), %.2f sentences/s, %.1f words/s",
            run.pieces() / run.seconds(),
            run.medianPiecesPerSecond(),
            run.sentences() / run.seconds(),
            run.words() / run.seconds()));
    text.append(speedLine());
    peak.ifPresent(p -> text.append(line("%.2f GiB resident at most", gibibytes(p))));
    text.append(line("%d ms of garbage collection in all steps", run.collecting()));
    return text.toString();
  }

  private String speedLine() {
    return limit
        .map(
            l ->
                line(
                    "%.1f GFLOP/s of useful work, %.1f %% of the %.1f of matrix products alone, measured"
                        + " between the steps (%.1f at best)",
                    run.gflops(), 100 * share(l), l.gflops(), l.best()))
        .orElse(line("%.1f GFLOP/s of useful work", run.gflops()));
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(line("%-28s %10s %8s %9s", "", "ms a step", "share", "GFLOP/s"));
    List<Entry> entries = run.entries();
    entries.forEach(e -> table.append(row(e.title(), e.nanos(), e.flops())));
    long nanos = entries.stream().mapToLong(Entry::nanos).sum();
    double flops = entries.stream().mapToDouble(Entry::flops).sum();
    table.append(row("step", nanos, flops));
    long before = tokenizing * run.steps() / (run.steps() + 1);
    return table.append(row("tokenizing, before the step", before, 0)).toString();
  }

  private String row(String title, long nanos, double flops) {
    double speed = flops / Math.max(1, nanos); // operations per nanosecond are GFLOP/s
    return line(
        "%-28s %10.2f %6.1f %% %9s",
        title,
        nanos * 1e-6 / run.steps(),
        100 * nanos * 1e-9 / run.seconds(),
        flops == 0 ? "" : String.format(Locale.ROOT, "%.1f", speed));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
  }

  private static double gibibytes(long bytes) {
    return (double) bytes / (1 << 30);
  }

  /** One line of JSON, with the keys of the PyTorch benchmark and some more. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("style", style());
    json.put("device", device);
    json.put("precision", precision());
    json.put("threads", threads);
    json.put("sentences_per_s", round(run.sentences() / run.seconds(), 3));
    json.put("words_per_s", round(run.words() / run.seconds(), 1));
    json.put("pieces_per_s", round(run.pieces() / run.seconds(), 1));
    json.put("pieces_per_s_median", round(run.medianPiecesPerSecond(), 1));
    json.put("s_per_step", run.nanos().stream().map(n -> round(n * 1e-9, 4)).toList());
    json.put("pieces", run.pieces());
    peak.ifPresent(p -> json.put("peak_gib", round(gibibytes(p), 2)));
    limit.ifPresent(l -> json.put("ceiling_gflops", round(l.gflops(), 1)));
    limit.ifPresent(l -> json.put("ceiling_best_gflops", round(l.best(), 1)));
    json.put("gflops", round(run.gflops(), 1));
    limit.ifPresent(l -> json.put("share", round(share(l), 3)));
    Map<String, Double> parts = new LinkedHashMap<>();
    run.entries().forEach(e -> parts.put(e.title(), round(e.nanos() * 1e-6 / run.steps(), 3)));
    json.put("ms_per_step", parts);
    return JSON.writeValueAsString(json) + "\n";
  }

  private static double round(double value, int digits) {
    double unit = Math.pow(10, digits);
    return Math.round(value * unit) / unit;
  }
}
